"""The row type of a lifecycle table, and the few questions asked of a table.

A room that owns a life (cases, disputes, hazards, resolutions) keeps one table of
`Row`s; everything about an act stands in its row: from, to, who, what must be told,
what happens to the clocks. Doors, documentation and the rights test read the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from quincunx.lib.refusal import Refusal


@dataclass(frozen=True)
class Right:
    """Somebody with this role, standing in this relation to the subject."""

    role: str
    relation: str


@dataclass(frozen=True)
class Fact:
    """What an act must or may be told.

    `kind` is one of text, line, choice, unit, person, moment, date, limit, files,
    matter, condition, units, place, contact, case, number, photos. `choices` names a
    list of codes.
    """

    name: str
    kind: str = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    most: int = 2000  # characters, or items
    public: bool = False  # those outside may read it


@dataclass(frozen=True)
class Row:
    """On this act, by one of these people, a subject in one of these states moves on.

    `to` is None when the state stays. `guards` are named conditions on the subject
    that must hold as well. `clocks` names what happens to the clocks.
    """

    act: StrEnum
    frm: frozenset[StrEnum]
    to: StrEnum | None
    rights: frozenset[Right]
    facts: tuple[Fact, ...] = ()
    guards: frozenset[str] = frozenset()
    clocks: tuple[str, ...] = ()
    step: str = ""  # where the subject stands afterwards, for those inside
    public: str = ""  # the same, for those outside
    undo: bool = False  # whoever did it may take it back within ten seconds

    @property
    def required(self) -> frozenset[str]:
        return frozenset(f.name for f in self.facts if f.required)


class Table:
    """The whole life of a subject, as rows in walking order."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        self._by_act = {row.act: row for row in self.rows}
        if len(self._by_act) != len(self.rows):
            raise ValueError("an act stands twice in the table")

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def row(self, act: StrEnum) -> Row:
        """Return the row of `act`, or refuse an act nobody knows."""
        row = self._by_act.get(act)
        if row is None:
            raise Refusal("unknown-act", act=str(act))
        return row

    def row_for(self, act: StrEnum, state: StrEnum) -> Row:
        """Return the row of `act`, or refuse if it is not open in `state`."""
        row = self.row(act)
        if state not in row.frm:
            raise Refusal("act-not-open", act=str(act), state=str(state))
        return row

    def open_in(self, state: StrEnum) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if state in row.frm)
