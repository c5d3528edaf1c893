"""Reads a blank form, or fills it in, in a process that may die of what it is given.

Run by `xlsx_forms`: standard input is a line of JSON, then the workbook. It imports
nothing of the house. Answers a line of JSON, and after it the filled workbook.
"""

import copy
import json
import resource
import sys
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 60
MOST_ROWS = 500  # of a blank form
MOST_COLUMNS = 200
LONGEST = 200
MOST_NAMED = 5
GREY = "FF8C8C8C"


class RefusedError(Exception):
    """What is wrong with the form, as a code with facts."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    asked = json.loads(sys.stdin.buffer.readline())
    told: dict[str, Any]
    content = b""
    try:
        book = openpyxl.load_workbook(BytesIO(sys.stdin.buffer.read()))
        if asked.get("fill"):
            content, told = _filled(book, asked), {}
        else:
            told = _read(book)
    except RefusedError as refused:
        told = {"refuse": refused.args[0], **refused.args[1]}
    except MemoryError:
        told = {"refuse": "spreadsheet-too-large", "most": MOST_MEMORY // 1024**2}
    except Exception:  # noqa: BLE001 -- a stranger's file; whatever breaks, it is damaged
        told = {"refuse": "spreadsheet-damaged"}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)


def _read(book: Any) -> dict[str, Any]:
    page = _page(book)
    if page.max_column > MOST_COLUMNS:
        raise RefusedError("form-too-wide", {"most": MOST_COLUMNS})
    if page.max_row > MOST_ROWS:
        raise RefusedError("form-too-long", {"most": MOST_ROWS})
    formulas = [c.coordinate for row in page for c in row if c.data_type == "f"]
    if formulas:
        raise RefusedError("cells-formula", {"cells": formulas[:MOST_NAMED]})
    rows = [[_text(c.value) for c in row] for row in page.iter_rows()]
    merged = [[*r.bounds] for r in page.merged_cells.ranges]  # column, row, to, to
    hidden = [s.title for s in book.worksheets if s.sheet_state != "visible"]
    return {"sheet": page.title, "rows": rows, "merged": merged, "hidden": hidden}


def _page(book: Any, name: str = "") -> Worksheet:
    visible = [s for s in book.worksheets if s.sheet_state == "visible"]
    found = [s for s in visible if s.title == name] if name else visible
    if not found:
        raise RefusedError("sheet-missing", {})
    return found[0]


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())[:LONGEST]


def _filled(book: Any, asked: dict[str, Any]) -> bytes:
    page = _page(book, asked["sheet"])
    head, cells, width = asked["head"], asked["cells"], asked["width"]
    _make_room(page, head, len(cells), asked["foot"])
    styles = [page.cell(head + 1, n + 1)._style for n in range(width)]  # noqa: SLF001 -- openpyxl has no other way to copy a style
    for number, row in enumerate(cells, start=head + 1):
        for place, style in enumerate(styles, start=1):
            cell = page.cell(number, place)
            cell._style = copy.copy(style)  # noqa: SLF001 -- as above
        for place, value in row:
            _write(page, number, place, value)
    _mark(page, head, width + 1, asked)
    _told(book, asked["told"])
    page.oddHeader.center.text = page.oddFooter.center.text = asked["mark"]
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(page: Worksheet, row: int, place: int, value: Any) -> None:
    cell = page.cell(row, place)
    if isinstance(value, dict):
        cell.value = date.fromisoformat(value["day"])
        cell.number_format = "yyyy-mm-dd"
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # text stays text, whatever it begins with
        cell.number_format = "@"


def _make_room(page: Worksheet, head: int, rows: int, foot: int) -> None:
    """Empty what stands under the head, and move what stands at the foot down.

    `foot` is the first row of it; 0 if there is none.
    """
    last = (foot or max(page.max_row, head + 1) + 1) - 1
    for each in [r for r in page.merged_cells.ranges if head < r.max_row <= last]:
        page.unmerge_cells(each.coord)
    for cells in page.iter_rows(head + 1, last):
        for cell in cells:
            cell.value = None
    over = rows - (last - head)
    if foot and over > 0:
        _move_down(page, foot, over)


def _move_down(page: Worksheet, foot: int, over: int) -> None:
    merged = [r for r in page.merged_cells.ranges if r.min_row >= foot]
    for each in merged:
        page.merged_cells.remove(each)
    end = page.cell(page.max_row, page.max_column).coordinate
    page.move_range(f"A{foot}:{end}", rows=over)
    for each in merged:
        each.shift(row_shift=over)
        page.merged_cells.add(each)


def _mark(page: Worksheet, head: int, place: int, asked: dict[str, Any]) -> None:
    grey = Font(color=GREY, size=8)
    for number, text in enumerate([asked["mark_head"], *asked["marks"]], start=head):
        cell = page.cell(number, place, text)
        cell.font = grey


def _told(book: Any, told: dict[str, Any]) -> None:
    """Add the sheet that says how it was answered."""
    page = book.create_sheet(told["name"])
    for row in told["rows"]:
        page.append(row)
    page.column_dimensions["A"].width = 34
    page.column_dimensions["B"].width = 60
    for row in page.iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            cell.alignment = Alignment(wrap_text=True, vertical="top")


if __name__ == "__main__":
    main()
