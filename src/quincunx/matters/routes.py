"""The unit for a matter at a place and time: suggested, explained, never nobody."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db.models import Q, Subquery

from quincunx.matters import book as books
from quincunx.matters.book import Book, Shelf
from quincunx.matters.models import Condition, Matter, Revision
from quincunx.matters.routing import (
    KIND,
    AreaMark,
    Candidate,
    Question,
    Reason,
    Rule,
    weigh,
)
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.models import Organisation
from quincunx.staff.office import day_of

# Who has it when nobody else does: the sub-district's centre, then the district's.
TERRITORY = (OrganisationKind.SERVICE_CENTRE, OrganisationKind.COMMAND_CENTRE)


class Place(Protocol):
    """What is asked of an area in the chain of a position, outermost first."""

    @property
    def id(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def kind(self) -> str: ...


class Other(NamedTuple):
    """A unit that was not suggested, and why; None if the route leads to nobody."""

    unit_id: int | None
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class Suggestion:
    """`unit_id` is None only where not even a command centre has been founded."""

    unit_id: int | None
    because: tuple[Reason, ...]
    fallback: bool
    others: tuple[Other, ...]


class _Unit(NamedTuple):
    key: int
    code: str
    kind: str
    area: int | None
    token: UUID | None


def suggest(
    matter: Matter | int,
    condition: Condition | int | None,
    chain: Sequence[Place],
    at: datetime,
    *,
    avoid: Collection[int] = (),
    within: Book | None = None,
) -> Suggestion:
    """Suggest the unit for a report, and say which route fired and why others did not.

    `chain` holds the areas around the place, outermost first (layers may follow);
    `avoid` are units complained of. One query when nothing was loaded meanwhile.
    """
    del condition  # routes go by matter; kept in the call for packs to come
    opened = within or books.last_read()
    key = matter if isinstance(matter, int) else matter.pk
    if key not in opened.entries:
        opened = books.book()
    candidates = _candidates(opened, key, chain, at)
    units = _units(candidates, chain, at)
    if within is None and (not units or units[0].token != opened.token):
        opened = books.book()
        candidates = _candidates(opened, key, chain, at)
        units = _units(candidates, chain, at)
    return _choose(candidates, _Finder(units, chain), frozenset(avoid))


class _Finder:
    """Finds the unit a route names among those that were fetched."""

    def __init__(self, units: Iterable[_Unit], chain: Sequence[Place]) -> None:
        self._depth = {area.id: depth for depth, area in enumerate(chain)}
        self._units = list(units)

    def find(self, unit: str) -> int | None:
        if not unit.startswith(KIND):
            return next((u.key for u in self._units if u.code == unit), None)
        return self.nearest(unit.removeprefix(KIND))

    def nearest(self, kind: str) -> int | None:
        """Return the unit of a kind nearest up the chain; one without area is last."""
        near = [
            (-self._depth.get(u.area, -1) if u.area is not None else 1, u.key)
            for u in self._units
            if u.kind == kind and (u.area is None or u.area in self._depth)
        ]
        return min(near)[1] if near else None

    def territory(self, avoid: frozenset[int]) -> int | None:
        """Return the house that has it; for a place unknown, any command centre."""
        houses = [self.nearest(kind) for kind in TERRITORY]
        houses += [u.key for u in self._units if u.kind == TERRITORY[-1]]
        return next((h for h in houses if h is not None and h not in avoid), None)


def _choose(
    candidates: Sequence[Candidate], finder: _Finder, avoid: frozenset[int]
) -> Suggestion:
    chosen: tuple[int, tuple[Reason, ...]] | None = None
    others: list[Other] = []
    for candidate in candidates:
        unit = finder.find(candidate.rule.unit)
        against = _against(candidate, unit, avoid, chosen is not None)
        if unit is not None and not against:
            chosen = (unit, candidate.because)
        else:
            others.append(Other(unit, against))
    if chosen:
        return Suggestion(*chosen, fallback=False, others=tuple(others))
    home = finder.territory(avoid)
    because = (Reason("territory"),) if home else (Reason("no-house"),)
    return Suggestion(home, because, fallback=True, others=tuple(others))


def _against(
    candidate: Candidate,
    unit: int | None,
    avoid: frozenset[int],
    taken: bool,  # noqa: FBT001 -- private, one caller
) -> tuple[Reason, ...]:
    """Say why a candidate is not the one."""
    route = ("route", candidate.rule.code)
    if not candidate.fires:
        return candidate.because
    if unit is None:
        return (Reason("nobody-there", (route, ("unit", candidate.rule.unit))),)
    if unit in avoid:
        return (Reason("complained-of", (route,)),)
    return (Reason("less-close", (route,)),) if taken else ()


def _candidates(
    opened: Book, matter: int, chain: Sequence[Place], at: datetime
) -> tuple[Candidate, ...]:
    entry = opened.entries[matter]
    said = entry.at(at).definition
    path = chain[-1].path if chain else ""
    shelves = opened.covering(path, at) or (opened.shelf_of[entry.matter.pack_id],)
    code = next((c for s in shelves if (c := s.at(at).calendar)), None)
    zone = opened.calendar(shelves[0], code, at).zone_info if code else None
    question = Question(
        said.code,
        said.domain,
        said.unit,
        tuple(AreaMark(frozenset({str(area.id)}), area.kind) for area in chain),
        at.astimezone(zone).replace(tzinfo=None),
    )
    return weigh(_rules(shelves, at), question)


def _rules(shelves: Iterable[Shelf], at: datetime) -> list[Rule]:
    """Return the routes of all packs, the closest pack's first."""
    return [rule for shelf in shelves for rule in shelf.at(at).rules]


def _units(
    candidates: Iterable[Candidate], chain: Sequence[Place], at: datetime
) -> list[_Unit]:
    """Fetch every unit that could be meant, the houses, and the token: one query."""
    named = {candidate.rule.unit for candidate in candidates}
    kinds = {unit.removeprefix(KIND) for unit in named if unit.startswith(KIND)}
    here = Q(area__in=[area.id for area in chain]) | Q(area=None)
    wanted = (
        Q(code__in=[unit for unit in named if not unit.startswith(KIND)])
        | Q(kind__in=[*kinds, *TERRITORY]) & here
        | Q(kind=OrganisationKind.COMMAND_CENTRE)
    )
    still_open = Q(closed_on=None) | Q(closed_on__gt=day_of(at))
    rows = Organisation.objects.filter(wanted, still_open).order_by("pk")
    token = Subquery(Revision.objects.values("token")[:1])
    return [
        _Unit(*row)
        for row in rows.annotate(token=token).values_list(
            "pk", "code", "kind", "area", "token"
        )
    ]
