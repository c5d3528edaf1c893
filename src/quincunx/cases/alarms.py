"""What cannot wait until somebody looks: life in danger, a case about to be late.

Nothing is kept: an alarm is what the cases are now. How many a desk is shown in an hour
is the desk's own budget.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from quincunx.cases import beside
from quincunx.cases.access import visible_cases
from quincunx.cases.models import Case
from quincunx.cases.vocabulary import State
from quincunx.foundation.actors import Actor
from quincunx.matters.processes import Tier

BREACH = timedelta(minutes=30)
MOST = 20
UNASSIGNED = (State.REPORTED, State.CHECKING, State.ESTABLISHED)


class Alarm(StrEnum):
    LIFE = "life"  # a matter of life and safety that nobody makes safe yet
    BREACH = "breach"  # soon late, and no unit has it
    NOTICES = "notices"  # people are not told: notices cannot be delivered


@dataclass(frozen=True)
class Alarming:
    """A case that cannot wait, and why."""

    why: Alarm
    case: Case

    @property
    def key(self) -> str:
        return f"{self.why}-{self.case.number}-{self.case.reopenings}"


def alarming(actor: Actor, now: datetime) -> list[Alarming]:
    """Return the cases that cannot wait, those of life first. Four queries."""
    seen = visible_cases(actor).filter(closed_at__isnull=True)
    found = [*_of_life(seen)[:MOST], *_about_to_be_late(seen, now)[:MOST]]
    life = {case.pk for case in found if case.tier == Tier.EMERGENCY}
    known = beside.known({case.pk: case for case in found}.values())
    return [
        Alarming(Alarm.LIFE if case.pk in life else Alarm.BREACH, case)
        for case in known
    ]


def _of_life(seen: QuerySet[Case]) -> QuerySet[Case]:
    waiting = Q(state__in=[*UNASSIGNED, State.RESPONDING])
    return seen.filter(waiting, tier=Tier.EMERGENCY).order_by("due_at", "pk")


def _about_to_be_late(seen: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    soon = seen.filter(state__in=UNASSIGNED, due_at__gt=now, due_at__lte=now + BREACH)
    return soon.order_by("due_at", "pk")
