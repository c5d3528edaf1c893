"""Visits: the doors where something is due, one door, what was brought, who waits."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.registers import access as rooms
from quincunx.registers.visits import access, plan, purposes, queries, visit
from quincunx.registers.visits.access import VISITORS
from quincunx.registers.visits.plan import Door
from quincunx.registers.visits.purposes import Answer, Found
from quincunx.registers.visits.queries import AtDoor
from quincunx.registers.visits.visit import LONGEST_NOTE, UNMET, Told
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

SOON = timedelta(days=7)
COUNTED = timedelta(days=90)


def _words(fact: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(code), wording.say(fact, str(code))) for code in codes]


class VisitForm(forms.Form):
    """What was found at a door, for what, and what was said to each service."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("For the next visit"),
        help_text=gettext_lazy("What you promised to bring. Forgotten after a year."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, door: AtDoor, told: QueryDict | None) -> None:
        codes = [due.purpose for due in door.dues]
        super().__init__(told, initial={"purposes": codes, "key": uuid4()})
        self.fields["found"] = forms.ChoiceField(
            label=_("What did you find?"),
            choices=_words("visit_found", Found),
            widget=forms.RadioSelect,
        )
        self.fields["purposes"] = forms.MultipleChoiceField(
            label=_("What you came for"),
            choices=_words("visit_purpose", codes),
            widget=forms.CheckboxSelectMultiple,
        )
        services = {s for code in codes for s in purposes.purpose(code).services}
        self.services = sorted(services)
        for service in self.services:
            self.fields[f"offer-{service}"] = forms.ChoiceField(
                label=wording.say("visit_service", service),
                choices=[("", _("not offered")), *_words("offer_answer", Answer)],
                required=False,
            )
        self.order_fields(["key", "found", "purposes", *self._offers, "note"])

    @property
    def _offers(self) -> list[str]:
        return [f"offer-{service}" for service in self.services]

    def told(self) -> Told:
        told = self.cleaned_data
        said = {s: told[f"offer-{s}"] for s in self.services if told[f"offer-{s}"]}
        offers = {service: Answer(answer) for service, answer in said.items()}
        return Told(Found(told["found"]), told["purposes"], offers, told["note"])


class DueForm(forms.Form):
    """For what a door is to be visited, and from when."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        choices=partial(_words, "visit_purpose", purposes.known().purposes),
    )
    on = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@only(*VISITORS, Role.DISPATCHER, Role.SUPERVISOR)
def visits(request: Visit) -> HttpResponse:
    """List the doors where something is due, what was brought, where nobody was."""
    actor, path, on = request.actor, home(request.actor), today(request.received_at)
    facts = {
        "doors": queries.doors(actor, path, by=on + SOON),
        "served": queries.services(actor, path, since=request.received_at - COUNTED),
        "unseen": queries.unseen(actor, path, on=on),
        "visits": bool(actor.holds(VISITORS)),
        "today": on,
    }
    return render(request, "registers/visits.html", facts)


@only(*VISITORS)
def door(request: Visit, key: int) -> HttpResponse:
    """Show all that is due at a door; write the visit down."""
    found = queries.at_door(request.actor, access.due_for(request.actor, key))
    status = 200
    form = VisitForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _make(request, found, form)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    facts = {
        "door": found,
        "form": form,
        "asks": [wording.say("visit_asks", due.purpose) for due in found.dues],
        "before": queries.history(request.actor, found.dues[0]),
    }
    return render(request, "registers/visit.html", facts, status=status)


def _make(request: Visit, found: AtDoor, form: VisitForm) -> HttpResponse:
    first, at = found.dues[0], request.received_at
    where = Door(found.place, first.room, first.premise)
    key, told = form.cleaned_data["key"], form.told()
    visit.make(key, where, told, on=today(at), by=request.actor, at=at)
    messages.success(request, _("Written down. When to come again is set."))
    return redirect("visits")


@only(*VISITORS)
def due(request: Visit, key: int) -> HttpResponse:
    """Say that a room is to be visited for a purpose."""
    room = rooms.room_for(request.actor, key)
    at, status = request.received_at, 200
    form = DueForm(request.POST or None, initial={"on": today(at)})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told, where = form.cleaned_data, Door(room.building, room)
            try:
                plan.require(
                    where, told["purpose"], on=told["on"], by=request.actor, at=at
                )
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
            else:
                return redirect("visits")
    facts = {"room": room, "form": form}
    return render(request, "registers/visit_due.html", facts, status=status)


@only(*VISITORS)
def offers(request: Visit) -> HttpResponse:
    """List what was accepted at a door and has not come yet."""
    waiting = access.waiting_offers(request.actor)
    facts = {"offers": waiting, "unmet": _words("offer_unmet", UNMET)}
    return render(request, "registers/offers.html", facts)


@require_POST
@only(*VISITORS)
def offer(request: Visit, key: UUID, service: str) -> HttpResponse:
    """Say that a service has come, or why it does not."""
    accepted = access.offer_for(request.actor, key, service)
    why, at = request.POST.get("unmet", ""), request.received_at
    try:
        if why:
            visit.unmet(accepted, why, by=request.actor, at=at)
        else:
            visit.deliver(accepted, on=today(at), by=request.actor, at=at)
    except Refusal as refusal:
        messages.error(request, wording.in_words(refusal))
    return redirect("visits-offers")
