"""The style page: every component of the look in every state.

No sketch of them: it includes the templates that the screens include.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from quincunx.web.shell.context import THEMES
from quincunx.web.shell.fields import Offer, Offers, Written
from quincunx.web.shell.seats import CHAIRS, Seat

COLOURS = (
    "paper", "surface", "sunken", "line", "line-2", "edge", "ink", "ink-2", "ink-3",
    "accent", "accent-2", "accent-soft", "ok", "ok-soft", "soon", "soon-soft", "late",
    "late-soft", "rest", "rest-soft",
)  # fmt: skip
AMOUNTS = tuple(f"{kind}-{n}" for kind in ("seq", "div") for n in range(1, 6))
# Tone and icon and word of the chips that a case may wear.
CHIPS = (
    ("act", "new", _("New")),
    ("act", "run", _("In hand")),
    ("", "pause", _("Paused")),
    ("soon", "flag", _("Disputed")),
    ("late", "again", _("Not fixed")),
    ("ok", "done", _("Done")),
    ("line-only", "eyeoff", _("Withheld")),
)
ICONS = (
    "new", "run", "eye", "pause", "back", "flag", "again", "done", "box", "clock",
    "soon", "late", "stop", "house", "key", "wrench", "block", "shield", "people",
    "me", "camera", "pin", "send", "list", "search", "merge", "talk", "hand", "bell",
    "doc", "cal", "qr", "drop", "cover", "bin", "fire", "lamp", "noise", "tree",
    "lift", "care", "lock", "print", "down2", "undo", "layers", "globe",
)  # fmt: skip


@dataclass(frozen=True)
class Dot:
    word: str | Promise
    note: str | Promise
    tone: str


STEPS = (
    Dot(_("Report"), "13:44", "done"),
    Dot(_("Dispatch"), "14:08", "done"),
    Dot(_("Handle"), "", "now"),
    Dot(_("Verify"), "", ""),
    Dot(_("File"), "", ""),
)
DESKS = tuple(Seat(chair, chair.code, "", "#main") for chair in CHAIRS[:2])


class Sample(forms.Form):
    """One field of each kind."""

    telephone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Only if you want news by message."),
        required=False,
        max_length=20,
    )
    matter = forms.ChoiceField(label=_("Matter"), choices=[("1", _("Street lamp"))])
    text = Written(label=_("What is wrong"), widget=forms.Textarea, max_length=200)
    who = forms.ChoiceField(
        label=_("Who may know"),
        widget=forms.RadioSelect,
        choices=[("1", _("The platform only")), ("2", _("The unit as well"))],
        initial="1",
    )
    wifi = forms.BooleanField(label=_("Photos on Wi-Fi only"), required=False)
    shut = forms.CharField(label=_("Code"), initial="QH7K 3M9", disabled=True)


def _sample(theme: str, told: Any) -> Sample:
    form = Sample(told, prefix=theme)
    ready = Offer("1", gettext("On the way."))
    likely = Offer("1", gettext("Street lamp"), "lamp, dark")
    text = cast(Written, form.fields["text"])
    text.offers = Offers(_("Standard texts"), (ready,), folded=True)
    matter = cast(Any, form.fields["matter"])  # drawn as a Written is
    matter.offers = Offers(_("Likely"), (likely,))
    return form


NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
LASTS = {"expires_at": NOW + timedelta(days=30)}
ENDED = {"expires_at": NOW, "ended_at": NOW}


@require_http_methods(["GET", "HEAD", "POST"])
def style(request: HttpRequest) -> HttpResponse:
    """Show it in light and in dark; what is sent is looked at and not kept."""
    told = request.POST or None
    shown = [
        {"theme": theme, "form": _sample(theme, told), "wrong": _sample(theme, {})}
        for theme in THEMES
    ]
    facts = {
        "shown": shown,
        "colours": COLOURS,
        "amounts": AMOUNTS,
        "chips": CHIPS,
        "lasting": (LASTS, ENDED),
        "now": NOW,
        "icons": ICONS,
        "steps": STEPS,
        "desks": DESKS,
    }
    return render(request, "shell/style.html", facts)
