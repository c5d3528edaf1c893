"""Reading a table for a sheet: which column is which, and what each cell says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from quincunx.lib import xlsx_looks
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import ZIP, Row, Table, read_table
from quincunx.registers.exchange.lines import Fault, fault_of
from quincunx.registers.exchange.sheets import (
    Cells,
    Column,
    Sheet,
    in_every_language,
)
from quincunx.registers.exchange.vocabulary import (
    CODES,
    MARK,
    MARK_CODE,
    TO_CORRECT,
    WHY,
    WHY_CODE,
)


@dataclass(frozen=True)
class Source:
    """A file, what refusals call it, and the sheet of it that is meant."""

    path: Path
    name: str
    part: str = ""


@dataclass(frozen=True)
class Heads:
    """The columns of a file: codes in its order, and which head stands for which."""

    codes: tuple[str, ...]
    names: Mapping[str, str]  # by code


def opened(sheet: Sheet, source: Source) -> tuple[Table, Heads]:
    """Begin to read a file for a sheet; refuse one that does not fit as a whole."""
    part = part_of(sheet, source)
    table = read_table(source.path, source.name, part)
    return table, _heads(sheet, table)


def part_of(sheet: Sheet, source: Source) -> str:
    """Return which sheet of a workbook is read, once it was looked at all over."""
    with source.path.open("rb") as content:
        if content.read(len(ZIP)) != ZIP:
            return ""
    looks = xlsx_looks.look(source.path, source.name, _wanted(source.part), CODES)
    made_for = looks.marks
    if made_for and made_for[0] != sheet.code:
        raise Refusal("template-of-another", file=source.name)
    if made_for and made_for[1:2] != [sheet.version]:
        raise Refusal("template-old", file=source.name)
    if looks.merged:
        raise Refusal("cells-merged", file=source.name, cells=looks.merged)
    if looks.formulas:
        raise Refusal("cells-formula", file=source.name, cells=looks.formulas)
    return looks.sheet


def _wanted(part: str) -> list[str]:
    return sorted(in_every_language(TO_CORRECT)) if part else []


def _heads(sheet: Sheet, table: Table) -> Heads:
    known = {
        name.casefold(): column.code
        for column in sheet.columns
        for name in (column.code, *in_every_language(column.header))
    }
    for code, words in ((WHY_CODE, WHY), (MARK_CODE, MARK)):
        known |= {name.casefold(): code for name in (code, *in_every_language(words))}
    found = [known.get(_bare(name), "") for name in table.columns]
    strange = [n for n, code in zip(table.columns, found, strict=True) if not code]
    if strange:
        heads = [str(column.header) for column in sheet.columns]
        raise Refusal(
            "column-unknown", file=table.file, unknown=strange[:10], known=heads
        )
    twice = next((code for code in found if found.count(code) > 1), None)
    if twice is not None:
        raise Refusal("column-twice", file=table.file, column=twice)
    _must_have(sheet, found, table)
    return Heads(tuple(found), dict(zip(found, table.columns, strict=True)))


def _must_have(sheet: Sheet, found: list[str], table: Table) -> None:
    missing = [
        str(each.header)
        for each in sheet.columns
        if each.required and each.code not in found
    ]
    if missing:
        raise Refusal(
            "column-missing", file=table.file, missing=missing, found=table.columns
        )


def _bare(name: str) -> str:
    return name.removesuffix("*").strip().casefold()


class Cellwise:
    """Reads the cells of rows, one after another; knows all words of all choices."""

    def __init__(self, sheet: Sheet, heads: Heads) -> None:
        self._sheet = sheet
        self._columns: list[tuple[Column, str]] = []
        for column in sheet.columns:
            if column.code in heads.names:
                self._columns.append((column, heads.names[column.code]))
        self._choices = {
            column.code: {
                word.casefold(): code
                for code, words in column.choices.items()
                for word in (code, *in_every_language(words))
            }
            for column in sheet.columns
        }

    def told(self, row: Row) -> dict[str, str]:
        return {column.code: row.cells[head] for column, head in self._columns}

    def read(self, told: Cells) -> tuple[dict[str, str], list[Fault]]:
        """Return what is stored of a row, and what is wrong with it."""
        stored, faults = {}, []
        for column, _head in self._columns:
            text = told[column.code]
            try:
                stored[column.code] = self._one(column, text)
            except Refusal as refusal:
                faults.append(fault_of(self._sheet, refusal, column.code, text))
        return stored, faults

    def _one(self, column: Column, text: str) -> str:
        if not text:
            if column.required:
                raise Refusal("cell-missing")
            return column.default
        choices = self._choices[column.code]
        if choices:
            code = choices.get(text.casefold())
            if code is None:
                known = [str(words) for words in column.choices.values()]
                raise Refusal("cell-choice", known=known)
            text = code
        return column.check(text)


def rows_of(table: Table, most: int) -> Iterator[Row]:
    """Yield the rows of a table, no more than `most`."""
    for count, row in enumerate(table.rows, start=1):
        if count > most:
            raise Refusal("too-many-rows", file=table.file, most=most)
        yield row
