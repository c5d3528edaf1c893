"""Residents on screens: found, masked, read for a purpose, moved; and the switch."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from quincunx.areas.history import in_force
from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.registers import access as places
from quincunx.registers.facts import Source
from quincunx.registers.models import Room
from quincunx.registers.people import access, merge, move, queries, register, reveal
from quincunx.registers.people.move import Arrival
from quincunx.registers.people.queries import Page
from quincunx.registers.people.register import Told
from quincunx.web.registers.people_forms import (
    DifferForm,
    LeaveForm,
    NumberForm,
    PersonForm,
    RevealForm,
)
from quincunx.web.shell import steps
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

LONGEST = 60


@staff_only
def people(request: Visit) -> HttpResponse:
    """Find somebody by name or address; by a whole number for a purpose."""
    paths = access.must_reach(request.actor)
    form = NumberForm(request.POST or None)
    page, status = None, 200
    if request.method == "POST":
        page, status = _by_number(request, form, paths)
    typed = request.GET.get("q", "").strip()[:LONGEST]
    said = ""
    if typed:
        try:
            page = _found(request, typed)
        except Refusal as refusal:
            said, status = wording.in_words(refusal), status_of(refusal)
    facts = {"page": page, "form": form, "q": typed, "said": said}
    return _unkept(request, "registers/people.html", facts, status)


def _found(visit: Visit, typed: str) -> Page:
    after = visit.GET.get("after", "")
    start = UUID(after) if len(after) == 36 and after.count("-") == 4 else None
    if any(c.isdigit() for c in typed):
        return queries.by_address(visit.actor, typed, today(visit.received_at))
    return queries.by_name(visit.actor, typed, start)


def _by_number(
    visit: Visit, form: NumberForm, paths: frozenset[str]
) -> tuple[Page | None, int]:
    if not form.is_valid():
        return None, 422
    try:
        found = reveal.who_has(
            **form.cleaned_data, by=visit.actor, at=visit.received_at
        )
    except Refusal as refusal:
        steps.let_through(refusal)
        form.add_error(None, wording.in_words(refusal))
        return None, status_of(refusal)
    return Page(queries.shown(visit.actor, found, paths), ""), 200


@staff_only
def household(request: Visit, key: int) -> HttpResponse:
    """Show who lives in a room, masked, and take somebody in."""
    access.must_reach(request.actor)
    room = places.room_for(request.actor, key)
    form = PersonForm(
        request.POST or None, initial={"since": today(request.received_at)}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _take_in(request, room, form)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    there = queries.of_place(request.actor, room.building, room)
    facts = {"room": room, "people": there, "form": form}
    return _unkept(request, "registers/household.html", facts, status)


def _take_in(visit: Visit, room: Room, form: PersonForm) -> HttpResponse:
    told = form.cleaned_data
    households = room.households.filter(until=None).order_by("-since")
    arrival = Arrival(room.building, told["since"], room, households.first())
    said = Told(Source(told["source"]))
    by: Any = {"by": visit.actor, "at": visit.received_at}
    made = register.register(form.person(), arrival, told=said, **by)
    messages.success(visit, _("Taken in. Everything is sealed and shown masked."))
    return redirect("registers-resident", made.pk)


@staff_only
def resident(request: Visit, key: UUID) -> HttpResponse:
    """Show one resident masked; read a field for a purpose, confirm, move."""
    told = queries.of_resident(request.actor, key)
    stay = next(iter(told.shown.stays), None)
    rooms = _other_rooms(request, stay)
    act, given = request.POST.get("act", ""), request.POST or None
    reading = RevealForm(given if act == "read" else None)
    leaving = LeaveForm(rooms, given if act == "leave" else None)
    differing = DifferForm(told.shown.masks, given if act == "differ" else None)
    facts: dict[str, Any] = {"told": told, "reading": reading, "leaving": leaving}
    facts["differing"] = differing
    status = 200
    if request.method == "POST":
        asked = {"leave": leaving, "differ": differing}
        form: forms.Form = asked.get(act, reading)
        try:
            if act == "differ" and differing.is_valid():
                return _differ(request, told, differing)
            if act == "leave" and leaving.is_valid() and stay is not None:
                return _leave(request, stay, leaving)
            if act == "confirm":
                return _confirm(request, told)
            if act == "read" and reading.is_valid():
                facts["read"] = _read(request, told, reading)
        except Refusal as refusal:
            steps.let_through(refusal)
            form.add_error(None, wording.in_words(refusal))
            status = status_of(refusal)
        status = status if facts.get("read") or status != 200 else 422
    facts["left"] = reveal.left_today(request.actor, request.received_at)
    return _unkept(request, "registers/resident.html", facts, status)


def _read(visit: Visit, told: queries.Told, form: RevealForm) -> tuple[str, str]:
    asked = form.cleaned_data
    value = reveal.reveal(
        told.shown.resident,
        asked["field"],
        purpose=asked["purpose"],
        by=visit.actor,
        at=visit.received_at,
    )
    return asked["field"], value


def _confirm(visit: Visit, told: queries.Told) -> HttpResponse:
    fields = [field for field, _mask, _fact in told.shown.fields]
    kept = told.shown.resident
    register.confirm(kept, fields, by=visit.actor, at=visit.received_at)
    messages.success(visit, _("Confirmed today."))
    return redirect("registers-resident", kept.pk)


def _differ(visit: Visit, told: queries.Told, form: DifferForm) -> HttpResponse:
    said = Told(Source(form.cleaned_data["source"]))
    by: Any = {"by": visit.actor, "at": visit.received_at}
    kept = told.shown.resident
    register.at_the_door(kept, form.changes(), told=said, **by)
    messages.success(visit, _("Written down; the rest is confirmed today."))
    return redirect("registers-resident", kept.pk)


def _leave(visit: Visit, stay: Any, form: LeaveForm) -> HttpResponse:
    told = form.cleaned_data
    by: dict[str, Any] = {"by": visit.actor, "at": visit.received_at}
    if told["room"] is None:
        move.move_out(stay, until=told["until"], **by)
        messages.success(visit, _("They have moved out. Nothing of them is seen now."))
        return redirect("registers-people")
    room = places.room_for(visit.actor, told["room"])
    arrival = Arrival(room.building, told["until"], room)
    move.move_within(stay, arrival, source=Source.DOOR, **by)
    messages.success(
        visit, _("They have moved. The place before stays in the history.")
    )
    return redirect("registers-resident", stay.resident_id)


def _other_rooms(visit: Visit, stay: Any) -> list[Room]:
    if stay is None:
        return []
    beside = places.visible_rooms(visit.actor).filter(
        in_force(today(visit.received_at)), building=stay.building_id
    )
    return list(beside.exclude(pk=stay.room_id))


@staff_only
def duplicates(request: Visit) -> HttpResponse:
    """Show records that may be one person side by side, and put two together."""
    pairs = merge.duplicates(request.actor)
    if request.method == "POST":
        wanted = request.POST.get("pair", "")
        for match in pairs:
            if wanted == f"{match.one.pk} {match.other.pk}":
                by: Any = {"by": request.actor, "at": request.received_at}
                merge.merge(match.one, match.other, **by)
                messages.success(request, _("One record now stands for both."))
        return redirect("registers-duplicates")
    both = [each for match in pairs for each in (match.one, match.other)]
    shown = {one.resident.pk: one for one in queries.shown(request.actor, both)}
    rows = [(m, shown[m.one.pk], shown[m.other.pk]) for m in pairs]
    return _unkept(request, "registers/duplicates.html", {"rows": rows}, 200)


def _unkept(
    visit: Visit, template: str, facts: dict[str, Any], status: int
) -> HttpResponse:
    answer = render(visit, template, facts, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
