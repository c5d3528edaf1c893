"""`quincunx bench`: the table of docs/benchmarks.md, on this machine."""

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter

import click

from quincunx.bench import desks, land, lists, stand, web
from quincunx.bench.driver import Measured
from quincunx.bench.stand import Stand
from quincunx.registers.sources.reconcile import reconcile

WRITERS = 4
MILLION = 1_000_000
PARTS = ("lives", "web", "desks", "land", "lists", "people")
PEOPLE = 100_000  # of whom three lists tell
DESKS = 300


@click.command()
@click.option(
    "--database",
    type=click.Choice(["sqlite", "postgresql"]),
    multiple=True,
    default=("sqlite", "postgresql"),
    help="On which; both by default.",
)
@click.option("--url", default="", help="A PostgreSQL server to use; else the wheel's.")
@click.option("--cases", default=MILLION, show_default=True, type=click.IntRange(0))
@click.option("--seconds", default=15.0, show_default=True, help="For each row.")
@click.option("--residents", default=MILLION, show_default=True, type=click.IntRange(1))
@click.option(
    "--part",
    type=click.Choice(PARTS),
    multiple=True,
    default=PARTS,
    help="Which rows; all by default.",
)
def bench(
    *,
    database: tuple[str, ...],
    url: str,
    cases: int,
    residents: int,
    seconds: float,
    part: tuple[str, ...],
) -> None:
    """Measure, and print a table with the method of each row."""
    click.echo(f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}")
    click.echo("| what | database | measured | how |\n|---|---|---|---|")
    if "lists" in part:
        _lists()
    for name in database:
        with _laid(name, url) as laid:
            if {"lives", "web", "desks"} & set(part):
                _cases(laid, cases, seconds, part)
            if "people" in part:
                _people(laid, residents)
            if "land" in part:
                _land(laid)


def _lists() -> None:
    """Reconcile the three lists of a town whose truth is known; no database."""
    made = lists.town(PEOPLE)
    begun = perf_counter()
    found = reconcile(made.claims)
    took = perf_counter() - begun
    scored = lists.score(made, found)
    click.echo(
        f"| three lists of {PEOPLE:,} people reconciled | none "
        f"| precision {scored.precision:.4f}, recall {scored.recall:.4f}, "
        f"{scored.questions:,} questions, {took:.0f} s "
        f"| {len(made.claims):,} rows, by pairs of rows of one person |"
    )


@contextmanager
def _laid(name: str, url: str) -> Iterator[Stand]:
    makers: dict[str, Callable[[], AbstractContextManager[Stand]]] = {
        "sqlite": stand.sqlite,
        "postgresql": lambda: stand.postgresql(url),
    }
    with makers[name]() as made:
        made.run("lay")
        yield made


def _cases(laid: Stand, cases: int, seconds: float, part: tuple[str, ...]) -> None:
    if "lives" in part:
        _lives(laid, "empty", seconds)
    if cases:
        laid.run("multiply", cases)
        proved = laid.run("prove")
        _row(
            laid,
            "journal of the copied database",
            f"{proved['entries']:,} entries verify: {proved['holds']}",
            f"in {proved['seconds']:.0f} s, one process",
        )
        if "lives" in part:
            _lives(laid, f"{cases:,} cases", seconds)
    if "web" in part:
        _web(laid, cases, seconds)
    if "desks" in part:
        _desks(laid, cases)


def _lives(laid: Stand, size: str, seconds: float) -> None:
    bare = laid.run("commit", seconds / 3)
    runs = laid.run_together(WRITERS, "live", seconds)
    rate = sum(run["done"] / run["seconds"] for run in runs)
    times = sorted(time for run in runs for time in run["times"])
    middle = times[len(times) // 2] * 1000
    _row(
        laid,
        f"whole life of a case, {size}",
        f"{rate:.1f}/s, median {middle:.0f} ms",
        f"six acts, six commits, {WRITERS} processes, {seconds:.0f} s; "
        f"bare commit {bare['done'] / bare['seconds']:.0f}/s",
    )


def _web(laid: Stand, cases: int, seconds: float) -> None:
    keys, box = laid.run("keys"), laid.run("box")
    bare = laid.run("commit", seconds / 3)
    beside = f"bare commit {bare['done'] / bare['seconds']:.0f}/s"
    with web.served(laid) as port:
        posts = web.posts(port, keys, box, clients=16, seconds=seconds)
        _measured(laid, f"POST of a report, {cases:,} cases", posts, 16, beside)
        lives = web.lives(port, keys, box, clients=4, seconds=seconds)
        _measured(laid, "whole life over HTTP", lives, 4, beside)
        storm = web.storm(port, keys, box, rate=35, seconds=30)
        _measured(laid, "burst of 35 reports/s for 30 s", storm, 64, beside)
        for name, read in web.reads(port, keys, box, seconds=seconds / 3).items():
            _measured(laid, f"{name}, {cases:,} cases", read, 4, beside)
        session = laid.run("sessions", 1)[0]
        for name, read in web.pages(port, session, seconds=seconds / 3).items():
            _measured(laid, f"{name}, {cases:,} cases", read, 4, beside)


def _desks(laid: Stand, cases: int) -> None:
    keys, box = laid.run("keys"), laid.run("box")
    sessions = laid.run("sessions", DESKS)
    with web.served(laid) as port:
        sat = desks.sit(port, port + 1, keys, box, sessions, rate=1, seconds=60)
    what = f"{DESKS} desks hear of a change, {cases:,} cases"
    missed = f"{sat.changes} reports, one a second; {sat.missed} messages missed"
    _measured(laid, what, sat.delays, DESKS, missed)
    what = f"{DESKS} desks count their lanes every 30 s"
    _measured(laid, what, sat.counts, DESKS, "in the same minute")


def _measured(laid: Stand, what: str, run: Measured, clients: int, beside: str) -> None:
    found = (
        f"{run.rate:.1f}/s, p50 {run.percentile(50):.0f} ms, "
        f"p95 {run.percentile(95):.0f} ms, {len(run.errors)} errors"
    )
    how = f"{clients} clients, {web.WORKERS} web processes; driver "
    _row(laid, what, found, f"{how}{run.driver_share:.0%} of a core; {beside}")


def _people(laid: Stand, residents: int) -> None:
    laid.run("people", residents)
    found = laid.run("searched")
    _row(
        laid,
        f"search by name, {residents:,} residents",
        f"median {found['median']:.0f} ms, p95 {found['p95']:.0f} ms",
        f"200 searches by leaders in their grids, {found['found']} found, masked",
    )


def _land(laid: Stand) -> None:
    many, spots = laid.home / "squares.json", laid.home / "spots.csv"
    codes = laid.home / "codes.csv"
    rows = land.region_codes(codes)
    ran = land.command(
        laid, "areas", "import", str(codes), "--level", "1", "--levels", "regions",
        "--code-field", "code", "--name-field", "name", "--apply",
    )  # fmt: skip
    _ran(laid, f"import of {rows:,} region codes", ran, rows)
    land.squares(many, 142)
    land.positions(spots, 1_000_000)
    told = ["--code-field", "code", "--name-field", "name", "--apply"]
    under = ["--level", "2", "--under", "Squares", "--levels", "squares"]
    ran = land.command(laid, "areas", "import", str(many), *under, *told)
    _ran(laid, "import of 20,164 polygons", ran, 20_164)
    out = str(laid.home / "located.csv")
    ran = land.command(laid, "areas", "locate", str(spots), out)
    _ran(laid, "locate 1,000,000 positions, 20,164 polygons, CSV to CSV", ran, MILLION)


def _ran(laid: Stand, what: str, ran: land.Ran, count: int) -> None:
    ended = "" if ran.code == 0 else f", ended with {ran.code}"
    _row(
        laid,
        what,
        f"{ran.seconds:.1f} s, {count / ran.seconds:,.0f}/s, "
        f"{ran.megabytes:.0f} MB{ended}",
        "the command, from its start to its end",
    )


def _row(laid: Stand, what: str, found: str, how: str) -> None:
    click.echo(f"| {what} | {laid.name} | {found} | {how} |")
