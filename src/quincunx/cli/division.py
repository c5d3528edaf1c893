"""`quincunx areas divide`: a community in, a plan of grids out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext

from quincunx.areas import division
from quincunx.areas.division import Plan, Wishes
from quincunx.cli.asked import FILE, NEW_FILE
from quincunx.cli.program import as_json, leave, tell
from quincunx.cli.progress import doing
from quincunx.foundation import wording
from quincunx.lib.refusal import Refusal


@click.command()
@click.argument("instance", metavar="INSTANCE.json", type=FILE)
@click.option("--out", type=NEW_FILE, required=True, help="Where the plan goes.")
@click.option("--k", type=int, default=None, help="Grids.  [default: as in the file]")
@click.option("--tolerance", type=float, default=None, help="Share, such as 0.05.")
@click.option(
    "--mode",
    type=click.Choice(["compact", "roads"]),
    default="compact",
    help="Round grids, or estates whole and borders along roads.",
)
@click.option("--seed", type=int, default=1, help="Another seed, another plan.")
@click.option("--seconds", type=float, default=None, help="Of one core, about.")
@click.option("--previous", type=FILE, default=None, help="Plan to change little.")
@as_json
def divide(
    *, instance: Path, out: Path, previous: Path | None, as_json: bool, **given: Any
) -> None:
    """Divide the units of INSTANCE.json (griddiv/1) into connected, even grids.

    Leaves with 1 when the best plan found is outside the tolerance, and says why.
    """
    town = division.read(instance)
    before = _labels(previous, town.n) if previous else None
    with doing(gettext("Dividing %(file)s") % {"file": instance.name}):
        plan = division.divide(town, Wishes(previous=before, **given))
    out.write_text(json.dumps(plan.facts(), ensure_ascii=False), encoding="utf-8")
    facts = {name: fact for name, fact in plan.facts().items() if name in TOLD}
    tell(facts, as_json=as_json, or_else=_lines(plan))
    leave(faults=not plan.feasible)


TOLD = ("name", "feasible", "stopped", "measures", "bounds", "impossible")


def _labels(file: Path, n: int) -> list[object]:
    """Return the labels of a plan, written by this command or as a bare list."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise Refusal("division-plan-unfit", file=file.name, n=n) from fault
    labels = content.get("assignment") if isinstance(content, dict) else content
    if not isinstance(labels, list) or len(labels) != n:
        raise Refusal("division-plan-unfit", file=file.name, n=n)
    return labels


def _lines(plan: Plan) -> Iterator[str]:
    figures = plan.measures
    yield gettext("%(n)s grids; farthest from the mean load: %(off)s") % {
        "n": figures.grids,
        "off": f"{figures.max_deviation:.2%}",
    }
    yield gettext("borders cut: %(cut)s of all length; along roads: %(road)s") % {
        "cut": f"{figures.cut_share:.1%}",
        "road": f"{figures.cut_on_roads:.1%}",
    }
    yield gettext("compactness: %(shape)s; estates divided: %(estates)s") % {
        "shape": f"{figures.compactness:.3f}",
        "estates": figures.estates_split,
    }
    for each in plan.impossible:
        yield wording.in_words(Refusal(each.code, **each.facts))
    if not plan.feasible:
        told = {"grids": figures.over_tolerance}
        yield wording.in_words(Refusal("division-not-even", **told))
