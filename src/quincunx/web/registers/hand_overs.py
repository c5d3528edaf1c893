"""Hand-over on screens: what waits for an answer, one of them, and a new one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.registers import access as homes
from quincunx.registers import queries as places
from quincunx.registers.handover import access, decide, offer, queries
from quincunx.registers.handover.models import HandOver
from quincunx.registers.handover.vocabulary import Refused, State
from quincunx.registers.people import access as people
from quincunx.registers.people import queries as residents
from quincunx.registers.people.move import Arrival
from quincunx.registers.people.vocabulary import Service
from quincunx.web.registers.hand_over_forms import ArrivalForm, OfferForm, RefuseForm
from quincunx.web.shell import lists
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit


@staff_only
def hand_overs(request: Visit) -> HttpResponse:
    """List what was offered to one's grids, what they offered, what became of it."""
    people.must_reach(request.actor)
    facts = {"board": queries.board(request.actor)}
    return render(request, "registers/hand_overs.html", facts)


@staff_only
def takers(request: Visit) -> JsonResponse:
    """Find a grid by a part of its name."""
    people.must_reach(request.actor)
    seen = access.takers().select_related("parent")
    return lists.found(
        request, seen, lambda area: area.parent.name if area.parent else ""
    )


@staff_only
def new(request: Visit, key: UUID) -> HttpResponse:
    """Offer the file of a resident to the grid they move to."""
    told = residents.of_resident(request.actor, key)
    form, status = OfferForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _offer(request, told, form)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    facts = {"told": told, "form": form, "back": told.shown}
    return render(request, "registers/hand_over_new.html", facts, status=status)


def _offer(visit: Visit, told: residents.Told, form: OfferForm) -> HttpResponse:
    said = form.cleaned_data
    by: dict[str, Any] = {"by": visit.actor, "at": visit.received_at}
    service = Service(said["service"])
    kept = told.shown.resident
    made = offer.offer(kept, said["to"], service, agreed=form.agreed(), **by)
    messages.success(visit, _("Offered. They see it now; its file is sealed."))
    return redirect("hand-over", made.pk)


@staff_only
def hand_over(request: Visit, key: UUID) -> HttpResponse:
    """Show one hand-over; take it over, refuse it, or take it back."""
    found = access.hand_over_for(request.actor, key)
    act, given = request.POST.get("act", ""), request.POST or None
    arriving = ArrivalForm(given if act == "accept" else None)
    refusing = RefuseForm(given if act == "refuse" else None)
    status = 200
    if request.method == "POST":
        status = 422
        form: forms.Form = refusing if act == "refuse" else arriving
        try:
            if act == "withdraw" or form.is_valid():
                return _settle(request, found, act, form)
        except Refusal as refusal:
            form.is_valid()
            form.add_error(None, wording.in_words(refusal))
            status = status_of(refusal)
    facts = {
        "found": found,
        "arriving": arriving,
        "refusing": refusing,
        "is_open": found.state == State.OFFERED,
        "may_answer": access.offered_to(request.actor).filter(pk=key).exists(),
        "may_withdraw": access.offered_by(request.actor).filter(pk=key).exists(),
    }
    return render(request, "registers/hand_over.html", facts, status=status)


def _settle(visit: Visit, found: HandOver, act: str, form: forms.Form) -> HttpResponse:
    by: dict[str, Any] = {"by": visit.actor, "at": visit.received_at}
    if act == "withdraw":
        offer.withdraw(found, **by)
        messages.success(visit, _("Taken back. Its file is destroyed."))
        return redirect("hand-overs")
    if act == "refuse":
        decide.refuse(found, Refused(form.cleaned_data["reason"]), **by)
        messages.success(visit, _("Refused. Its file is destroyed unread."))
        return redirect("hand-overs")
    made = decide.accept(found, _arrival(visit, form), **by)
    messages.success(visit, _("Taken over. They are in your register now."))
    return redirect("registers-resident", made.pk)


def _arrival(visit: Visit, form: forms.Form) -> Arrival:
    """Return the one room an address means, or refuse it."""
    told = form.cleaned_data
    hits = places.search(told["address"], today(visit.received_at))
    rooms = [hit.room for hit in hits if hit.room is not None]
    if len(rooms) != 1:
        raise Refusal("address-of-no-one-room", found=len(rooms))
    room = homes.room_for(visit.actor, rooms[0])
    return Arrival(room.building, told["since"], room)
