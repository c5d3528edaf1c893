"""Trying the API on its own pages, where the town is invented: a key, and a form."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from quincunx.api.examples import ANYWHERE, Known, of_the_town
from quincunx.api.samples import Sample, samples
from quincunx.api.visit import Visit, doing
from quincunx.foundation import sandbox, tries, wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff import sandbox as lending
from quincunx.staff.actors import actor_for

Describe = Callable[[], Mapping[str, Any]]

KEYS = 10  # an hour and address
KEYS_OF_ALL = 300  # an hour
FIRST = "who"
SEATS: dict[str, str | Promise] = {
    "dispatcher": _("The dispatcher of the command centre, who sees every case"),
    "officer": _("An officer of the city management, who does the work"),
    "verifier": _("A verifier, who looks whether it is done"),
}


class SeatForm(forms.Form):
    """Whose place one takes."""

    seat = forms.ChoiceField(
        label=_("Who do you want to be?"),
        choices=list(SEATS.items()),
        initial="dispatcher",
        widget=forms.RadioSelect,
    )


@require_POST
def key(request: Visit) -> HttpResponse:
    """Make a key for whoever asks, in a sandbox, and show it this once."""
    if not sandbox.is_here():
        raise Http404
    asked = SeatForm(request.POST)
    facts = {**around("start"), "form": asked}
    if not asked.is_valid():
        return render(request, "developer/key.html", facts, status=422)
    try:
        _count(request)
        facts["lent"] = lending.lend(asked.cleaned_data["seat"], **doing(request))
    except Refusal as refusal:
        asked.add_error(None, wording.in_words(refusal))
        status = status_of(refusal)
        return render(request, "developer/key.html", facts, status=status)
    facts["base"] = request.build_absolute_uri("/").rstrip("/")
    return render(request, "developer/key.html", facts)


def around(tab: str) -> dict[str, object]:
    """Return what the frame of every page for developers needs."""
    return {"tab": tab, "is_sandbox": sandbox.is_here()}


def _count(visit: Visit) -> None:
    at = visit.received_at
    tries.count("sandbox:key", tries.address(visit), KEYS, at=at)
    tries.count("sandbox:keys", "everybody", KEYS_OF_ALL, at=at)


def known(visit: Visit) -> Known:
    """Return examples for samples: of the town, where it is invented."""
    if not sandbox.is_here():
        return ANYWHERE
    office = lending.held(lending.SEATS["dispatcher"], visit.received_at)
    told = of_the_town(actor_for(office.person, at=visit.received_at))
    year = timezone.localdate(visit.received_at).year
    mine = {"login": office.person.login, "appointments/key": office.pk, "year": year}
    return {**told, **mine}


def form(describe: Describe) -> Callable[[Visit], HttpResponse]:
    """Return the page that sends one call; `describe` returns what the API is."""

    @require_safe
    def trying(request: Visit) -> HttpResponse:
        """Choose an operation, fill it in, send it, read call and answer."""
        if not sandbox.is_here():
            raise Http404
        base = request.build_absolute_uri("/").rstrip("/")
        groups = samples(describe(), base, known(request))
        chosen = _named(groups, request.GET.get("operation", FIRST))
        facts = {**around("try"), "groups": groups, "chosen": chosen, "base": base}
        return render(request, "developer/try.html", facts)

    return trying


def _named(groups: Mapping[str, list[Sample]], name: str) -> Sample:
    found = (each for group in groups.values() for each in group if each.name == name)
    chosen = next(found, None)
    if chosen is None:
        raise Http404
    return chosen
