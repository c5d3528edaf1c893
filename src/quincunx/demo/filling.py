"""Filling a district with a town and a year of work: always legal, always the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction

from quincunx.cases import access, package
from quincunx.cases.models import Case
from quincunx.demo import closing, plan, residents, steps
from quincunx.demo.chance import Die, loaded
from quincunx.demo.founding import found_town
from quincunx.demo.hours import Hours
from quincunx.demo.pictures import Album
from quincunx.demo.registering import Registering
from quincunx.demo.script import Author, Script, in_time
from quincunx.demo.stage import Stage, Tale
from quincunx.demo.town import Town
from quincunx.foundation import journal
from quincunx.foundation.actors import CLOCK
from quincunx.matters import calendars
from quincunx.staff import found
from quincunx.staff.actors import importer

SEED = 5
BEFORE = timedelta(days=400)  # the town is founded so long before the end
CLOSING = timedelta(days=30)  # before the end, one organisation closes
LEFT = timedelta(days=14)  # and a case goes to one that nobody works for soon
SEALED = 6  # packages sealed at once; duty seals the others
FULL = 1500  # cases from which on every lane is as full as planned

Tick = Callable[[int, int], None]  # days told, days in all


@dataclass(frozen=True)
class Filled:
    """The town, and how much happened in it."""

    town: Town
    cases: int
    acts: int
    codes: dict[str, str]  # of a few reports of residents, by how they stand


def fill(
    *,
    cases: int,
    until: datetime,
    seed: int = SEED,
    language: str = "zh-hans",
    tick: Tick = lambda _done, _total: None,
) -> Filled:
    """Found the town and tell its year until `until`. The database must be empty."""
    chance, die = Random(f"town of {seed}"), Die(seed)
    with loaded(die), _hurried():
        stage = _stage(chance, die, until, language)
        scripts = _scripts(stage, cases)
        for script in scripts:
            stage.begin(script.at, steps.tell(stage, script))
        start = stage.now
        days = (until - start).days
        stage.begin(until - LEFT, steps.land_on_nobody(stage))
        stage.begin(until - CLOSING, _close_panel(stage))
        for moment in stage.play(lambda: _adopt(stage)):
            tick((moment - start).days, days)
        with transaction.atomic():
            closing.finish(stage.town, until)
            Registering(stage.town, chance, until).fill()
        residents.hang_posters(stage.town, at=until)
        residents.join_neighbours(stage, at=until)
        package.seal_due(until, most=SEALED)
        with transaction.atomic():
            journal.seal_all(until)
    codes = residents.to_follow(stage.codes)
    return Filled(stage.town, len(scripts), stage.acts, codes)


def _stage(chance: Random, die: Die, until: datetime, language: str) -> Stage:
    founded = until - BEFORE
    die.now = founded
    with transaction.atomic():
        town = found_town(chance, at=founded, on=founded.date(), language=language)
    calendar = calendars.calendar_for(town.areas["district"].path, founded)
    album = Album(chance)
    album.fill(at=founded)
    hours = Hours(calendar, chance)
    begins = until - timedelta(days=366)
    return Stage(town, die, chance, hours, album, begins, until)


def _scripts(stage: Stage, cases: int) -> list[Script]:
    author = Author(stage.town, stage.hours, stage.chance, stage.until)
    tableau = author.tableau(min(1.0, cases / FULL))
    return in_time([*author.year(max(0, cases - len(tableau))), *tableau])


def _adopt(stage: Stage) -> None:
    """Let the desks go on with what the clock opened: root causes."""
    for case in _root_causes(stage.now):
        listed = stage.town.matters[case.matter.code] if case.matter else None
        keys = {area.pk: key for key, area in stage.town.areas.items()}
        grid = keys.get(case.grid_id)
        if listed is None or grid not in stage.town.grids:
            continue
        script = Script(
            at=stage.now,
            listed=listed,
            condition=0,
            grid=grid,
            spot=(case.lon or 0.0, case.lat or 0.0),
            channel="recurrence",
        )
        stage.begin(stage.now, steps.adopt(stage, script, case))


def _root_causes(at: datetime) -> Iterator[Case]:
    made = access.visible_cases(CLOCK).filter(channel="recurrence", reported_at=at)
    yield from made.select_related("matter").order_by("pk")


@contextmanager
def _hurried() -> Iterator[None]:
    """Do not wait for the disk while an embedded database is filled."""
    embedded = connection.vendor == "sqlite"
    _run("PRAGMA synchronous = OFF" if embedded else "")
    try:
        yield
    finally:
        _run("PRAGMA synchronous = FULL" if embedded else "")
        _run("PRAGMA wal_checkpoint(TRUNCATE)" if embedded else "")


def _run(statement: str) -> None:
    if statement:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _close_panel(stage: Stage) -> Tale:
    """Close the one organisation whose matter shall be an orphan."""
    unit = stage.town.units[plan.CLOSED]
    found.close_organisation(unit, by=importer(stage.now), at=stage.now)
    yield from ()
