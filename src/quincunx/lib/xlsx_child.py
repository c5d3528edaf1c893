"""Reads one worksheet in a process of its own, which may die of what it is given.

A workbook of some kilobytes can ask for gigabytes once it is opened: one cell in the
far corner, one long text in every cell. So it is opened here, where memory and time
have an end, and comes out line by line as JSON: `[row, [text, ...]]`, or
`{"refuse": code, ...}`. Run by `xlsx_reading` with the workbook as standard input,
as a file of its own: it imports nothing of the house.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetVisibleEnum,
)

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 60
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number, and no more


class SheetMissingError(Exception):
    """No sheet has that name, or none can be seen."""


def main(sheet: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    for line in _lines_or_refusal(sys.stdin.buffer.read(), sheet):
        sys.stdout.write(json.dumps(line) + "\n")


def _lines_or_refusal(content: bytes, name: str) -> Iterator[Any]:
    try:
        yield from _lines(content, name)
    except SheetMissingError:
        yield {"refuse": "sheet-missing"}
    except CalamineError:
        yield {"refuse": "spreadsheet-damaged"}
    except MemoryError:
        yield {"refuse": "spreadsheet-too-large", "most": MOST_MEMORY // 1024**2}


def _lines(content: bytes, name: str) -> Iterator[Any]:
    sheet = _sheet(CalamineWorkbook.from_filelike(BytesIO(content)), name)
    before = [""] * (sheet.start or (0, 0))[1]  # columns left empty at the left
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell) for cell in cells]
        if None in texts:
            column = len(before) + texts.index(None) + 1
            yield {"refuse": "number-too-long", "row": row, "column": column}
            return
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield [row, before + texts]


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    """Return the sheet called `name`, or the first that is not hidden."""
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible
    ]
    wanted = [sheet for sheet in book.sheet_names if sheet == name] if name else visible
    if not wanted:
        raise SheetMissingError
    return book.get_sheet_by_name(wanted[0])


def _text(cell: object) -> str | None:
    """Return a cell as text; None for a number that has lost its last digits."""
    match cell:
        case bool():
            return str(cell).lower()
        case int() | float():
            return _number(cell)
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


def _number(number: float) -> str | None:
    if abs(number) >= EXACT:
        return None
    return str(int(number)) if number == int(number) else repr(float(number))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
