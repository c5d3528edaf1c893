"""A row's faults in words: row, column, letter, value, rule and what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from quincunx.foundation import wording
from quincunx.registers.exchange.lines import Line
from quincunx.registers.exchange.models import Intake
from quincunx.registers.exchange.sheets import Sheet


def letters(intake: Intake) -> dict[str, str]:
    """Return the letter of each column, as the sender's file has them."""
    return {code: xl_col_to_name(n) for n, code in enumerate(intake.columns)}


def why(sheet: Sheet, line: Line, where: Mapping[str, str]) -> list[str]:
    """Say every fault of a row, one sentence or two each."""
    said = []
    for fault in line.faults:
        column = sheet.column(fault.column)
        rule = wording.in_words(fault.refusal)
        told = {"row": line.row, "why": rule, "value": fault.value}
        if column is None:
            said.append(_("Row %(row)s: %(why)s") % told)
            continue
        cell = {"letter": where.get(fault.column, ""), "column": column.header}
        words = _("Row %(row)s, column %(letter)s, %(column)s “%(value)s”: %(why)s")
        said.append(words % {**told, **cell})
    return said


def differences(sheet: Sheet, line: Line) -> list[tuple[str, str, str]]:
    """Return of a changed row each cell that differs: column, before and after."""
    change = line.change
    if change is None or change.before is None:
        return []
    found = []
    for column in sheet.columns:
        before = change.before.get(column.code, "")
        after = change.after.get(column.code, "")
        if before != after and column.code not in sheet.key:
            words = column.choices
            told = (str(words.get(before, before)), str(words.get(after, after)))
            found.append((str(column.header), *told))
    return found


def name_of(sheet: Sheet, line: Line) -> str:
    """Return what a row is about, as its sender wrote it."""
    return " ".join(filter(None, (line.told.get(code, "") for code in sheet.key)))
