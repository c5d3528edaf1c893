"""The workbench: lanes, the queue by time to breach, the case chosen, the map."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import ngettext, pgettext_lazy

from quincunx.cases import pages, queries
from quincunx.cases.queries import Lane
from quincunx.foundation.actors import Actor
from quincunx.staff.roles import Role
from quincunx.web.cases import rows
from quincunx.web.cases.case_page import pane
from quincunx.web.shell.ground import ground
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

LANES: Mapping[Lane, str | Promise] = {
    Lane.NEW: pgettext_lazy("lane", "New"),
    Lane.DISPATCH: pgettext_lazy("lane", "Dispatch"),
    Lane.IN_HAND: pgettext_lazy("lane", "In hand"),
    Lane.SOON: pgettext_lazy("lane", "Soon"),
    Lane.OVERDUE: pgettext_lazy("lane", "Overdue"),
    Lane.VERIFY: pgettext_lazy("lane", "Verify"),
    Lane.TELL: pgettext_lazy("lane", "Tell"),
    Lane.DISPUTES: pgettext_lazy("lane", "Disputes"),
}
TONES = {Lane.SOON: "soon", Lane.OVERDUE: "late"}
_DESK = (
    Lane.NEW, Lane.DISPATCH, Lane.SOON, Lane.OVERDUE, Lane.VERIFY, Lane.TELL,
    Lane.DISPUTES,
)  # fmt: skip
_STREET = (Lane.NEW, Lane.IN_HAND, Lane.SOON, Lane.OVERDUE, Lane.VERIFY, Lane.TELL)
_UNIT = (Lane.IN_HAND, Lane.SOON, Lane.OVERDUE, Lane.VERIFY, Lane.TELL)
# Who sits down to which lanes; the first role held decides.
BY_ROLE: tuple[tuple[Role, tuple[Lane, ...]], ...] = (
    (Role.DISPATCHER, _DESK),
    (Role.SUPERVISOR, (Lane.OVERDUE, Lane.SOON, Lane.IN_HAND, Lane.DISPUTES)),
    (Role.LEADER, _STREET),
    (Role.OFFICER, _UNIT),
    (Role.VERIFIER, (Lane.VERIFY, Lane.OVERDUE)),
    (Role.MEMBER, _STREET),
)


@dataclass(frozen=True)
class LaneTab:
    code: str
    word: str | Promise
    count: int
    tone: str
    here: bool


def lanes_for(actor: Actor) -> tuple[Lane, ...]:
    found = (lanes for role, lanes in BY_ROLE if role in actor.roles)
    return next(found, tuple(LANES))


def _tabs(actor: Actor, counts: Mapping[Lane, int], chosen: Lane) -> list[LaneTab]:
    return [
        LaneTab(
            lane,
            LANES[lane],
            counts[lane],
            TONES.get(lane, "") if counts[lane] else "zero",
            lane is chosen,
        )
        for lane in lanes_for(actor)
    ]


def _lane(visit: Visit, counts: Mapping[Lane, int]) -> Lane:
    """Return the lane asked for, else the first with something in it."""
    wanted = visit.GET.get("lane", "")
    if wanted in list(Lane):
        return Lane(wanted)
    lanes = lanes_for(visit.actor)
    return next((lane for lane in lanes if counts[lane]), lanes[0])


@staff_only
def queue(request: Visit) -> HttpResponse:
    """Show a lane and the case chosen from it."""
    actor, now = request.actor, request.received_at
    number = request.GET.get("case", "")
    chosen = pages.case(actor, number) if number else None
    if request.headers.get("HX-Target") == "mid" and chosen is not None:
        facts = {**pane(request, chosen), "lane": request.GET.get("lane", "")}
        return render(request, "cases/pane.html", facts)
    counts = queries.lane_counts(actor, now)
    lane = _lane(request, counts)
    page = queries.queue(actor, lane, now, after=request.GET.get("after", ""))
    facts = {
        "tabs": _tabs(actor, counts, lane),
        "had": counts[lane],
        "lane": lane,
        "groups": rows.groups(page.rows, now),
        "page": page,
        "chosen": chosen,
        "map": ground(home(actor), today(now)),
        **(pane(request, chosen) if chosen else {}),
    }
    return render(request, "cases/queue.html", facts)


@staff_only
def fresh(request: Visit) -> JsonResponse:
    """Say how many cases have come into a lane since the page was made."""
    lane, had = request.GET.get("lane", ""), request.GET.get("had", "0")
    if lane not in list(Lane) or not had.isdigit():
        return JsonResponse({"count": 0, "words": ""})
    now_there = queries.lane_counts(request.actor, request.received_at)[Lane(lane)]
    more = max(0, now_there - int(had))
    told = ngettext(
        "%(n)d new case has arrived", "%(n)d new cases have arrived", more
    ) % {"n": more}
    return JsonResponse({"count": more, "words": told})
