"""Buildings and their rooms: found by address, seen as a chart, changed."""

from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quincunx.areas.history import in_force
from quincunx.areas.models import Area
from quincunx.areas.tree import is_within
from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.registers import access, addressing, bring_in, keep, queries
from quincunx.registers.models import Room
from quincunx.registers.people.access import reached
from quincunx.registers.places import queries as places
from quincunx.registers.visits.access import VISITORS
from quincunx.staff.roles import Role
from quincunx.web.registers.files import file_of
from quincunx.web.registers.forms import PatternForm, RoomForm, TableForm
from quincunx.web.registers.premises import row
from quincunx.web.shell.guard import only, staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

MOST = 300
LARGEST = 20 * 1024 * 1024  # bytes of a table
SHOWN = 50


@staff_only
def buildings(request: Visit) -> HttpResponse:
    """Find a building or a room by its address; list the buildings of one's places."""
    on = today(request.received_at)
    typed = request.GET.get("q", "").strip()[: addressing.LONGEST]
    seen = access.visible_buildings(request.actor).select_related("parent")
    keys = set(seen.values_list("pk", flat=True)) if typed else set()
    found = [f for f in queries.search(typed, on) if f.building in keys]
    facts = {
        "q": typed,
        "found": found,
        "buildings": [] if typed else seen.order_by("path")[:MOST],
        "counts": queries.counts_under(home(request.actor), on),
        "share": queries.address_coverage(home(request.actor), on),
        "may_bring": access.may_keep(request.actor, home(request.actor)),
    }
    return render(request, "registers/buildings.html", facts)


@staff_only
def building(request: Visit, key: int) -> HttpResponse:
    """Show the chart of a building; whoever keeps it lays out its rooms here."""
    found = access.building_for(request.actor, key)
    form = PatternForm(request.POST or None)
    if request.method != "POST":
        return _chart(request, found, form)
    return _answered(
        request,
        form,
        lambda: _lay_out(request, found, form),
        lambda status: _chart(request, found, form, status),
    )


def _lay_out(visit: Visit, found: Area, form: PatternForm) -> HttpResponse:
    at = visit.received_at
    made = keep.lay_out(found, form.pattern(), on=today(at), by=visit.actor, at=at)
    said = ngettext("%(n)s room laid out.", "%(n)s rooms laid out.", len(made))
    messages.success(visit, said % {"n": len(made)})
    return redirect("registers-building", found.pk)


def _chart(
    visit: Visit, found: Area, form: PatternForm, status: int = 200
) -> HttpResponse:
    facts = {
        "building": found,
        "chart": queries.chart(visit.actor, found, today(visit.received_at)),
        "form": form,
        "may_keep": access.may_keep(visit.actor, found.path),
        **file_of(visit, found),
    }
    return render(visit, "registers/building.html", facts, status=status)


@staff_only
def room(request: Visit, key: int) -> HttpResponse:
    """Show what a room was, and change it."""
    found = access.room_for(request.actor, key)
    beside = access.visible_rooms(request.actor).filter(
        in_force(today(request.received_at)), building=found.building_id
    )
    others = list(beside.exclude(pk=key))
    form = RoomForm(
        found, others, *([request.POST] if request.method == "POST" else [])
    )
    if request.method != "POST":
        return _room(request, found, form)
    return _answered(
        request,
        form,
        lambda: _change(request, found, form),
        lambda status: _room(request, found, form, status),
    )


def _change(visit: Visit, found: Room, form: RoomForm) -> HttpResponse:
    at, told = visit.received_at, form.cleaned_data
    said: Any = {"on": today(at), "by": visit.actor, "at": at}
    addresses = form.addresses()
    if told["act"] == "close":
        keep.close(found, **said)
    elif not addresses:
        raise Refusal("room-number-unfit", most=20)
    elif told["act"] == "split":
        keep.split(found, addresses, **said)
    elif told["act"] == "merge":
        others = access.visible_rooms(visit.actor).filter(pk__in=told["others"])
        keep.merge([found, *others], addresses[0], **said)
    else:
        keep.renumber(found, addresses[0], **said)
    messages.success(visit, _("Changed. What it was stays on its page."))
    return redirect("registers-building", found.building_id)


def _room(visit: Visit, found: Room, form: RoomForm, status: int = 200) -> HttpResponse:
    on = today(visit.received_at)
    facts = {
        "room": found,
        "form": form,
        "formers": found.formers.order_by("-until"),
        "premises": [row(each) for each in places.in_room(visit.actor, found, on)],
        "came_from": found.came_from.select_related("before"),
        "became": found.became.select_related("after"),
        "may_keep": access.may_keep(visit.actor, found.building.path),
        "may_visit": found.valid_to is None
        and bool(visit.actor.holds(VISITORS, over=found.building.path)),
        "may_let": any(is_within(found.building.path, p) for p in reached(visit.actor)),
    }
    return render(visit, "registers/room.html", facts, status=status)


@only(Role.ADMINISTRATOR, Role.LEADER)
def bring(request: Visit) -> HttpResponse:
    """Bring rooms in from a table: looked at first, then the same file once more."""
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _table(request, form)
    return _answered(
        request,
        form,
        lambda: _bring(request, form),
        lambda status: _table(request, form, status=status),
    )


def _bring(visit: Visit, form: TableForm) -> HttpResponse:
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    at = visit.received_at
    if (file.size or 0) > LARGEST:
        raise Refusal("file-too-long", file=file.name, most=bring_in.MOST_ROWS)
    with NamedTemporaryFile(suffix=Path(file.name or "").suffix) as kept:
        for piece in file.chunks():
            kept.write(piece)
        kept.flush()
        name, under = file.name or "", home(visit.actor)
        preview = bring_in.read(Path(kept.name), name, under, on=today(at))
    if form.cleaned_data["seen"] != preview.digest or preview.faults:
        again = TableForm(initial={"seen": preview.digest})
        return _table(visit, again, preview=preview)
    done = bring_in.apply(preview, by=visit.actor, at=at)
    messages.success(visit, _("%(new)s new, %(changed)s changed.") % done)
    return redirect("registers")


def _table(
    visit: Visit,
    form: TableForm,
    *,
    preview: bring_in.Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    faults = preview.faults[:SHOWN] if preview else []
    facts = {
        "form": form,
        "preview": preview,
        "counts": preview.counts() if preview else {},
        "faults": [(fault.row, wording.in_words(fault.refusal)) for fault in faults],
        "shown": preview.new[: bring_in.SHOWN] if preview else [],
    }
    return render(visit, "registers/import.html", facts, status=status)


def _answered(
    visit: Visit,
    form: forms.Form,
    do: Callable[[], HttpResponse],
    shown: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Do what a form asks, or show it again with what is wrong."""
    del visit
    if not form.is_valid():
        return shown(422)
    try:
        return do()
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        return shown(status_of(refusal))
