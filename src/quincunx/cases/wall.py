"""What a wall screen is told: counts and rates of its area, and never a case.

Everybody in a room reads it, visitors too. A cell of the map or a rate that stands on
fewer than ten is withheld, and so is what would let one work it out. A fixed number of
queries, however many cases and units there are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, Floor, TruncHour

from quincunx.cases.access import countable
from quincunx.cases.models import Case, Verdict
from quincunx.cases.queries import SOON
from quincunx.cases.vocabulary import IN_HAND, State
from quincunx.foundation.actors import Actor
from quincunx.lib.hexagons import METRES, Cell, Lattice, Point

FEWEST = 10  # below it a figure would speak of somebody
HOURS = 24
LOOKED_BACK = timedelta(days=30)  # for rates
MAPPED_BACK = timedelta(days=90)
MOST_UNITS = 6
FINE = 8  # squares to the width of a hexagon, in which the database counts

_PAUSED = frozenset({State.WAITING, State.SUSPENDED})
# Where open cases stand, in the order in which they pass; together they are all.
PILES: Mapping[str, frozenset[State]] = {
    "new": frozenset({State.REPORTED, State.CHECKING}),
    "dispatch": frozenset({State.ESTABLISHED, State.DISPUTED}),
    "in_hand": frozenset(IN_HAND - {State.DISPUTED} - _PAUSED),
    "paused": _PAUSED,
    "verify": frozenset({State.HANDLED}),
    "tell": frozenset({State.VERIFIED}),
}


@dataclass(frozen=True)
class Standing:
    """What is open now, where it stands, and what has little time left."""

    open: int
    piles: Mapping[str, int]
    overdue: int
    soon: int
    disputes: int


def standing(actor: Actor, now: datetime) -> Standing:
    """Count what is open. One query over the open cases."""
    each = {
        name: Count("pk", filter=Q(state__in=sorted(states)))
        for name, states in PILES.items()
    }
    found = (
        countable(actor)
        .filter(closed_at__isnull=True)
        .aggregate(
            **each,
            whole=Count("pk"),
            overdue=Count("pk", filter=Q(due_at__lte=now)),
            soon=Count("pk", filter=Q(due_at__gt=now, due_at__lte=now + SOON)),
            disputes=Count("pk", filter=Q(state=State.DISPUTED)),
        )
    )
    piles = {name: found[name] for name in PILES}
    return Standing(
        found["whole"], piles, found["overdue"], found["soon"], found["disputes"]
    )


@dataclass(frozen=True)
class Hour:
    """What came in and what was closed in one hour of the clock."""

    begins: datetime
    reported: int
    closed: int


def flow(actor: Actor, now: datetime) -> list[Hour]:
    """Return the last 24 hours of the clock, the running one last. Two queries."""
    last = now.replace(minute=0, second=0, microsecond=0)
    hours = [last - timedelta(hours=n) for n in reversed(range(HOURS))]
    seen = countable(actor)
    reported = _by_hour(seen, "reported_at", hours[0])
    closed = _by_hour(seen, "closed_at", hours[0])
    return [Hour(h, reported.get(h, 0), closed.get(h, 0)) for h in hours]


def _by_hour(seen: QuerySet[Case], column: str, since: datetime) -> dict[datetime, int]:
    rows = (
        seen.filter(**{f"{column}__gte": since})
        .order_by()
        .annotate(hour=TruncHour(column, tzinfo=UTC))
        .values_list("hour")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


@dataclass(frozen=True)
class Rate:
    """A part of `n`; `withheld` where `n` is small, or would tell of one that is."""

    part: int
    n: int
    withheld: bool = False

    @property
    def share(self) -> float | None:
        return None if self.withheld or self.n < FEWEST else self.part / self.n


@dataclass(frozen=True)
class Results:
    """What became of the work of one unit, or of all (`unit` is None).

    `on_time` and `reopened` are of cases filed within thirty days, and of those opened
    again that are still open; `unsolved` of what reporters have said in that time.
    """

    unit: int | None
    on_time: Rate
    reopened: Rate
    unsolved: Rate


def results(actor: Actor, now: datetime) -> tuple[Results, list[Results]]:
    """Return the whole, and the units with the most work, in no order of merit.

    Two queries.
    """
    since = now - LOOKED_BACK
    done = _worked(countable(actor), since)
    said = _said(countable(actor), since)
    units = [unit for unit in done if unit is not None]
    largest = sorted(units, key=lambda unit: -done[unit]["n"])[:MOST_UNITS]
    whole = _results(None, _summed(done.values()), _summed(said.values()))
    return whole, _guarded([_results(u, done[u], said.get(u, {})) for u in largest])


def _worked(seen: QuerySet[Case], since: datetime) -> dict[int | None, dict[str, int]]:
    """Return what each unit finished. One query."""
    filed = Q(state=State.FILED, closed_at__gte=since)
    again = Q(closed_at__isnull=True, reopenings__gt=0)
    rows = (
        seen.filter(filed | again)
        .order_by()
        .annotate(of=Coalesce("unit", "last_unit"))
        .values_list("of")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(overdue=True)),
            again=Count("pk", filter=Q(reopenings__gt=0)),
        )
    )
    return {of: {"n": n, "late": late, "again": re} for of, n, late, re in rows}


def _said(seen: QuerySet[Case], since: datetime) -> dict[int | None, dict[str, int]]:
    """Return what reporters said of each unit's results. One query."""
    rows = (
        Verdict.objects.filter(said_at__gte=since, case__in=seen)
        .order_by()
        .annotate(of=Coalesce("case__unit", "case__last_unit"))
        .values_list("of")
        .annotate(n=Count("pk"), no=Count("pk", filter=Q(verdict="not-solved")))
    )
    return {of: {"n": n, "no": no} for of, n, no in rows}


def _summed(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        for name, n in row.items():
            sums[name] = sums.get(name, 0) + n
    return sums


def _results(
    unit: int | None, done: Mapping[str, int], said: Mapping[str, int]
) -> Results:
    n = done.get("n", 0)
    return Results(
        unit,
        on_time=Rate(n - done.get("late", 0), n),
        reopened=Rate(done.get("again", 0), n),
        unsolved=Rate(said.get("no", 0), said.get("n", 0)),
    )


def _guarded(rows: Sequence[Results]) -> list[Results]:
    """Withhold a second unit where one alone is: the whole less the rest would tell."""
    guarded = list(rows)
    for name in ("on_time", "reopened", "unsolved"):
        rates = [getattr(row, name) for row in guarded]
        told = [n for n, rate in enumerate(rates) if rate.share is not None]
        hidden = [rate for rate in rates if rate.share is None and rate.n]
        if len(hidden) == 1 and told:
            least = min(told, key=lambda n: rates[n].n)
            kept: dict[str, Any] = {name: replace(rates[least], withheld=True)}
            guarded[least] = replace(guarded[least], **kept)
    return guarded


def density(
    actor: Actor, lattices: Sequence[Lattice], now: datetime
) -> tuple[Lattice, dict[Cell, int]]:
    """Return where reports of ninety days lie: hexagons with ten or more, no others.

    Of `lattices`, finest first, the first that shows half of the reports is taken, or
    the last. The database counts in squares an eighth as wide as the finest, each laid
    into the hexagon of its middle. One query.
    """
    squares = _squares(countable(actor), lattices[0].wide / FINE / METRES, now)
    for lattice in lattices:
        cells: Counter[Cell] = Counter()
        for (lon, lat), n in squares.items():
            cells[lattice.cell_of(lon, lat)] += n
        shown = {cell: n for cell, n in cells.items() if n >= FEWEST}
        if 2 * sum(shown.values()) >= sum(squares.values()):
            break
    return lattice, shown


def _squares(seen: QuerySet[Case], size: float, now: datetime) -> dict[Point, int]:
    rows = (
        seen.filter(reported_at__gte=now - MAPPED_BACK, lon__isnull=False)
        .order_by()
        .annotate(x=Floor(F("lon") / size), y=Floor(F("lat") / size))
        .values_list("x", "y")
        .annotate(n=Count("pk"))
    )
    return {((x + 0.5) * size, (y + 0.5) * size): n for x, y, n in rows}
