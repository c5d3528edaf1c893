"""What the registers can answer: each room tells its tables and their fields here.

A fact is collected once; a table that is asked for names fields, and rows to tell them
of. Whose rows they are, `access` of the room says.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language

from quincunx.areas.tree import ids
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal

Names = Mapping[str, str]  # by language: zh-hans, en
Value = str | int | float | date | None
Line = Any  # one row, as its room knows it


@dataclass(frozen=True)
class Wanted:
    """Which rows: under an area, as they stand on a day, of these kinds and days.

    `chosen` are codes of the filters of the rows, by filter; `since` and `until` bound
    what is counted by its day.
    """

    path: str
    on: date
    chosen: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Opening:
    """For what sealed fields are opened, by whom and when."""

    by: Actor
    at: datetime


Gather = Callable[[Actor, Wanted], Mapping[int, int]]
Open = Callable[[Sequence[Line], Collection[str], Opening], Mapping[Any, Names]]


@dataclass(frozen=True)
class Field:
    """One thing that is known of a row; None is told where nobody knows it.

    `also` are other words forms have for it; `fact` names the field of the record
    whose age counts. A personal one is opened for all rows at once.
    """

    code: str
    words: Names
    tell: Callable[[Line], Value] | None = None
    also: tuple[str, ...] = ()
    fact: str = ""
    type: str = "text"  # text, number, day, phone
    personal: bool = False
    gather: Gather | None = None  # counts by key of the row


@dataclass(frozen=True)
class Rows:
    """What a row of a table may be: a premise, a resident, a grid with its counts.

    `ask` yields what the actor may see, without a query for each; `key` is what counts
    and opened fields are found by; `known` is the record's column of sources and ages.
    `persons` says that each row is one person.
    """

    code: str
    words: Names
    fields: tuple[Field, ...]
    ask: Callable[[Actor, Wanted], Iterator[Line]]
    key: Callable[[Line], Any]
    known: Callable[[Line], Mapping[str, Mapping[str, str]]] = lambda _line: {}
    filters: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    open: Open | None = None
    persons: bool = False


_rows: dict[str, Rows] = {}
_counts: dict[str, list[Field]] = {}


def declare(*rows: Rows) -> None:
    """Put a room's tables here when the program starts."""
    _rows.update({each.code: each for each in rows})


def count(code: str, *fields: Field) -> None:
    """Add what one room counts to the rows of another."""
    there = {each.code for each in _counts.setdefault(code, [])}
    _counts[code] += [each for each in fields if each.code not in there]


def every() -> tuple[Rows, ...]:
    return tuple(_rows.values())


def rows(code: str) -> Rows:
    if code not in _rows:
        raise Refusal("rows-unknown", known=sorted(_rows))
    return _rows[code]


def of(code: str) -> tuple[Field, ...]:
    """Return the fields of some rows, with what other rooms count for them."""
    return (*rows(code).fields, *_counts.get(code, ()))


def by_area(counted: Iterable[tuple[str, int]]) -> Mapping[int, int]:
    """Return the sum for each area on the paths of what was counted."""
    sums: dict[int, int] = {}
    for path, number in counted:
        for step in ids(path):
            sums[step] = sums.get(step, 0) + number
    return sums


def said(names: Names) -> str:
    """Return words in the language that is active."""
    return names["en" if (get_language() or "").startswith("en") else "zh-hans"]
