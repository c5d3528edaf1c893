"""Tables in and out: CSV and XLSX from strangers' programs, and for them.

What comes in is bounded and refused by name, row and column. What goes out opens in
Excel as it was written: with a byte order mark, and nothing in it can be run.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, cast

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from quincunx.lib.csv_reading import Record, Source, csv_records, opened
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import line
from quincunx.lib.xlsx_reading import xlsx_records

MOST_COLUMNS = 200
MOST_ROWS = 2_000_000  # of a CSV; of a workbook see `xlsx_reading`
LONGEST_CELL = 32_767  # characters, as in Excel
SHEET_ROWS = 1_048_576
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook with a password
BYTE_ORDER_MARK = "\ufeff"
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")  # what a spreadsheet takes for a formula
EXACT = 10**15  # Excel keeps 15 digits of a number, so a longer one goes as text
DATES = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")  # of a sheet
_PLAIN_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, and a text for every column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True)
class Table:
    """A table being read: the names of its columns, and rows to be walked once."""

    file: str
    columns: tuple[str, ...]
    rows: Iterator[Row]

    def must_have(self, *columns: str) -> None:
        """Refuse a table that lacks one of these columns."""
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise Refusal(
                "column-missing", file=self.file, missing=missing, found=self.columns
            )

    def must_know(self, *columns: str) -> None:
        """Refuse a table that has a column beside these."""
        unknown = [column for column in self.columns if column not in columns]
        if unknown:
            raise Refusal(
                "column-unknown", file=self.file, unknown=unknown, known=columns
            )


def read_table(source: Source, name: str, sheet: str = "") -> Table:
    """Begin to read a table whose first row that is not empty names the columns.

    The bytes say whether it is XLSX or CSV; `name` is what refusals call the file.
    CSV is streamed (some 150,000 rows a second), XLSX read in a process of its own
    (some 25,000). Faults of a row are refused when the walk comes to it: read all
    before changing anything. Close `rows` if you stop half way. Refuses what
    `csv_records` and `xlsx_records` refuse, `spreadsheet-old`, `table-empty`,
    `column-without-name`, `column-twice`, `too-many-columns`, `too-many-rows`,
    `row-too-long`, `cell-too-long`.
    """
    found = records(source, name, sheet)
    first = next(found, None)
    if first is None:
        raise Refusal("table-empty", file=name)
    columns = _columns(first[1], name)
    return Table(name, columns, _rows(found, columns, name))


def records(source: Source, file: str, sheet: str = "") -> Iterator[Record]:
    """Return the rows of a file as they stand, the names of its columns first."""
    with opened(source) as content:
        magic = content.read(4)
    if magic == ZIP:
        return xlsx_records(source, file, sheet)
    if magic == OLD_EXCEL:
        raise Refusal("spreadsheet-old", file=file)
    return csv_records(source, file)


def _columns(cells: list[str], file: str) -> tuple[str, ...]:
    names = [line(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Refusal("too-many-columns", file=file, most=MOST_COLUMNS)
    if "" in names:
        raise Refusal("column-without-name", file=file, column=names.index("") + 1)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refusal("column-twice", file=file, column=twice)
    return tuple(names)


def _rows(
    records: Iterator[Record], columns: tuple[str, ...], file: str
) -> Iterator[Row]:
    width = len(columns)
    for count, (number, cells) in enumerate(records, start=1):
        if count > MOST_ROWS:
            raise Refusal("too-many-rows", file=file, most=MOST_ROWS)
        if any(cells[width:]):
            raise Refusal("row-too-long", file=file, row=number, columns=width)
        texts = [cell.strip() for cell in cells[:width]]
        texts += [""] * (width - len(texts))
        row = Row(number, dict(zip(columns, texts, strict=True)))
        if max(map(len, texts)) > LONGEST_CELL:
            raise _cell_too_long(row, file)
        yield row


def _cell_too_long(row: Row, file: str) -> Refusal:
    column = next(c for c, text in row.cells.items() if len(text) > LONGEST_CELL)
    return Refusal(
        "cell-too-long", file=file, row=row.number, column=column, most=LONGEST_CELL
    )


def csv_pieces(
    columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[bytes]:
    """Return a CSV file in pieces, a row each, for a file or a streamed reply."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    for row in chain([columns], rows):
        writer.writerow([_harmless_text(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _harmless_text(cell: object) -> str:
    text = _text(cell)
    return text if isinstance(cell, int | float) else harmless(text)


def harmless(text: str) -> str:
    """Return `text` so that no spreadsheet runs it: a quote before a formula.

    A plain number keeps its sign.
    """
    if text.startswith(DANGEROUS) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def xlsx(columns: Sequence[str], rows: Iterable[Sequence[object]], sheet: str) -> bytes:
    """Return a workbook with one sheet, its head kept in view.

    Text stays text whatever it begins with. Days, and moments without a zone, become
    dates that Excel counts with; moments with one are written as ISO 8601.
    Refuses `too-many-rows` beyond what a sheet holds.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet(_NOT_IN_A_NAME.sub(" ", sheet)[:31])
        page.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        dated = {kind: book.add_format({"num_format": f}) for kind, f in DATES.items()}
        for number, row in enumerate(chain([columns], rows)):
            if number >= SHEET_ROWS:
                raise Refusal("too-many-rows", file=sheet, most=SHEET_ROWS - 1)
            for place, cell in enumerate(row):
                style = dated.get(cast(Any, type(cell))) if number else bold
                _write(page, (number, place), cell, style)
    return file.getvalue()


def _write(page: Worksheet, place: tuple[int, int], cell: object, style: Any) -> None:
    if isinstance(cell, date) and getattr(cell, "tzinfo", None) is None:
        page.write_datetime(*place, cell, style)
    elif _is_number(cell):
        page.write_number(*place, cell, style)
    else:
        page.write_string(*place, _text(cell)[:LONGEST_CELL], style)


def _is_number(cell: object) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return abs(cell) < EXACT  # neither too long nor NaN


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case datetime():
            return cell.isoformat(" ")
        case _:
            return str(cell)
