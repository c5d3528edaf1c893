"""What waits for a unit: by the day it is due, each with the time it has left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from quincunx.cases import beside, queries
from quincunx.cases.access import visible_cases
from quincunx.cases.clocks import pauses_of, whole_limit
from quincunx.cases.models import Call, Case, Clock, Extension
from quincunx.cases.vocabulary import HAS_UNIT, Stage, State
from quincunx.foundation.actors import Actor
from quincunx.lib import clocks as time
from quincunx.lib.clocks import LimitUnit
from quincunx.matters import calendars
from quincunx.matters.book import Book, book
from quincunx.staff.roles import Role

MOST_CALLED = 30
WORKED_ON = sorted(HAS_UNIT | {State.RESPONDING})
_IN_WORK_TIME = frozenset({LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY})


@dataclass(frozen=True)
class Left:
    """What is left of the clock that ends first, in the time that it counts.

    `day` is how long a day of that time is: the working hours of the calendar.
    """

    stage: Stage
    due_at: datetime
    left: timedelta
    whole: timedelta
    day: timedelta
    in_work_time: bool
    paused: bool


@dataclass(frozen=True)
class Item:
    case: Case
    left: Left | None
    asked_for_more: bool


@dataclass(frozen=True)
class Inbox:
    """A page of what a unit works on, and how much of it is due by when."""

    items: Sequence[Item]
    after: str
    today: int  # overdue ones among them
    week: int
    rest: int


def waiting(
    actor: Actor, now: datetime, *, today: datetime, week: datetime, after: str = ""
) -> Inbox:
    """Return what the units of `actor` have in hand, by time to breach.

    `today` and `week` are the moments at which the day and the week end. Seven
    queries.
    """
    cases = _in_hand(actor)
    counted = cases.aggregate(
        today=Count("pk", filter=Q(due_at__lt=today)),
        week=Count("pk", filter=Q(due_at__gte=today, due_at__lt=week)),
        whole=Count("pk"),
    )
    page = queries.by_due(cases, after=after)
    rest = counted.pop("whole") - sum(counted.values())
    return Inbox(_items(page.rows, now), page.after, **counted, rest=rest)


def _in_hand(actor: Actor) -> QuerySet[Case]:
    units = {h.unit for h in actor.holds([Role.OFFICER]) if h.unit is not None}
    seen = visible_cases(actor).filter(closed_at__isnull=True)
    return seen.filter(unit__in=units, state__in=WORKED_ON)


def _items(cases: Sequence[Case], now: datetime) -> list[Item]:
    """Return the cases with what is left. Three queries."""
    running: dict[object, list[Clock]] = {}
    for clock in Clock.objects.filter(case__in=cases, stopped_at__isnull=True):
        running.setdefault(clock.case_id, []).append(clock)
    pending = Extension.objects.filter(case__in=cases, decided_at__isnull=True)
    asked = set(pending.values_list("case", flat=True))
    packs = book()
    return [
        Item(case, _left(case, running.get(case.pk, []), now, packs), case.pk in asked)
        for case in cases
    ]


def _left(case: Case, running: list[Clock], now: datetime, packs: Book) -> Left | None:
    clock = min(running, key=lambda each: (each.paused, each.due_at), default=None)
    if clock is None:
        return None
    start = clock.started_at
    calendar = calendars.calendar_for(case.care_path, start, within=packs)
    limit = whole_limit(clock)
    return Left(
        stage=Stage(clock.stage),
        due_at=clock.due_at,
        left=time.left(start, now, limit, calendar, pauses_of(clock)),
        whole=time.total(limit, calendar),
        day=calendar.daily,
        in_work_time=limit.unit in _IN_WORK_TIME,
        paused=clock.paused,
    )


def called(actor: Actor) -> list[Case]:
    """Return the open cases somebody else leads and that wait for this unit's answer.

    Opinions not given, whistles and alerts not come to. Four queries.
    """
    units = {h.unit for h in actor.holds([Role.OFFICER]) if h.unit is not None}
    silent = Q(kind="consult", opinion="") | Q(
        kind__in=("whistle", "alert"), arrived_at__isnull=True
    )
    calls = Call.objects.filter(silent, unit__in=units, case__closed_at__isnull=True)
    seen = visible_cases(actor).filter(pk__in=calls.values("case"))
    return beside.known(seen.order_by("due_at", "pk")[:MOST_CALLED])
