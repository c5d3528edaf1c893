"""`quincunx doctor`: is everything well, and if not, what to run."""

from collections.abc import Iterator

import click
from django.utils import timezone

from quincunx.cli.program import as_json, leave, tell
from quincunx.foundation import health
from quincunx.foundation.health import Finding, Tone

MARKS = {Tone.WELL: "●", Tone.WARN: "○", Tone.BAD: "✕"}


@click.command()
@as_json
def doctor(*, as_json: bool) -> None:
    """Look at database, duty, notices, journal, disk, clock, keys and backup.

    The same list as the page System. Names the command for whatever is not well.
    Leaves with 1 when something needs to be done at once.
    """
    found = health.look(timezone.now())
    facts = [
        {"check": f.name, "tone": f.tone, "said": f.said, "command": f.command}
        for f in found
    ]
    tell(facts, as_json=as_json, or_else=_lines(found))
    leave(faults=not health.is_sound(found))


def _lines(found: list[Finding]) -> Iterator[str]:
    for each in found:
        yield f"{MARKS[each.tone]} {each.word}: {each.said}"
        if each.command:
            yield f"    {each.command}"
