"""`quincunx duty`: the loop that lets time pass."""

import json
import time

import click
from django.utils import timezone

from quincunx.duty.rounds import Round, make_round

REST = 1.0  # seconds after a round in which nothing was due


@click.command()
@click.option("--once", is_flag=True, help="Make one round, say what was done, end.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def duty(*, once: bool, as_json: bool) -> None:
    """Watch the clocks, seal the journal and the packages, send the notices."""
    if once:
        _say(make_round(timezone.now()), as_json=as_json)
        return
    kept = None
    while True:
        made = make_round(timezone.now(), last_kept=kept)
        kept = made.last_kept
        if made.is_quiet:
            time.sleep(REST)


def _say(made: Round, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"done": made.done, "failed": made.failed}))
        return
    for part, count in made.done.items():
        click.echo(f"{part}: {count}")
    for part, why in made.failed.items():
        click.echo(f"{part} failed: {why}")
