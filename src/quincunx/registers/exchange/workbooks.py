"""Workbooks we hand out: the template, and the sender's own with its faults marked."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from quincunx.lib.csv_reading import Record
from quincunx.lib.spreadsheets import LONGEST_CELL
from quincunx.registers.exchange.lines import Line
from quincunx.registers.exchange.models import Intake
from quincunx.registers.exchange.saying import why
from quincunx.registers.exchange.sheets import Column, Sheet
from quincunx.registers.exchange.vocabulary import (
    CODES,
    EXPLAINED,
    TO_CORRECT,
    WHY,
    WHY_CODE,
)

VALIDATED = 5_000  # rows of a template that know what they may hold
YELLOW = "#ffe58f"
_WHY_WIDTH = 48
_NO_STRINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def template(sheet: Sheet) -> bytes:
    """Return an empty table with an example, choices to pick from, and its version."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _NO_STRINGS) as book:
        page = book.add_worksheet(str(sheet.name)[:31])
        _head(book, page, sheet)
        example = book.add_format({"italic": True, "font_color": "#666666"})
        for place, column in enumerate(sheet.columns, start=1):
            page.write_string(1, place, _example(column), example)
        _explain(book, sheet)
        for place, words in _codes(book, sheet):
            rule = {"validate": "list", "source": words}
            page.data_validation(1, place, VALIDATED, place, rule)
    return file.getvalue()


def _head(book: Any, page: Worksheet, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#e8eef7", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    page.write_string(0, 0, str(WHY), bold)
    page.set_column(0, 0, 14)
    for place, column in enumerate(sheet.columns, start=1):
        style = text if column.is_text else None
        page.set_column(place, place, column.width, style)
        page.write_string(0, place, _heading(column), bold)
        if column.hint:
            page.write_comment(0, place, str(column.hint))


def _heading(column: Column) -> str:
    return f"{column.header} *" if column.required else str(column.header)


def _example(column: Column) -> str:
    return str(column.choices.get(column.example, column.example))


def _explain(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(str(EXPLAINED)[:31])
    bold = book.add_format({"bold": True})
    page.set_column(0, 1, 24)
    page.set_column(2, 2, 60)
    said = [
        _("Write one row for each. Columns with * must be filled in."),
        _("Delete the example in row 2. Leave the first column empty."),
        _("A row that is here already is known again by: %(columns)s.")
        % {"columns": _(", ").join(_header(sheet, code) for code in sheet.key)},
        _("Version %(version)s") % {"version": sheet.version},
    ]
    for number, text in enumerate(said):
        page.write_string(number, 0, text)
    start = len(said) + 1
    page.write_row(start, 0, [_("Column"), _("Must be filled in"), _("What")], bold)
    for number, column in enumerate(sheet.columns, start=start + 1):
        choices = _(", ").join(str(words) for words in column.choices.values())
        told = " ".join(filter(None, (str(column.hint), choices)))
        needed = _("yes") if column.required else _("no")
        page.write_row(number, 0, [str(column.header), needed, told])


def _header(sheet: Sheet, code: str) -> str:
    column = sheet.column(code)
    return str(column.header) if column else code


def _codes(book: Any, sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Write the hidden sheet: version, codes of columns, codes and words of choices.

    Yields the column of each list of choices, and where its words stand.
    """
    hidden = book.add_worksheet(CODES)
    hidden.write_row(0, 0, [sheet.code, sheet.version])
    hidden.write_row(1, 0, [WHY_CODE, *(column.code for column in sheet.columns)])
    hidden.hide()
    place = 0
    for number, column in enumerate(sheet.columns, start=1):
        if not column.choices:
            continue
        hidden.write_column(3, place, list(column.choices))
        hidden.write_column(3, place + 1, [str(w) for w in column.choices.values()])
        words, last = xl_col_to_name(place + 1), 3 + len(column.choices)
        yield number, f"={CODES}!${words}$4:${words}${last}"
        place += 2


def corrected(
    sheet: Sheet,
    intake: Intake,
    records: Iterator[Record],
    wrong: Sequence[Line],
    *,
    name: str = "",
) -> bytes:
    """Return what was sent, its bad cells yellow, and the bad rows on a second sheet.

    Values and the order of columns are the sender's; the reason stands first.
    """
    by_row = {line.row: line for line in wrong}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _NO_STRINGS) as book:
        whole = _Marked(book, name or str(sheet.name), sheet, intake)
        apart = _Marked(book, str(TO_CORRECT), sheet, intake)
        head = next(records, (1, []))
        whole.head(head[1])
        apart.head(head[1])
        for row, cells in records:
            line = by_row.get(row)
            whole.row(row - 1, cells, line)
            if line is not None:
                apart.row(apart.last + 1, cells, line)
        list(_codes(book, sheet))
    return file.getvalue()


class _Marked:
    """One sheet of a returned workbook; `shift` makes room for the reasons."""

    def __init__(self, book: Any, name: str, sheet: Sheet, intake: Intake) -> None:
        self.page: Worksheet = book.add_worksheet(name[:31])
        self.last = 0
        self._bold = book.add_format({"bold": True})
        self._yellow = book.add_format({"bg_color": YELLOW})
        self._codes: list[str] = intake.columns
        self._shift = 0 if WHY_CODE in self._codes else 1
        self._sheet = sheet
        first = self._codes.index(WHY_CODE) if not self._shift else 0
        self._why = first
        self.page.set_column(first, first, _WHY_WIDTH)
        self.page.freeze_panes(1, 0)

    def head(self, cells: Sequence[str]) -> None:
        for place, text in enumerate(cells):
            self.page.write_string(0, place + self._shift, text, self._bold)
        self.page.write_string(0, self._why, str(WHY), self._bold)

    def row(self, number: int, cells: Sequence[str], line: Line | None) -> None:
        self.last = number
        bad = {fault.column for fault in line.faults} if line else set()
        for place, text in enumerate(cells[: len(self._codes)]):
            code = self._codes[place]
            if code == WHY_CODE or (not text and code not in bad):
                continue
            style = self._yellow if code in bad else None
            at = (number, place + self._shift)
            self.page.write_string(*at, text[:LONGEST_CELL], style)
        if line is not None:
            self._tell(number, line, len(cells))

    def _tell(self, number: int, line: Line, width: int) -> None:
        said = why(self._sheet, line, self.letters)
        self.page.write_string(
            number, self._why, " ".join(said)[:LONGEST_CELL], self._yellow
        )
        for fault, text in zip(line.faults, said, strict=True):
            if fault.column not in self._codes:
                continue
            place = self._codes.index(fault.column)
            at = (number, place + self._shift)
            if place >= width:
                self.page.write_blank(*at, None, self._yellow)
            self.page.write_comment(*at, text)

    @property
    def letters(self) -> Mapping[str, str]:
        return {
            code: xl_col_to_name(place + self._shift)
            for place, code in enumerate(self._codes)
        }
