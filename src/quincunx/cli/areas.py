"""`quincunx areas`: bring areas in, check that they cover, say who lies where."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from quincunx.areas import access, bring_in, checks, import_steps, propose
from quincunx.areas.bring_in import Preview
from quincunx.areas.checks import Fault, Report, What
from quincunx.areas.models import Kind
from quincunx.areas.options import Options
from quincunx.areas.propose import Proposal
from quincunx.cli.asked import FILE, NEW_FILE, Day
from quincunx.cli.default_points import default_point
from quincunx.cli.division import divide
from quincunx.cli.locating import Columns, locate_file
from quincunx.cli.owner import owner
from quincunx.cli.program import as_json, leave, tell
from quincunx.cli.progress import doing, ticking

WHATS: Mapping[What, Any] = {
    What.OVERLAP: gettext_lazy("overlap"),
    What.GAP: gettext_lazy("gap"),
    What.HOLE: gettext_lazy("hole"),
    What.SLIVER: gettext_lazy("sliver"),
    What.OUTSIDE_PARENT: gettext_lazy("outside its parent"),
    What.ORPHAN: gettext_lazy("without a parent"),
    What.APART: gettext_lazy("in several pieces"),
}


@click.group()
def areas() -> None:
    """Bring areas in, check that they cover, and say who lies where."""


areas.add_command(default_point)
areas.add_command(divide)


@areas.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--level",
    type=click.IntRange(1, 20),
    required=True,
    help="Level of the rows; in a list of codes, of the topmost rows.",
)
@click.option("--parent-field", default="", help="Column with the code of the parent.")
@click.option(
    "--code-field",
    default="",
    help="Column with the code; several, with commas between, make one code.",
)
@click.option("--name-field", default="", help="Column with the name.")
@click.option("--lon", "lon_field", default="", help="Column with the longitude (CSV).")
@click.option("--lat", "lat_field", default="", help="Column with the latitude (CSV).")
@click.option(
    "--crs",
    metavar="EPSG",
    default="",
    help="Reference system, where the file states none: EPSG:2263.",
)
@click.option(
    "--valid-from", type=Day(), default=None, help="First day.  [default: today]"
)
@click.option(
    "--kind",
    type=click.Choice(list(Kind.values)),
    default=None,
    help="Kind of the areas, where the level does not say it.",
)
@click.option("--levels", default="", help="Scheme of levels.  [default: five-levels]")
@click.option("--code-scheme", default="", help="Scheme the codes belong to.")
@click.option(
    "--under", default="", help="Name of an area to be founded over all the rows."
)
@click.option("--repair", is_flag=True, help="Mend outlines that cross themselves.")
@click.option("--reason", default="", help="Why, for whoever approves the draft.")
@click.option("--apply", "write", is_flag=True, help="Write it, whole or not at all.")
@as_json
def import_areas(
    *, file: Path, write: bool, as_json: bool, reason: str, **given: Any
) -> None:
    """Bring areas in from FILE: GeoJSON, zipped Shapefile, GeoPackage, CSV.

    A CSV without positions is a list of codes, which makes a tree of its own. Without
    --apply nothing is written: what would change is shown. Once the first set-up is
    over (quincunx areas settle), --apply submits a draft that somebody approves.
    """
    at = timezone.now()
    given["valid_from"] = given["valid_from"] or timezone.localdate(at)
    given["kind"] = given["kind"] or ""
    with doing(gettext("Reading %(file)s") % {"file": file.name}):
        preview = bring_in.read(file, Options(**given))
    draft = _proposed(preview, reason, at) if write and access.is_settled() else None
    if write and draft is None:
        with doing(gettext("Writing")):
            bring_in.apply(preview, by=owner(at), at=at)
    facts = {**preview.facts(), "applied": write and draft is None, "draft": draft}
    tell(facts, as_json=as_json, or_else=_preview(preview, facts))


def _proposed(preview: Preview, reason: str, at: datetime) -> int:
    """Submit what the file would do as a draft, and return its number."""
    steps = import_steps.steps_of(preview)
    on, file = preview.options.valid_from, preview.file
    proposal = Proposal(file[: propose.LONGEST_TITLE], reason or file, on, steps)
    with doing(gettext("Looking at what would move")):
        draft = propose.draw(proposal, by=owner(at), at=at)
        propose.submit(draft, by=owner(at), at=at)
    return draft.pk


def _preview(preview: Preview, facts: Mapping[str, Any]) -> Iterator[str]:
    counts = gettext(
        "%(file)s: %(new)s new, %(renamed)s renamed, %(moved)s moved, "
        "%(redrawn)s redrawn, %(same)s as they are."
    )
    yield counts % facts
    for level, number in facts["new_by_level"].items():
        told = {"level": level, "number": number}
        yield "  " + gettext("level %(level)s: %(number)s new") % told
    for row in facts["adopted"]:
        yield "  " + _adopted(preview, row)
    for row in facts["rows"]:
        yield "  " + gettext("row %(row)s: %(code)s %(name)s") % row
    for name in facts["mended"]:
        yield "  " + gettext("outline mended: %(name)s") % {"name": name}
    for name in facts["beside"]:
        said = gettext("outside every parent, given to the nearest: %(name)s")
        yield "  " + said % {"name": name}
    if facts["draft"] is not None:
        told = {"draft": facts["draft"], "day": preview.options.valid_from.isoformat()}
        yield gettext("Draft %(draft)s was submitted; nothing has changed yet.") % told
        yield (
            gettext(
                "An administrator or supervisor of the district approves it before"
                " %(day)s: Areas, Border drafts, /areas/drafts/%(draft)s"
            )
            % told
        )
    elif facts["applied"]:
        day = preview.options.valid_from.isoformat()
        yield gettext("Written, valid from %(day)s.") % {"day": day}
    else:
        yield gettext("Nothing was written. Call again with --apply to write it.")


def _adopted(preview: Preview, row: Mapping[str, Any]) -> str:
    said = gettext(
        "row %(row)s: %(code)s %(name)s is the district founded already; it gets this "
        "code, name and border, and begins on %(day)s at the latest"
    )
    return said % {**row, "day": preview.options.valid_from.isoformat()}


@areas.command()
@as_json
def settle(*, as_json: bool) -> None:
    """End the first set-up: from now on borders change by approved drafts alone."""
    at = timezone.now()
    since = propose.settle(on=timezone.localdate(at), by=owner(at), at=at)
    said = gettext("Borders change by approved drafts alone since %(day)s.")
    lines = [said % {"day": since.isoformat()}]
    tell({"settled_on": since.isoformat()}, as_json=as_json, or_else=lines)


@areas.command()
@click.option("--on", type=Day(), default=None, help="Day to look at. [default: today]")
@click.option(
    "--level", type=click.IntRange(1, 20), default=None, help="This level alone."
)
@as_json
def check(*, on: date | None, level: int | None, as_json: bool) -> None:
    """Find every overlap, gap, hole, sliver, orphan, and child outside its parent.

    Each fault is told with its square metres and a point on it. Leaves with 1 when
    there is one.
    """
    with doing(gettext("Looking at the borders")):
        report = checks.check(on or timezone.localdate(), level=level)
    tell(report.facts(), as_json=as_json, or_else=_faults(report))
    leave(faults=bool(report.faults))


def _faults(report: Report) -> Iterator[str]:
    for fault in report.faults:
        yield _fault(fault)
    checked = sum(report.checked.values())
    looked = ngettext("%(n)s area looked at", "%(n)s areas looked at", checked)
    faults = len(report.faults)
    found = ngettext("%(n)s fault", "%(n)s faults", faults)
    yield f"{looked % {'n': checked}}; {found % {'n': faults}}."


def _fault(fault: Fault) -> str:
    names = gettext(", ").join(area.name for area in fault.areas)
    told = {
        "level": fault.level,
        "what": WHATS[fault.what],
        "areas": names,
        "size": f"{fault.square_metres:.1f}",
        "lon": fault.lon,
        "lat": fault.lat,
    }
    if fault.lon is None:
        return gettext("level %(level)s, %(what)s: %(areas)s") % told
    said = gettext(
        "level %(level)s, %(what)s: %(areas)s; %(size)s m² at %(lon)s, %(lat)s"
    )
    return said % told + _neighbours(fault)


def _neighbours(fault: Fault) -> str:
    """Say who lies around a hole and whose it was."""
    said = ""
    if fault.around:
        names = gettext(", ").join(area.name for area in fault.around)
        said += "; " + gettext("around it: %(areas)s") % {"areas": names}
    if fault.former:
        names = gettext(", ").join(area.name for area in fault.former)
        said += "; " + gettext("it was: %(areas)s, which has ended") % {"areas": names}
    return said


@areas.command()
@click.argument("source", metavar="IN.csv", type=FILE)
@click.argument("target", metavar="OUT.csv", type=NEW_FILE)
@click.option("--lon", default="", help="Column with the longitude, WGS 84.")
@click.option("--lat", default="", help="Column with the latitude, WGS 84.")
@click.option("--at", type=Day(), default=None, help="Day asked for. [default: today]")
@as_json
def locate(
    *,
    source: Path,
    target: Path,
    lon: str,
    lat: str,
    at: date | None,
    as_json: bool,
) -> None:
    """Add to each row of IN.csv the chain of areas it lies in, valid on that day.

    Columns added: `located` (inside, border, gap, outside, not-located), `area` (name
    of the deepest one), and a code for each level, `code_1` the outermost. A position
    outside the district, or on a declared default point, is marked and gets no codes.
    """
    on = at or timezone.localdate()
    with ticking(gettext("rows")) as tick:
        tally = locate_file(source, target, Columns(lon, lat), on, tick=tick)
    facts = {"rows": sum(tally.values()), "on": on.isoformat(), **tally}
    tell(facts, as_json=as_json, or_else=_located(tally))


def _located(tally: Mapping[str, int]) -> Iterator[str]:
    for how, number in tally.items():
        if number:
            yield f"{how}: {number}"
