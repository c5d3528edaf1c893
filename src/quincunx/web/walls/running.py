"""Running the walls: what is announced on them, and which screens hang."""

from datetime import date, datetime, time, timedelta
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import get_default_timezone, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role
from quincunx.walls import access, announce, screens
from quincunx.walls.screens import Wish
from quincunx.web.shell import lists
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit
from quincunx.web.walls.words import LANGUAGES, THEMES

MOST = 200
HALF_A_YEAR = timedelta(days=180)
announcers = only(*(Role(role) for role in sorted(access.ANNOUNCING)))
hangers = only(*(Role(role) for role in sorted(access.HANGING)))


class AnnouncementForm(forms.Form):
    """One line for everybody in the room, and until when."""

    text = forms.CharField(
        label=gettext_lazy("What everybody is to know"),
        help_text=gettext_lazy(
            "One line. No names, telephone numbers or addresses: visitors read it too."
        ),
        max_length=announce.LONGEST,
    )
    day = forms.DateField(
        label=gettext_lazy("Until, this day included"),
        help_text=gettext_lazy("A week at most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, visit: Visit, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["area"] = lists.sought(
            lists.areas(visit.actor), find=reverse("areas-find"), label=_("Area")
        )
        self.order_fields(["text", "area", "day"])

    def announced(self, visit: Visit) -> None:
        told = self.cleaned_data
        announce.announce(
            told["area"],
            told["text"],
            until=_end_of(told["day"]),
            by=visit.actor,
            at=visit.received_at,
        )


class ScreenForm(forms.Form):
    """Where a screen hangs, what it shows, how, and until when."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Where it hangs."),
        max_length=80,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Colours"),
        choices=THEMES,
        required=False,
        widget=forms.RadioSelect,
    )
    expires = forms.DateField(
        label=gettext_lazy("Until, this day included"),
        help_text=gettext_lazy("A year at most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, visit: Visit, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["area"] = lists.sought(
            lists.areas(visit.actor), find=reverse("areas-find"), label=_("Area")
        )
        self.order_fields(["name", "area", "language", "theme", "expires"])

    def hung(self, visit: Visit) -> str:
        """Let the screen hang; the token is told once."""
        told = self.cleaned_data
        wish = Wish(
            told["name"],
            told["area"],
            _end_of(told["expires"]),
            told["language"],
            told["theme"],
        )
        return screens.hang(wish, by=visit.actor, at=visit.received_at)


def _end_of(day: date) -> datetime:
    """Return its last moment, so that a list names the day that was chosen."""
    return make_aware(datetime.combine(day, time.max), get_default_timezone())


@announcers
def announcements(request: Visit) -> HttpResponse:
    """List what is announced now; a form announces the next."""
    if request.method != "POST":
        beginning = {"day": today(request.received_at), "area": _home(request)}
        return _announcements(request, AnnouncementForm(request, initial=beginning))
    form = AnnouncementForm(request, request.POST)
    if not form.is_valid():
        return _announcements(request, form, 422)
    try:
        form.announced(request)
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        return _announcements(request, form, status_of(refusal))
    messages.success(request, _("It stands on the walls."))
    return redirect("walls")


def _home(visit: Visit) -> int | None:
    first = lists.areas(visit.actor).first()
    return first.pk if first else None


def _announcements(
    visit: Visit, form: AnnouncementForm, status: int = 200
) -> HttpResponse:
    seen = access.visible_announcements(visit.actor, visit.received_at)
    facts = {"announcements": seen[:MOST], "form": form}
    return render(visit, "walls/announcements.html", facts, status=status)


@announcers
@require_POST
def withdraw(request: Visit, key: int) -> HttpResponse:
    """Take a line off the walls."""
    now = request.received_at
    found = access.announcement_for(request.actor, key, now)
    announce.withdraw(found, by=request.actor, at=now)
    messages.success(request, _("It stands on no wall any more."))
    return redirect("walls")


@hangers
def screens_page(request: Visit) -> HttpResponse:
    """List the screens one runs; a form lets the next one hang, and shows its link."""
    if request.method != "POST":
        beginning = {
            "language": "zh-hans",
            "area": _home(request),
            "expires": today(request.received_at) + HALF_A_YEAR,
        }
        return _screens(request, ScreenForm(request, initial=beginning))
    form = ScreenForm(request, request.POST)
    if not form.is_valid():
        return _screens(request, form, 422)
    try:
        token = form.hung(request)
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        return _screens(request, form, status_of(refusal))
    return _told_once(request, form.cleaned_data["name"], token)


def _screens(visit: Visit, form: ScreenForm, status: int = 200) -> HttpResponse:
    facts = {"screens": access.visible_screens(visit.actor)[:MOST], "form": form}
    return render(visit, "walls/screens.html", facts, status=status)


def _told_once(visit: Visit, name: str, token: str) -> HttpResponse:
    address = visit.build_absolute_uri(reverse("wall-open", args=[token]))
    drawn = segno.make(address, error="m").svg_inline(omitsize=True)
    facts = {"name": name, "address": address, "qr": mark_safe(drawn)}  # noqa: S308 -- drawn by us from an address of ours
    return render(visit, "walls/link.html", facts)


@hangers
@require_POST
def take_down(request: Visit, key: int) -> HttpResponse:
    """Let a screen show nothing from its next look on."""
    found = access.screen_for(request.actor, key)
    screens.take_down(found, by=request.actor, at=request.received_at)
    messages.success(request, _("The screen shows nothing any more."))
    return redirect("walls-screens")
