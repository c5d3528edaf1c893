"""What screens read of many cases: lanes, queue, lists. Always through
`access.visible_cases`; lists page by keyset.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)

from quincunx.areas.paths import subtree
from quincunx.areas.tree import ancestors, is_within
from quincunx.cases import beside
from quincunx.cases.access import visible_cases
from quincunx.cases.models import NEVER, Case, Verdict
from quincunx.cases.vocabulary import IN_HAND, State
from quincunx.foundation.actors import Actor
from quincunx.foundation.journal import Link, Subject
from quincunx.lib.numbers import read_case_number
from quincunx.lib.refusal import Refusal
from quincunx.staff.models import Appointment
from quincunx.staff.office import day_of, in_office
from quincunx.staff.roles import Role

PAGE = 50
SOON = timedelta(hours=2)
COMMUNITY = 3  # its place in a path, from the top
FURTHEST = 200_000  # rows of a lane that may be passed over to reach a page


class Lane(StrEnum):
    """The lanes of the workbench, by what is to be done."""

    NEW = "new"
    DISPATCH = "dispatch"
    SOON = "soon"
    OVERDUE = "overdue"
    IN_HAND = "in-hand"
    VERIFY = "verify"
    TELL = "tell"
    DISPUTES = "disputes"


_LANE_STATES = {
    Lane.NEW: {State.REPORTED, State.CHECKING},
    Lane.DISPATCH: {State.ESTABLISHED},
    Lane.IN_HAND: set(IN_HAND) - {State.DISPUTED},
    Lane.VERIFY: {State.HANDLED},
    Lane.TELL: {State.VERIFIED},
    Lane.DISPUTES: {State.DISPUTED},
}


def in_lane(lane: Lane, now: datetime) -> Q:
    """Match the open cases of a lane."""
    return Q(closed_at__isnull=True) & _of_lane(lane, now)


def _of_lane(lane: Lane, now: datetime) -> Q:
    """Match those of a lane among open cases."""
    if lane is Lane.SOON:
        return Q(due_at__gt=now, due_at__lte=now + SOON)
    if lane is Lane.OVERDUE:
        return Q(due_at__lte=now)
    return Q(state__in=sorted(_LANE_STATES[lane]))


def lanes_of(case: Case, now: datetime) -> list[Lane]:
    """Return the lanes an open case stands in; none for a closed one. No query."""
    if case.closed_at is not None:
        return []
    found = [lane for lane, states in _LANE_STATES.items() if case.state in states]
    if case.deadline is not None and case.deadline <= now:
        found.append(Lane.OVERDUE)
    elif case.deadline is not None and case.deadline <= now + SOON:
        found.append(Lane.SOON)
    return found


def lane_counts(actor: Actor, now: datetime) -> dict[Lane, int]:
    """Return how many cases stand in each lane. One query over the open cases."""
    seen = visible_cases(actor).filter(closed_at__isnull=True)
    each = {lane.name: Count("pk", filter=_of_lane(lane, now)) for lane in Lane}
    counted = seen.aggregate(**each)
    return {lane: counted[lane.name] for lane in Lane}


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to. Everything is optional; unknown values match none."""

    lane: Lane | None = None
    states: frozenset[str] = frozenset()
    matter: int | None = None
    unit: int | None = None
    path: str = ""
    channel: str = ""
    overdue: bool | None = None
    is_open: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    unsolved_since: datetime | None = None  # the reporter said "not solved" since then
    words: str = ""  # a number, or the beginning of a place


@dataclass(frozen=True)
class Page:
    rows: Sequence[Case]
    after: str  # where the next page begins; "" at the end


def queue(
    actor: Actor, lane: Lane, now: datetime, *, after: str = "", skip: int = 0
) -> Page:
    """Return a lane by time to breach. Four queries.

    `skip` passes over rows from there on, for a hand that drags the scroll bar.
    """
    seen = visible_cases(actor).filter(in_lane(lane, now))
    return by_due(seen, after=after, skip=skip)


def by_due(cases: QuerySet[Case], *, after: str = "", skip: int = 0) -> Page:
    """Return a page of visible cases by time to breach. Four queries."""
    if skip > FURTHEST:
        raise Refusal("no-such-page", page=str(skip))
    rows = cases.order_by("due_at", "pk")
    if after:
        due, key = _cursor(after)
        rows = rows.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=key))
    return _page(rows, "due_at", skip=skip)


def due_counts(
    actor: Actor, lane: Lane, now: datetime, evening: datetime
) -> tuple[int, ...]:
    """Return how many cases of a lane are overdue, due soon, by evening, later, never.

    One query; together they are the whole lane in its order.
    """
    limits = (now, now + SOON, max(evening, now + SOON), NEVER - timedelta(days=1))
    under = {
        f"n{n}": Count("pk", filter=Q(due_at__lte=t)) for n, t in enumerate(limits)
    }
    found = (
        visible_cases(actor)
        .filter(in_lane(lane, now))
        .aggregate(**under, whole=Count("pk"))
    )
    sums = [0, *(found[name] for name in under), found["whole"]]
    return tuple(b - a for a, b in pairwise(sums))


def listing(actor: Actor, wanted: Wanted, now: datetime, *, after: str = "") -> Page:
    """Return cases by the time they were reported, newest first. Four queries."""
    rows = narrowed(visible_cases(actor), wanted, now).order_by("-reported_at", "-pk")
    if after:
        reported, key = _cursor(after)
        rows = rows.filter(
            Q(reported_at__lt=reported) | Q(reported_at=reported, pk__lt=key)
        )
    return _page(rows, "reported_at")


def said_unsolved(actor: Actor, path: str, since: datetime) -> QuerySet[Case]:
    """Return the cases below `path` whose reporter said "not solved" since then."""
    return visible_cases(actor).filter(subtree("care_path", path), _unsolved(since))


def _unsolved(since: datetime) -> Q:
    said = Verdict.objects.filter(verdict="not-solved", said_at__gte=since)
    return Q(pk__in=said.values("case"))


def without_owner(actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return the open cases nobody is appointed to: an empty unit, an empty desk.

    Such a case still reaches the houses above it, which is a hole all the same.
    """
    offices = Appointment.objects.filter(in_office(day_of(at)))
    at_unit = Exists(
        offices.filter(organisation=OuterRef("unit"), function__role=Role.OFFICER)
    )
    at_desk = Exists(
        offices.filter(area=OuterRef("desk"), function__role=Role.DISPATCHER)
    )
    nobody = Q(unit__isnull=False) & ~at_unit | Q(unit__isnull=True) & ~at_desk
    seen = visible_cases(actor).filter(nobody, closed_at__isnull=True)
    beside = ("matter", "condition", "grid", "care", "unit")
    return seen.select_related(*beside).order_by("reported_at", "pk")


def loads(actor: Actor, units: Collection[int]) -> dict[int, int]:
    """Return how many open cases each of some units has now, as far as one may see.

    One query for all; a unit without any is left out.
    """
    seen = visible_cases(actor).filter(closed_at__isnull=True, unit__in=units)
    return dict(seen.order_by().values_list("unit").annotate(Count("pk")))


@dataclass(frozen=True)
class LastTime:
    """Who handled the like of a case before, when, and whether in the same grid."""

    unit: int
    number: str
    at: datetime
    same_grid: bool


def last_time(actor: Actor, case: Case) -> LastTime | None:
    """Return who did the same matter last in the grid, else in its community.

    One query. Never the body complained of; nothing before a matter is known.
    """
    if case.matter_id is None:
        return None
    around = ancestors(case.care_path)[:COMMUNITY][-1]
    done = visible_cases(actor).filter(
        subtree("care_path", around),
        matter=case.matter_id,
        unit__isnull=False,
        handled_at__isnull=False,
    )
    if case.against_id is not None and not case.conflict_lifted:
        done = done.exclude(unit=case.against_id)
    here = ExpressionWrapper(
        subtree("care_path", case.care_path), output_field=BooleanField()
    )
    found = done.exclude(pk=case.pk).order_by(here.desc(), "-handled_at", "-pk").first()
    if found is None or found.unit_id is None or found.handled_at is None:
        return None
    same_grid = is_within(found.care_path, case.care_path)
    return LastTime(found.unit_id, found.number, found.handled_at, same_grid)


def links(actor: Actor) -> Iterator[Link]:
    """Yield where each case remembers its own journal to stand, to prove it by."""
    rows = visible_cases(actor).order_by("pk").values_list("pk", "revision", "head")
    for key, revision, head in rows.iterator():
        yield Link(Subject("case", str(key)), revision, bytes(head))


def narrowed(cases: QuerySet[Case], wanted: Wanted, now: datetime) -> QuerySet[Case]:
    for condition in _conditions(wanted, now):
        cases = cases.filter(condition)
    return cases


def _conditions(wanted: Wanted, now: datetime) -> list[Q]:
    given: Mapping[str, Any] = {
        "state__in": sorted(wanted.states) or None,
        "matter": wanted.matter,
        "unit": wanted.unit,
        "channel": wanted.channel or None,
        "overdue": wanted.overdue,
        "closed_at__isnull": wanted.is_open,
        "reported_at__gte": wanted.since,
        "reported_at__lt": wanted.until,
    }
    found = [Q(**{name: value}) for name, value in given.items() if value is not None]
    if wanted.lane is not None:
        found.append(in_lane(wanted.lane, now))
    if wanted.path:
        found.append(subtree("care_path", wanted.path))
    if wanted.unsolved_since is not None:
        found.append(_unsolved(wanted.unsolved_since))
    if wanted.words:
        found.append(_worded(wanted.words))
    return found


def _worded(words: str) -> Q:
    try:
        return Q(number=read_case_number(words))
    except Refusal:
        return Q(place__startswith=words.strip())


def _page(rows: QuerySet[Case], by: str, *, skip: int = 0) -> Page:
    found = beside.known(rows[skip : skip + PAGE + 1])
    if len(found) <= PAGE:
        return Page(found, "")
    last = found[PAGE - 1]
    return Page(found[:PAGE], f"{getattr(last, by).isoformat()}~{last.pk}")


def _cursor(after: str) -> tuple[datetime, UUID]:
    """Read where a page begins, as `_page` wrote it: a moment in UTC and a key."""
    told, _, key = after.partition("~")
    try:
        moment, last = datetime.fromisoformat(told), UUID(key)
    except ValueError as fault:
        raise Refusal("no-such-page", page=after[:80]) from fault
    if moment.utcoffset() != timedelta(0):
        raise Refusal("no-such-page", page=after[:80])
    return moment, last


def apart_from(case: Case) -> frozenset[UUID]:
    """Return the cases somebody said are not the same as this one. One query."""
    return frozenset(case.apart.values_list("pk", flat=True))
