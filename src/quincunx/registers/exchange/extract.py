"""A register taken out as a workbook that says whose it is, on each page and row.

A register of persons is not taken out here: that asks for a second person first.
"""

import io
from collections.abc import Sequence
from itertools import islice
from uuid import UUID

import xlsxwriter
from django.db import transaction
from django.utils.timezone import localtime

from quincunx.foundation import journal, vault
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import LONGEST_CELL
from quincunx.registers.exchange.bring import MOST_ROWS
from quincunx.registers.exchange.sheets import Cells, Occasion, Sheet
from quincunx.registers.exchange.vocabulary import MARK

_MARK = 10  # characters of a row's mark


@transaction.atomic
def take_out(sheet: Sheet, occasion: Occasion) -> bytes:
    """Return the register as far as one sees it; the taking is written down first."""
    if sheet.of_persons:
        raise Refusal("extract-of-persons")
    rows = list(islice(sheet.rows(occasion), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Refusal("too-many-rows", file=str(sheet.name), most=MOST_ROWS)
    key = new_id()
    facts = {"sheet": sheet.code, "rows": len(rows)}
    subject = Subject("extract", str(key))
    journal.record(subject, "taken-out", by=occasion.by, at=occasion.at, facts=facts)
    return _workbook(sheet, rows, key, occasion)


def mark_of(key: UUID, number: int) -> str:
    """Return what tells from which extract a row that turns up elsewhere came."""
    return vault.derive("extract", f"{key} {number}").hex()[:_MARK]


def _workbook(
    sheet: Sheet, rows: Sequence[Cells], key: UUID, occasion: Occasion
) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet(str(sheet.name)[:31])
        moment = localtime(occasion.at).strftime("%Y-%m-%d %H:%M")
        told = f"{occasion.by.name} {moment} {key}".replace("&", "&&")
        page.set_header(f"&C{told}"[:255])
        page.set_footer(f"&C{told}"[:255])
        page.freeze_panes(1, 0)
        heads = [str(column.header) for column in sheet.columns]
        for place, text in enumerate([*heads, str(MARK)]):
            page.write_string(0, place, text)
        for number, row in enumerate(rows, start=1):
            cells = [_shown(sheet, row, column.code) for column in sheet.columns]
            for place, text in enumerate([*cells, mark_of(key, number)]):
                page.write_string(number, place, text[:LONGEST_CELL])
    return file.getvalue()


def _shown(sheet: Sheet, row: Cells, code: str) -> str:
    column, text = sheet.column(code), row.get(code, "")
    return str(column.choices.get(text, text)) if column else text
