"""Access keys: what other systems act with. Made here, shown once, ended here."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_default_timezone, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff import access, keys
from quincunx.staff.roles import Role
from quincunx.staff.scopes import Limits
from quincunx.web.shell import lists
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit
from quincunx.web.staff.words import SCOPES

MOST = 200


class KeyForm(forms.Form):
    """Who a system acts as, what for, where, and until when."""

    name = forms.CharField(
        label=gettext_lazy("What the key is for"),
        help_text=gettext_lazy("The system that will use it, and who looks after it."),
        max_length=120,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may be used to"),
        choices=[(code, word) for code, word in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    expires = forms.DateField(
        label=gettext_lazy("Until, this day included"),
        help_text=gettext_lazy("A year at most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    networks = forms.CharField(
        label=gettext_lazy("Only from these networks"),
        help_text=gettext_lazy("One on each line, like 203.0.113.0/24."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, visit: Visit, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        by, at = visit.actor, visit.received_at
        self.fields["person"] = lists.sought(
            lists.people(by, at), find=reverse("people-find"), label=_("It acts as")
        )
        self.fields["area"] = lists.sought(
            lists.areas(by),
            find=reverse("areas-find"),
            label=_("Only within this area"),
            required=False,
        )
        self.order_fields(["name", "person", "scopes", "area", "expires", "networks"])

    def made(self, visit: Visit) -> str:
        """Make the key it asks for; told once."""
        told = self.cleaned_data
        networks = tuple(told["networks"].split())
        return keys.make(
            told["person"],
            told["name"],
            expires=_end_of(told["expires"]),
            limits=Limits(tuple(told["scopes"]), addresses=networks),
            area=told["area"],
            by=visit.actor,
            at=visit.received_at,
        )


def _end_of(day: date) -> datetime:
    """Return its last moment, so that a list names the day that was chosen."""
    return make_aware(datetime.combine(day, time.max), get_default_timezone())


@only(Role.ADMINISTRATOR)
def access_keys(request: Visit) -> HttpResponse:
    """List the keys one may see; a form makes the next one."""
    return _page(request, KeyForm(request, initial=_beginning(request)))


def _beginning(visit: Visit) -> dict[str, Any]:
    expires = today(visit.received_at) + timedelta(days=180)
    return {"scopes": ["read"], "expires": expires}


def _page(visit: Visit, form: KeyForm, status: int = 200) -> HttpResponse:
    facts = {
        "keys": [
            (key, [SCOPES.get(code, code) for code in key.scopes], used)
            for key, used in keys.listed(visit.actor, visit.received_at, MOST)
        ],
        "form": form,
    }
    return render(visit, "staff/keys.html", facts, status=status)


@only(Role.ADMINISTRATOR)
@require_POST
def make(request: Visit) -> HttpResponse:
    """Make a key and show it, this once."""
    form = KeyForm(request, request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        key = form.made(request)
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        return _page(request, form, status_of(refusal))
    facts = {"key": key, "name": form.cleaned_data["name"]}
    return render(request, "staff/key.html", facts)


@only(Role.ADMINISTRATOR)
@require_POST
def end(request: Visit, key: int) -> HttpResponse:
    """Let a key open nothing from the next request on."""
    found = access.key_for(request.actor, key, at=request.received_at)
    keys.end(found, by=request.actor, at=request.received_at)
    messages.success(request, _("The key opens nothing any more."))
    return redirect("staff-keys")
