"""Cases for the map: cells from afar, marks from near; a list does the same."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from quincunx.cases import maps
from quincunx.cases.maps import Box, Cell
from quincunx.cases.models import Case
from quincunx.cases.queries import SOON, Wanted
from quincunx.cases.vocabulary import State
from quincunx.lib.refusal import Refusal
from quincunx.web.cases import rows
from quincunx.web.shell.ground import ground
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

NEAR = 15  # from this zoom on cases always stand one by one
FEW = 150  # so many may do so from any distance
MARKS = {
    State.REPORTED: "new",
    State.CHECKING: "new",
    State.ESTABLISHED: "new",
    State.WAITING: "rest",
    State.SUSPENDED: "rest",
    State.HANDLED: "run",
    State.VERIFIED: "done",
}
RANKS = {"late": 5, "soon": 4, "new": 3, "run": 2, "rest": 1, "done": 0}


def mark(case: Case, now: datetime) -> str:
    """Return the mark of a case: how late it is goes before what it is."""
    if case.due_at is not None and case.state != State.VERIFIED:
        if case.due_at <= now:
            return "late"
        if case.due_at <= now + SOON:
            return "soon"
    return MARKS.get(State(case.state), "run")


def _point(case: Case, now: datetime) -> dict[str, Any]:
    named = mark(case, now)
    told = {
        "number": case.number,
        "mark": named,
        "rank": RANKS[named],
        "title": rows.title(case),
    }
    return _feature(case.lon or 0.0, case.lat or 0.0, told)


def _cell(cell: Cell) -> dict[str, Any]:
    return _feature(cell.lon, cell.lat, {"count": cell.count, "late": cell.overdue})


def _feature(lon: float, lat: float, told: dict[str, Any]) -> dict[str, Any]:
    place = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": place, "properties": told}


def _box(text: str) -> Box:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as fault:
        raise Refusal("no-such-box", west=text[:40], east="") from fault
    return Box(west, south, east, north)


@staff_only
def cases_on_map(request: Visit) -> JsonResponse:
    """Return what a piece of the map shows, as GeoJSON. Two queries at most."""
    box, zoom = _box(request.GET.get("box", "")), request.GET.get("zoom", "0")
    actor, now, wanted = request.actor, request.received_at, Wanted()
    near = zoom.isdigit() and int(zoom) >= NEAR
    single = maps.points(actor, box, wanted, now)
    found = (
        [_point(case, now) for case in single]
        if near or len(single) <= FEW
        else [_cell(cell) for cell in maps.cells(actor, box, wanted, now)]
    )
    return JsonResponse({"type": "FeatureCollection", "features": found})


@staff_only
def map_page(request: Visit) -> HttpResponse:
    """Show the map with the list beside it."""
    actor, now = request.actor, request.received_at
    shown = ground(home(actor), today(now))
    listed: list[rows.Row] = []
    if shown is not None:
        found = maps.points(actor, _box(shown.box), Wanted(), now)[:100]
        listed = [rows.row(case, now) for case in found]
    return render(request, "cases/map.html", {"map": shown, "rows": listed})
