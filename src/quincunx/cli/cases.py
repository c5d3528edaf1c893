"""`quincunx cases`: bring in a list kept elsewhere, check a sealed package."""

import csv
from collections.abc import Iterator
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import get_language, gettext

from quincunx.cases import bring_in, sealed
from quincunx.cases.bring_in import BroughtIn, NotTaken
from quincunx.cases.sealed import Seen
from quincunx.cli.asked import FILE, NEW_FILE, PLACE
from quincunx.cli.program import as_json, leave, tell
from quincunx.cli.progress import ticking
from quincunx.foundation import wording
from quincunx.staff.actors import importer

SHOWN = 20


@click.group()
def cases() -> None:
    """Bring in a list of cases kept elsewhere; check a sealed package."""


@cases.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--map",
    "plan",
    metavar="MAP.toml",
    type=FILE,
    required=True,
    help="Which column says what, and what the values mean here.",
)
@click.option(
    "--report", type=NEW_FILE, default=None, help="CSV of every row not taken."
)
@as_json
def import_cases(*, file: Path, plan: Path, report: Path | None, as_json: bool) -> None:
    """Bring in FILE (CSV or XLSX) through the real acts, dated as they happened.

    Rows brought in before are left as they are, so a second call brings in what is
    new. Leaves with 1 when a row was not taken; each is told with its reason.
    """
    at = timezone.now()
    mapping = bring_in.read_mapping(plan)
    with ticking(gettext("rows")) as tick:
        done = bring_in.bring_in(
            file, file.name, mapping, tick=tick, by=importer(at), at=at
        )
    if report is not None:
        _write(report, done)
    tell(_facts(done), as_json=as_json, or_else=_lines(done, report))
    leave(faults=bool(done.not_taken))


def _facts(done: BroughtIn) -> dict[str, object]:
    return {
        "rows": done.rows,
        "new": done.new,
        "known": done.known,
        "not_taken": [
            {
                "row": each.row,
                "id": each.foreign_id,
                "code": each.refusal.code,
                "says": wording.in_words(each.refusal),
            }
            for each in done.not_taken
        ],
    }


def _lines(done: BroughtIn, report: Path | None) -> Iterator[str]:
    yield from map(_line, done.not_taken[:SHOWN])
    more = len(done.not_taken) - SHOWN
    if more > 0:
        hint = gettext("… and %(more)s more rows not taken; --report lists them all.")
        yield hint % {"more": more}
    counts = gettext(
        "%(rows)s rows: %(new)s new cases, %(known)s known before, %(left)s not taken."
    )
    told = {"rows": done.rows, "new": done.new, "known": done.known}
    yield counts % {**told, "left": len(done.not_taken)}
    if report is not None:
        yield gettext("Rows not taken are listed in %(file)s.") % {"file": report.name}


def _line(each: NotTaken) -> str:
    told = {"row": each.row, "id": each.foreign_id}
    said = gettext("row %(row)s (%(id)s): %(why)s")
    return said % {**told, "why": wording.in_words(each.refusal)}


def _write(report: Path, done: BroughtIn) -> None:
    with report.open("w", newline="", encoding="utf-8-sig") as opened:
        writer = csv.writer(opened)
        writer.writerow(["row", "id", "code", "reason"])
        for each in done.not_taken:
            why = wording.in_words(each.refusal)
            writer.writerow([each.row, each.foreign_id, each.refusal.code, why])


@cases.command("verify-file")
@click.argument("package", type=PLACE)
@as_json
def verify_file(*, package: Path, as_json: bool) -> None:
    """Check a sealed PACKAGE, a ZIP or the folder it was unpacked to.

    Needs no database. Leaves with 1 when something does not hold. The package has a
    small script of its own, verify.py, that says the same.
    """
    seen = sealed.look_at(package)
    language = get_language() or "en"
    lines = sealed.in_words(seen, language)
    tell(_seen(seen, language), as_json=as_json, or_else=lines)
    leave(faults=not seen.holds)


def _seen(seen: Seen, language: str) -> dict[str, object]:
    manifest = seen.manifest or {}
    return {
        "holds": seen.holds,
        "number": manifest.get("number"),
        "filed_at": manifest.get("filed_at"),
        "head": manifest.get("journal", {}).get("head"),
        "manifest": seen.digest,
        "faults": [
            {"code": each.code, "where": each.where, "says": each.in_words(language)}
            for each in seen.faults
        ],
    }
