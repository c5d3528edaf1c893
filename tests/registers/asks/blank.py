"""Blank forms as departments send them, and what came back in them."""

from collections.abc import Sequence
from io import BytesIO

import openpyxl
from openpyxl.styles import Font, PatternFill

YELLOW = "FFFFF2CC"


def form(
    names: Sequence[str], *, title: str = "", foot: str = "", blank: int = 3
) -> bytes:
    """Return a form with a title over all columns, yellow names, and a foot."""
    book = openpyxl.Workbook()
    page = book.active
    if title:
        page.append([title])
        page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(names))
    page.append(list(names))
    for cell in page[page.max_row]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=YELLOW)
    if foot:
        page.cell(page.max_row + blank + 1, 1, foot)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def rows(content: bytes) -> list[list[object]]:
    """Return what the first sheet says, without the marks at the end of its rows."""
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row][:-1] for row in page.iter_rows()]


def told(content: bytes) -> dict[str, str]:
    """Return the sheet that says how it was answered."""
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[-1]
    return {str(row[0].value): str(row[1].value) for row in page.iter_rows()}


def style_of(content: bytes) -> object:
    """Return the colour of the names, as the department chose it."""
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return page["A2"].fill.fgColor.rgb
