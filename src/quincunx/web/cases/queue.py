"""The workbench: lanes, the queue by time to breach, the case chosen, the map."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, make_aware

from quincunx.cases import pages, queries
from quincunx.cases.queries import Lane
from quincunx.foundation.actors import Actor
from quincunx.web.cases import rows
from quincunx.web.cases.case_page import pane
from quincunx.web.cases.lanes import lane_of, lanes_for, tabs, tone
from quincunx.web.shell import live
from quincunx.web.shell.ground import ground
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

OLDEST = timedelta(hours=12)  # how long a list may go on from the moment it was made


@dataclass(frozen=True)
class Stretch:
    """Rows that are due alike: the heading, how many, and where the first stands."""

    word: str | Promise
    count: int
    first: int


def _stretches(actor: Actor, lane: Lane, now: datetime) -> list[Stretch]:
    midnight = datetime.combine(today(now) + timedelta(days=1), time())
    evening = make_aware(midnight, get_current_timezone()) - timedelta.resolution
    found, first = [], 0
    for word, count in zip(
        rows.HEADINGS, queries.due_counts(actor, lane, now, evening), strict=True
    ):
        if count:
            found.append(Stretch(word, count, first))
        first += count
    return found


@staff_only
def queue(request: Visit) -> HttpResponse:
    """Show a lane and the case chosen from it; to a script, the case alone."""
    actor, now = request.actor, request.received_at
    number = request.GET.get("case", "")
    chosen = pages.case(actor, number) if number else None
    if request.headers.get("X-Part") and chosen is not None:
        facts = {**pane(request, chosen), "lane": request.GET.get("lane", "")}
        return render(request, "cases/pane.html", facts)
    counts = queries.lane_counts(actor, now)
    lane = lane_of(request.GET.get("lane", ""), actor, counts)
    page = queries.queue(actor, lane, now, after=request.GET.get("after", ""))
    facts = {
        "tabs": tabs(actor, counts, lane),
        "lane": lane,
        "at": now.isoformat(),
        "groups": rows.groups(page.rows, now),
        "stretches": _stretches(actor, lane, now),
        "page": page,
        "first_page": "after" not in request.GET,
        "chosen": chosen,
        "map": ground(home(actor), today(now)),
        "live": live.address(request),
        **(pane(request, chosen) if chosen else {}),
    }
    request.listens_to = live.origin(request)
    return render(request, "cases/queue.html", facts)


@staff_only
def queue_rows(request: Visit) -> HttpResponse:
    """Return further rows of a lane as it stood at the moment the list was made."""
    asked, skip = request.GET.get("lane", ""), request.GET.get("skip", "0")
    lane = Lane(asked) if asked in list(Lane) else Lane.NEW
    at = _moment(request)
    page = queries.queue(
        request.actor,
        lane,
        at,
        after=request.GET.get("after", ""),
        skip=int(skip) if skip.isdigit() and len(skip) < 7 else 0,
    )
    told = [rows.row(case, request.received_at) for case in page.rows]
    facts = {"rows": told, "lane": lane, "page": page}
    return render(request, "cases/queue_rows.html", facts)


def _moment(visit: Visit) -> datetime:
    """Return when the list was made, if that can be: of today, not ahead of us."""
    now = visit.received_at
    try:
        at = parse_datetime(visit.GET.get("at", ""))
    except ValueError:
        return now
    if at is None or at.tzinfo is None or not now - OLDEST <= at <= now:
        return now
    return at


@staff_only
def counts(request: Visit) -> JsonResponse:
    """Say how many cases stand in each lane now."""
    found = queries.lane_counts(request.actor, request.received_at)
    lanes = lanes_for(request.actor)
    told = {lane: {"n": found[lane], "tone": tone(lane, found[lane])} for lane in lanes}
    return JsonResponse({"lanes": told})
