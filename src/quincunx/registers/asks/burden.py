"""The burden meter: minutes of form filling asked of a worker, week by week.

Averages of those who serve in a place, and one's own; nobody else's work is shown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_default_timezone, localdate, make_aware

from quincunx.areas.paths import subtree
from quincunx.areas.tree import is_within
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.asks import access, minutes
from quincunx.registers.asks.models import Answer, How
from quincunx.registers.visits.models import Visit
from quincunx.staff.models import Appointment
from quincunx.staff.office import in_office
from quincunx.staff.roles import Role

WEEKS = 8
WEEK = timedelta(days=7)
SERVE = (Role.LEADER, Role.MEMBER)
CONFIRMED = ("confirm", "confirm-premise", "confirm-facility")
CHANGED = ("correct", "change-premise")
OF = ("resident", "premise", "facility")
KINDS = ("doors", "visits", "press", "hand")


@dataclass(frozen=True)
class Week:
    """Seconds by kind in the week that begins on a Monday, for so many workers."""

    monday: date
    seconds: dict[str, int]
    workers: int

    @property
    def minutes(self) -> dict[str, float]:
        """Return minutes a worker by kind."""
        most = 60 * max(self.workers, 1)
        return {kind: round(self.seconds.get(kind, 0) / most, 1) for kind in KINDS}

    @property
    def total(self) -> float:
        return round(sum(self.seconds.values()) / 60 / max(self.workers, 1), 1)


def of_place(actor: Actor, path: str, *, until: date) -> list[Week]:
    """Return the last weeks of a place, a worker on average. Six queries."""
    held = [h.path for h in actor.holds(access.DECLARERS)]
    if not any(is_within(path, each) for each in held):
        raise Refusal("burden-not-yours")
    serving = Appointment.objects.filter(
        in_office(until), subtree("area__path", path), function__role__in=SERVE
    )
    people = set(serving.order_by().values_list("person", flat=True))
    return _weeks(people, until)


def own(actor: Actor, *, until: date) -> list[Week]:
    """Return one's own last weeks. Four queries."""
    return _weeks({actor.person} if actor.person is not None else set(), until)


def _weeks(people: Collection[int], until: date) -> list[Week]:
    monday = until - timedelta(days=until.weekday())
    mondays = [monday - WEEK * n for n in reversed(range(WEEKS))]
    sums: defaultdict[date, dict[str, int]] = defaultdict(dict)
    start, end = _moment(mondays[0]), _moment(monday + WEEK)
    for kind, at, seconds in _spent(people, start, end):
        day = localdate(at)
        week = sums[day - timedelta(days=day.weekday())]
        week[kind] = week.get(kind, 0) + seconds
    return [Week(each, sums[each], len(people)) for each in mondays]


def _moment(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()), get_default_timezone())


def _spent(
    people: Collection[int], start: datetime, end: datetime
) -> Iterable[tuple[str, datetime, int]]:
    """Yield the kind, the moment and the seconds of all that was filled in."""
    within: dict[str, Any] = {"at__gte": start, "at__lt": end}
    acts = (*CONFIRMED, *CHANGED)
    for act, at, facts in journal.by_people(OF, acts, people, (start, end)):
        yield "doors", at, _at_a_door(act, facts)
    for at in Visit.objects.filter(by__in=people, **within).values_list(
        "at", flat=True
    ):
        yield "visits", at, minutes.VISIT
    told = Answer.objects.filter(by__in=people, **within)
    for how, at, seconds in told.values_list("how", "at", "seconds"):
        yield ("press" if how == How.PRESS else "hand"), at, seconds


def _at_a_door(act: str, facts: dict[str, Any]) -> int:
    if act in CONFIRMED:
        return minutes.CONFIRMATION
    return minutes.CHANGE * max(len(facts.get("fields", ())), 1)
