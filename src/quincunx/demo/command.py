"""`quincunx demo`: a town with a year of work in it, founded once, served at once."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext

from quincunx.cases.words import STATES
from quincunx.cli import database, home
from quincunx.cli.asked import Moment
from quincunx.cli.owner import owner
from quincunx.cli.program import as_json, tell
from quincunx.cli.progress import ticking
from quincunx.cli.serve import serve
from quincunx.demo import cast, filling
from quincunx.demo.cast import Player
from quincunx.foundation.sandbox import MARK

FOLDER = "var/demo"
CASES = 1500


@dataclass(frozen=True)
class Demo:
    """The home of a demo: whether its town is founded, whole, or begun."""

    folder: Path

    @property
    def mark(self) -> Path:
        return self.folder / MARK

    @property
    def kept(self) -> Path:
        return self.folder / "quincunx.db"

    def is_whole(self) -> bool:
        return self.mark.exists() and bool(self._told().get("whole"))

    def codes(self) -> dict[str, str]:
        """Return codes of residents' reports, as they were told once."""
        codes: dict[str, str] = self._told().get("codes", {})
        return codes

    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.mark.read_text())
        return told

    def begin(self) -> None:
        """Mark the folder; what an earlier call has left half done is thrown away."""
        elsewhere = (self.folder / "keys" / "database").exists()
        if (self.kept.exists() or elsewhere) and not self.mark.exists():
            raise click.ClickException(
                gettext(
                    "%(folder)s holds a district that is no demo. Set QUINCUNX_HOME "
                    "to another folder."
                )
                % {"folder": self.folder}
            )
        for part in self.folder.glob("quincunx.db*"):
            part.unlink()
        self.mark.write_text(json.dumps({"whole": False}) + "\n")

    def end(self, facts: dict[str, object]) -> None:
        self.mark.write_text(json.dumps({"whole": True, **facts}) + "\n")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--serve/--no-serve", "then_serve", default=True, show_default=True)
@click.option(
    "--cases",
    default=CASES,
    show_default=True,
    type=click.IntRange(60, 20_000),
    help="How many cases the year has.",
)
@click.option("--seed", default=filling.SEED, show_default=True, help="Which town.")
@click.option(
    "--until", type=Moment(), default=None, help="When the year ends.  [default: now]"
)
@as_json
def demo(
    *,
    host: str,
    port: int,
    then_serve: bool,
    cases: int,
    seed: int,
    until: datetime | None,
    as_json: bool,
) -> None:
    """Found a town with a year of work in it, print links for its cast, serve it.

    It lies in QUINCUNX_HOME, or in ./var/demo, in an embedded database. A second call
    finds it there and serves it with fresh links. The same seed and the same end give
    the same town.
    """
    _settle()
    place = Demo(Path(settings.QUINCUNX_HOME))
    if not place.is_whole():
        place.begin()
        database.lay_tables()
        place.end(_fill(cases, seed, until or timezone.now()))
    players = cast.players(owner(timezone.now()), at=timezone.now())
    base = f"http://{host}:{port}"
    told = _facts(players, base, place.codes())
    tell(told, as_json=as_json, or_else=_lines(players, base, place.codes()))
    if then_serve:
        context = click.get_current_context()
        context.invoke(
            serve, host=host, port=port, workers=2, threads=4, with_duty=True
        )


def _settle() -> None:
    """Return only in a program that works in the demo's folder, with its keys."""
    if "QUINCUNX_HOME" not in os.environ:
        home.settle(Path(FOLDER))
    embedded = f"sqlite:///{Path(settings.QUINCUNX_HOME) / 'quincunx.db'}"
    home.lay(embedded if "QUINCUNX_DATABASE" in os.environ else "")


def _fill(cases: int, seed: int, until: datetime) -> dict[str, object]:
    until = until.replace(second=0, microsecond=0)
    language = get_language() or "zh-hans"
    with ticking(gettext("days of the year")) as tick:
        filled = filling.fill(
            cases=cases, until=until, seed=seed, language=language, tick=tick
        )
    told = {"cases": filled.cases, "acts": filled.acts}
    click.echo(gettext("%(cases)s cases, %(acts)s acts.") % told, err=True)
    return {"seed": seed, "until": until.isoformat(), "codes": filled.codes, **told}


def _facts(
    players: list[Player], base: str, codes: Mapping[str, str]
) -> dict[str, object]:
    return {
        "home": str(settings.QUINCUNX_HOME),
        "address": f"{base}/",
        "reports": {state: f"{base}/follow/{code}" for state, code in codes.items()},
        "cast": [
            {
                "login": each.login,
                "name": each.name,
                "functions": list(each.functions),
                "link": base + each.link,
            }
            for each in players
        ],
    }


def _lines(players: list[Player], base: str, codes: Mapping[str, str]) -> Iterator[str]:
    told = {"home": settings.QUINCUNX_HOME}
    yield gettext("The town lies in %(home)s.") % told
    yield gettext("For residents, without an account: %(link)s") % {"link": f"{base}/"}
    for state, code in codes.items():
        word = STATES.get(state, state)
        yield f"  {word}: {base}/follow/{code}"
    yield gettext("For its staff, each link once, within 30 minutes:")
    for each in players:
        yield f"  {each.name} — {gettext(', ').join(each.functions)}"
        yield f"    {base}{each.link}"
