"""How a register tells the exchange what it is: one frozen `Sheet`, declared at start.

Everything else here is the same for all: template, reading, preview, writing, undo,
the sender's own workbook back, export.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import translation
from django.utils.timezone import localdate

from quincunx.foundation.actors import Actor
from quincunx.foundation.wording import Words
from quincunx.lib.refusal import Refusal

LANGUAGES = ("zh-hans", "en")
Cells = Mapping[str, str]  # by code of column, as they are stored
Key = tuple[str, ...]


@dataclass(frozen=True)
class Occasion:
    """Who brings a table in, or takes one out, and when."""

    by: Actor
    at: datetime

    @property
    def on(self) -> date:
        return localdate(self.at)


@dataclass(frozen=True)
class Change:
    """What one row does: `before` is None for what is new."""

    row: int
    key: Key
    before: Cells | None
    after: Cells


def as_told(text: str) -> str:
    return text


@dataclass(frozen=True)
class Column:
    """One column. `check` returns what is stored of a cell, or raises a refusal.

    `choices` are words by code; a cell may hold either. An identity number is
    `is_text`, so that a spreadsheet keeps its last digits. What is `sensitive` is
    masked wherever a fault names it.
    """

    code: str
    header: Words
    hint: Words = ""
    example: str = ""
    default: str = ""
    choices: Mapping[str, Words] = field(default_factory=dict)
    check: Callable[[str], str] = as_told
    width: int = 14
    required: bool = False
    is_text: bool = False
    sensitive: bool = False


def _settled(_occasion: Occasion) -> Callable[[Cells], Cells]:
    return lambda cells: cells


@dataclass(frozen=True)
class Sheet:
    """One register as a table.

    `settle` is asked once for a file and returns what is asked for each row, to find
    what a row names (a building by its name); a refusal with the fact `column` marks
    that cell. `fetch` returns what stands under keys, one query for all; `apply`
    writes changes and `undo` takes them back, telling by row what it cannot take
    back; both are called inside a transaction and check rights themselves. `rows`
    are what an export holds. `of_persons` asks an export for its purpose.
    """

    code: str
    name: Words
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    may: Callable[[Actor], bool]
    fetch: Callable[[Sequence[Key], Occasion], Mapping[Key, Cells]]
    apply: Callable[[Sequence[Change], Occasion], None]
    undo: Callable[[Sequence[Change], Occasion], Mapping[int, Refusal]]
    rows: Callable[[Occasion], Iterator[Cells]]
    settle: Callable[[Occasion], Callable[[Cells], Cells]] = _settled
    of_persons: bool = False

    def column(self, code: str) -> Column | None:
        return next((each for each in self.columns if each.code == code), None)

    @property
    def version(self) -> str:
        """What a template says it was made for; another one is refused."""
        told = [
            (each.code, each.required, sorted(each.choices)) for each in self.columns
        ]
        return hashlib.sha256(repr((self.code, told)).encode()).hexdigest()[:12]


_sheets: dict[str, Sheet] = {}


def declare(*sheets: Sheet) -> None:
    """Put a register's sheets here when the program starts."""
    _sheets.update({sheet.code: sheet for sheet in sheets})


def every() -> tuple[Sheet, ...]:
    return tuple(_sheets.values())


def for_actor(actor: Actor) -> tuple[Sheet, ...]:
    return tuple(sheet for sheet in _sheets.values() if sheet.may(actor))


def named(code: str, *, by: Actor) -> Sheet:
    """Return a sheet this actor may fill; others are as absent as none."""
    sheet = _sheets.get(code)
    if sheet is None or not sheet.may(by):
        raise Refusal("no-such-sheet", sheet=code[:40])
    return sheet


def in_every_language(words: Words) -> frozenset[str]:
    found = set()
    for language in LANGUAGES:
        with translation.override(language):
            found.add(str(words))
    return frozenset(found)
