"""The sender's own table back, with what is wrong marked in it."""

from itertools import chain

from quincunx.lib.spreadsheets import records
from quincunx.registers.exchange import portions
from quincunx.registers.exchange.models import Intake, Kind
from quincunx.registers.exchange.reading import Source, part_of
from quincunx.registers.exchange.sheets import Sheet
from quincunx.registers.exchange.workbooks import corrected


def marked(sheet: Sheet, intake: Intake) -> bytes:
    """Return the workbook; as long as the file is kept, one day."""
    wrong = list(chain.from_iterable(portions.lines(intake, Kind.WRONG)))
    with portions.opened_file(intake) as path:
        part = part_of(sheet, Source(path, intake.file, intake.part))
        told = records(path, intake.file, part)
        name = part if not intake.part else ""
        return corrected(sheet, intake, told, wrong, name=name)
