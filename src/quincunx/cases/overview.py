"""What stands where: the open cases of each community, counted without counting them.

States come from the tally; what is overdue and what residents call not solved from
narrow indexes. A fixed number of queries, however many cases and places there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from quincunx.areas.models import Area
from quincunx.areas.paths import subtree
from quincunx.areas.tree import ancestors
from quincunx.cases import queries, tally
from quincunx.cases.access import looks_after, visible_cases
from quincunx.cases.piles import UNSOLVED_FOR
from quincunx.cases.vocabulary import IN_HAND, State
from quincunx.foundation.actors import Actor, Holding

# The columns: which states each counts; together they are all open ones.
COLUMNS: Mapping[str, frozenset[State]] = {
    "new": frozenset({State.REPORTED, State.CHECKING}),
    "dispatch": frozenset({State.ESTABLISHED, State.DISPUTED}),
    "in_hand": frozenset(IN_HAND - {State.DISPUTED}),
    "verify": frozenset({State.HANDLED}),
    "tell": frozenset({State.VERIFIED}),
}
_COLUMN_OF = {state: name for name, states in COLUMNS.items() for state in states}


@dataclass(frozen=True)
class Place:
    """One line of the table; `area` is None for what lies in none of the places."""

    area: Area | None
    open: int
    new: int
    dispatch: int
    in_hand: int
    verify: int
    tell: int
    overdue: int
    unsolved: int
    oldest: datetime | None  # when the one longest overdue was due


@dataclass(frozen=True)
class Overview:
    """The whole, and the places it is made of."""

    whole: Place
    places: tuple[Place, ...]


def offices(actor: Actor) -> list[Holding]:
    """Return the holdings from which somebody looks over places, the widest first."""
    held = [holding for holding in actor.holdings if looks_after(holding)]
    return sorted(held, key=lambda each: (len(each.path), each.path))


def overview(actor: Actor, path: str, areas: Iterable[Area], now: datetime) -> Overview:
    """Count what is open below `path` by the area of `areas` it lies in.

    Three queries. A case about the house itself is counted, though its page stays shut.
    """
    by_path = {area.path: area for area in areas}
    sums: dict[str, dict[str, Any]] = {key: {} for key in ("", *by_path)}
    for care, found in _counted(actor, path, now).items():
        here = next((p for p in ancestors(care) if p in by_path), "")
        _add(sums[here], found)
    whole: dict[str, Any] = {}
    for found in sums.values():
        _add(whole, found)
    rows = [_place(by_path[key], found) for key, found in sums.items() if key]
    if sums[""].get("open") or sums[""].get("unsolved"):
        rows.append(_place(None, sums[""]))
    return Overview(_place(None, whole), tuple(rows))


def _counted(actor: Actor, path: str, now: datetime) -> dict[str, dict[str, Any]]:
    """Return what stands at each care, by its path."""
    found: dict[str, dict[str, Any]] = {}
    for care, states in tally.open_by_place(path).items():
        here = found.setdefault(care, {})
        for state, n in states.items():
            _add(here, {_COLUMN_OF[State(state)]: n, "open": n})
    seen = visible_cases(actor).filter(subtree("care_path", path))
    late = seen.filter(closed_at__isnull=True, due_at__lte=now)
    grouped = late.order_by().values_list("care_path")
    for care, n, oldest in grouped.annotate(n=Count("pk"), oldest=Min("due_at")):
        _add(found.setdefault(care, {}), {"overdue": n, "oldest": oldest})
    said = queries.said_unsolved(actor, path, now - UNSOLVED_FOR)
    for care, n in said.order_by().values_list("care_path").annotate(n=Count("pk")):
        _add(found.setdefault(care, {}), {"unsolved": n})
    return found


def _add(sums: dict[str, Any], found: Mapping[str, Any]) -> None:
    for name, value in found.items():
        if name == "oldest":
            sums[name] = min(filter(None, (sums.get(name), value)), default=None)
        else:
            sums[name] = sums.get(name, 0) + value


def _place(area: Area | None, found: Mapping[str, Any]) -> Place:
    counted = {
        name: found.get(name, 0) for name in (*COLUMNS, "open", "overdue", "unsolved")
    }
    return Place(area, oldest=found.get("oldest"), **counted)
