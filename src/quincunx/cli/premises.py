"""`quincunx premises`: bring premises and facilities in from a map."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext

from quincunx.cli.asked import FILE, Day
from quincunx.cli.owner import owner
from quincunx.cli.program import as_json, tell
from quincunx.cli.progress import doing
from quincunx.foundation import wording
from quincunx.registers.places import bring_in
from quincunx.registers.places.open_map import FACILITY


@click.group()
def premises() -> None:
    """Bring premises and public facilities in."""


@premises.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--valid-from", type=Day(), default=None, help="First day.  [default: today]"
)
@click.option("--apply", "write", is_flag=True, help="Write it, whole or not at all.")
@as_json
def import_premises(
    *, file: Path, valid_from: date | None, write: bool, as_json: bool
) -> None:
    """Bring premises in from FILE: GeoJSON with the tags of OpenStreetMap.

    What lies in no area is left out and counted. Without --apply nothing is written.
    What was brought in before stays as it is.
    """
    at = timezone.now()
    on = valid_from or timezone.localdate(at)
    with doing(gettext("Reading %(file)s") % {"file": file.name}):
        preview = bring_in.read(file, on=on)
    if write:
        with doing(gettext("Writing")):
            bring_in.apply(preview, by=owner(at), at=at)
    facts = {**preview.facts(), "applied": write}
    tell(facts, as_json=as_json, or_else=_lines(facts))


def _lines(facts: Mapping[str, object]) -> Iterator[str]:
    yield gettext("%(file)s: %(new)s new, %(same)s as they are.") % facts
    counts = facts["by_class"]
    if isinstance(counts, dict):
        for code, number in sorted(counts.items()):
            name = gettext("facilities") if code == FACILITY else ""
            yield f"  {name or wording.say('premise_class', code)}: {number}"
    left = gettext(
        "Left out: %(outside)s in no area, %(nameless)s without a name or address, "
        "%(unknown)s that are no place."
    )
    yield left % facts
    if not facts["applied"]:
        yield gettext("Nothing was written. Call again with --apply to write it.")
