"""What lies on the desk of a house: its piles counted, and one of them page by page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from quincunx.areas.paths import subtree
from quincunx.cases import queries
from quincunx.cases.access import Stance, visible_cases
from quincunx.cases.houses import HOUSES, House, Pile, Waits
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Call, Case, Extension
from quincunx.cases.queries import Page
from quincunx.cases.vocabulary import Act, Relation, State
from quincunx.foundation.actors import Actor

UNSOLVED_FOR = timedelta(days=30)  # how long "not solved" stands among the numbers
_OPEN = Q(closed_at__isnull=True)


@dataclass(frozen=True)
class Seat:
    """Which house somebody sits in, and the path of its area."""

    house: House
    path: str

    @property
    def piles(self) -> tuple[Pile, ...]:
        return HOUSES[self.house]


@dataclass(frozen=True)
class Numbers:
    """What a house reads first."""

    to_do: int
    overdue: int
    unsolved: int


def counts(actor: Actor, seat: Seat, now: datetime) -> tuple[dict[str, int], Numbers]:
    """Return how many cases lie on each pile, and the three numbers. Three queries."""
    on_desk = [p for p in seat.piles if p.lies is Relation.DESK]
    in_care = [p for p in seat.piles if p.lies is not Relation.DESK]
    cared = visible_cases(actor).filter(_OPEN, subtree("care_path", seat.path))
    late = {"late": Count("pk", filter=Q(due_at__lte=now))}
    found = cared.aggregate(**_each(in_care), **late)
    overdue = found.pop("late")
    if on_desk:
        laid = visible_cases(actor).filter(_OPEN, desk_path=seat.path)
        found |= laid.aggregate(**_each(on_desk))
    to_do = sum(found[pile.code] for pile in seat.piles if pile.to_do)
    unsolved = queries.said_unsolved(actor, seat.path, now - UNSOLVED_FOR).count()
    return found, Numbers(to_do, overdue, unsolved)


def _each(piles: Iterable[Pile]) -> dict[str, Count]:
    return {pile.code: Count("pk", filter=_on(pile)) for pile in piles}


def _on(pile: Pile) -> Q:
    """Match those of a pile among open cases of its house."""
    matched = Q(state__in=sorted(pile.states))
    if pile.waits is Waits.EXTENSION:
        asked = Extension.objects.filter(decided_at__isnull=True)
        matched &= Q(pk__in=asked.values("case"))
    if pile.waits is Waits.CLOSING:
        proposed = Case.objects.filter(_OPEN, closing_proposed_by__isnull=False)
        matched &= Q(pk__in=proposed.values("pk"))
    return matched


def page(actor: Actor, seat: Seat, pile: Pile, *, after: str = "") -> Page:
    """Return a pile by time to breach. Four queries."""
    seen = visible_cases(actor).filter(_OPEN, _on(pile))
    return queries.by_due(_lying(seen, seat, pile), after=after)


def _lying(seen: QuerySet[Case], seat: Seat, pile: Pile) -> QuerySet[Case]:
    if pile.lies is Relation.DESK:
        return seen.filter(desk_path=seat.path)
    return seen.filter(subtree("care_path", seat.path))


def acts(
    actor: Actor, cases: Sequence[Case], pile: Pile
) -> Mapping[Case, tuple[Act, ...]]:
    """Return which of a pile's acts are this actor's on each case. One query."""
    called: dict[object, set[int]] = {}
    asked = Call.objects.filter(case__in=cases).values_list("case", "unit")
    for case, unit in asked if cases else ():
        called.setdefault(case, set()).add(unit)
    return {
        case: _open_to(Stance(actor, case, called=called.get(case.pk, ())), pile)
        for case in cases
    }


def _open_to(stance: Stance, pile: Pile) -> tuple[Act, ...]:
    rows = {r.act: r for r in LIFECYCLE.open_in(State(stance.case.state))}
    return tuple(
        act for act in pile.acts if act in rows and stance.has(rows[act].rights)
    )
