"""Reads: the tables one answers, and the ledger of what was asked and what it cost."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from quincunx.foundation.actors import Actor
from quincunx.registers.asks import access
from quincunx.registers.asks.models import Answer, Ask, How, State

MOST = 200


@dataclass(frozen=True)
class Filtered:
    """Which lines of the ledger: of a unit, answered how, since when."""

    unit: int | None = None
    how: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """One table in the ledger: how often it was answered, with how much."""

    ask: Ask
    times: int
    rows: int
    seconds: int
    spared: int
    last: datetime

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)

    @property
    def minutes_spared(self) -> int:
        """Minutes less than by hand, where it was answered by press."""
        return self.spared // 60


def standing(actor: Actor) -> QuerySet[Ask]:
    """Return the tables that stand and one's own drafts, the latest first."""
    rows = access.visible_asks(actor).exclude(state=State.ENDED)
    counted = rows.annotate(last=Max("answers__at"))
    return counted.select_related("unit", "area").order_by("-id")[:MOST]


def ledger(actor: Actor, filtered: Filtered) -> list[Asked]:
    """Return the tables that cost something, the dearest first. Two queries."""
    sums = (
        _lines(actor, filtered)
        .order_by()
        .values("ask")
        .annotate(
            times=Count("id"),
            rows_told=Sum("rows"),
            cost=Sum("seconds"),
            pressed=Sum("seconds", filter=Q(how=How.PRESS), default=0),
            by_hand=Sum("spared", default=0),
            last=Max("at"),
        )
        .order_by("-cost", "ask")[:MOST]
    )
    found = list(sums)
    asks = Ask.objects.select_related("unit").in_bulk([row["ask"] for row in found])
    return [
        Asked(
            asks[row["ask"]],
            row["times"],
            row["rows_told"],
            row["cost"],
            max(row["by_hand"] - row["pressed"], 0),
            row["last"],
        )
        for row in found
    ]


def lines(actor: Actor, filtered: Filtered) -> QuerySet[Answer]:
    """Return the ledger line by line, the latest first."""
    told = _lines(actor, filtered).select_related("ask__unit", "by")
    return told.order_by("-at", "-id")[: 10 * MOST]


def _lines(actor: Actor, filtered: Filtered) -> QuerySet[Answer]:
    rows = access.visible_answers(actor)
    if filtered.unit is not None:
        rows = rows.filter(ask__unit=filtered.unit)
    if filtered.how:
        rows = rows.filter(how=filtered.how)
    if filtered.since is not None:
        rows = rows.filter(at__gte=filtered.since)
    return rows
