"""`quincunx duty`: the loop that lets time pass."""

import time

import click
from django.utils import timezone

from quincunx.cli.program import as_json, tell
from quincunx.duty.rounds import Round, make_round

REST = 1.0  # seconds after a round in which nothing was due


@click.command()
@click.option("--once", is_flag=True, help="Make one round, say what was done, end.")
@as_json
def duty(*, once: bool, as_json: bool) -> None:
    """Watch the clocks, seal the journal and the packages, send the notices."""
    if once:
        made = make_round(timezone.now())
        tell(_facts(made), as_json=as_json, or_else=_lines(made))
        return
    kept = None
    while True:
        made = make_round(timezone.now(), last_kept=kept)
        kept = made.last_kept
        if made.is_quiet:
            time.sleep(REST)


def _facts(made: Round) -> dict[str, object]:
    return {"done": made.done, "failed": made.failed}


def _lines(made: Round) -> list[str]:
    done = [f"{part}: {count}" for part, count in made.done.items()]
    return [*done, *(f"{part}: {said}" for part, said in made.failed.items())]
