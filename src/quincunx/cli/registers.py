"""`quincunx registers`: bring a register's table in from a file of any length."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext

from quincunx.cli.asked import FILE, NEW_FILE
from quincunx.cli.owner import owner
from quincunx.cli.program import as_json, leave, tell
from quincunx.cli.progress import doing, ticking
from quincunx.lib.spreadsheets import MOST_ROWS
from quincunx.registers.exchange import bring, portions, saying, sheets, workbooks
from quincunx.registers.exchange.models import Intake, Kind, Mode
from quincunx.registers.exchange.reading import Source
from quincunx.registers.exchange.sheets import Occasion, Sheet

SHOWN = 20


@click.group()
def registers() -> None:
    """Bring the tables of registers in; get their templates."""


@registers.command("template")
@click.argument("sheet")
@click.argument("file", type=NEW_FILE)
def write_template(*, sheet: str, file: Path) -> None:
    """Write the template of SHEET (rooms, …) to FILE, an XLSX."""
    found = sheets.named(sheet, by=owner(timezone.now()))
    file.write_bytes(workbooks.template(found))


@registers.command("import")
@click.argument("sheet")
@click.argument("file", type=FILE)
@click.option("--apply", "write", is_flag=True, help="Write it once it was looked at.")
@click.option("--only-correct", is_flag=True, help="Leave out rows with faults.")
@as_json
def import_table(
    *, sheet: str, file: Path, write: bool, only_correct: bool, as_json: bool
) -> None:
    """Bring FILE (CSV, TSV or XLSX) into the register SHEET.

    Without --apply nothing is written: what would change is shown. CSV is read as a
    stream, up to two million rows. Leaves with 1 when rows have faults.
    """
    occasion = Occasion(owner(timezone.now()), timezone.now())
    found = sheets.named(sheet, by=occasion.by)
    intake = bring.begin(found, file.name, by=occasion.by, at=occasion.at)
    try:
        _look(intake, file, occasion)
        if write and intake.changes:
            mode = Mode.CORRECT if only_correct else Mode.WHOLE
            with doing(gettext("Writing")):
                intake = bring.write(intake, mode, occasion)
        lines = list(_lines(found, intake))
    finally:
        portions.forget(intake)
        intake.delete()
    facts = {
        field: getattr(intake, field)
        for field in ("done", "new", "changed", "same", "wrong", "stopped", "state")
    }
    tell(facts, as_json=as_json, or_else=lines)
    leave(faults=bool(intake.wrong))


def _look(intake: Intake, file: Path, occasion: Occasion) -> None:
    source = Source(file, file.name)
    with ticking(gettext("rows")) as tick:
        bring.look_at(intake, source, occasion, most=MOST_ROWS, tick=tick)


def _lines(sheet: Sheet, intake: Intake) -> Iterator[str]:
    wrong = chain.from_iterable(portions.lines(intake, Kind.WRONG))
    where = saying.letters(intake)
    for line in islice(wrong, SHOWN):
        yield from saying.why(sheet, line, where)
    if intake.stopped:
        words = gettext("Reading ended at %(faults)s faults; the rest was not read.")
        yield words % {"faults": intake.wrong}
    counts = gettext(
        "%(rows)s rows: %(new)s new, %(changed)s changed, %(same)s as they are,"
        " %(wrong)s with faults."
    )
    told = {"rows": intake.done, "new": intake.new, "changed": intake.changed}
    yield counts % {**told, "same": intake.same, "wrong": intake.wrong}
