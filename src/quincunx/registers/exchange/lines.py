"""What a row of a table turned out to be, and its faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quincunx.lib.refusal import Refusal
from quincunx.registers.exchange.models import Kind
from quincunx.registers.exchange.sheets import Change, Sheet

_SHOWN = 4


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, or with the row if no column is named."""

    column: str
    value: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def refusal(self) -> Refusal:
        return Refusal(self.code, **self.facts)


@dataclass(frozen=True)
class Line:
    """One row: as it was told, and what it changes or why it cannot be taken."""

    row: int
    kind: Kind | None  # None changes nothing
    told: Mapping[str, str]
    change: Change | None = None
    faults: tuple[Fault, ...] = ()

    def packed(self) -> list[Any]:
        change = self.change
        cells = [list(change.key), change.before, change.after] if change else None
        faults = [[f.column, f.value, f.code, dict(f.facts)] for f in self.faults]
        return [self.row, self.kind, dict(self.told), cells, faults]


def unpacked(raw: list[Any]) -> Line:
    row, kind, told, cells, faults = raw
    change = Change(row, tuple(cells[0]), cells[1], cells[2]) if cells else None
    return Line(row, Kind(kind), told, change, tuple(Fault(*f) for f in faults))


def fault_of(sheet: Sheet, refusal: Refusal, column: str, value: str) -> Fault:
    """Return a fault whose value does not tell what is nobody's business."""
    named = sheet.column(column)
    if named is None or not named.sensitive:
        return Fault(column, value[:60], refusal.code, _plain(refusal))
    facts = {k: v for k, v in _plain(refusal).items() if v != value}
    return Fault(column, masked(value), refusal.code, facts)


def masked(value: str) -> str:
    """Return enough of a value to find its cell: 4403…12X3."""
    if len(value) < 3 * _SHOWN:
        return value[:1] + "…"
    return f"{value[:_SHOWN]}…{value[-_SHOWN:]}"


def _plain(refusal: Refusal) -> dict[str, Any]:
    return {
        fact: value
        if isinstance(value, str | int | list)
        else list(value)
        if isinstance(value, tuple | set | frozenset)
        else str(value)
        for fact, value in refusal.facts.items()
        if fact != "column"
    }
