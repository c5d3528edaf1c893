"""How often each read and each act asks the database: fixed, so that nobody adds one.

The same number with one case and with three; caches that a process keeps are warm.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.cases import maps, pages, queries
from quincunx.cases.maps import Box
from quincunx.cases.models import Case
from quincunx.cases.queries import Lane, Wanted
from quincunx.cases.vocabulary import Act
from tests.cases import ways
from tests.cases.conftest import Stage
from tests.cases.ways import CENTRE

TOWN = Box(116.0, 39.0, 117.0, 40.0)
AROUND = ("SAVEPOINT", "RELEASE SAVEPOINT")  # of the test's own transaction

READS: dict[str, int] = {
    "queue": 4,
    "listing": 4,
    "lane counts": 1,
    "cells": 1,
    "points": 4,
    "neighbours": 1,
    "public": 4,
    "timeline": 3,
    "deadlines": 2,
    "offers": 4,
    "loads of units": 1,
    "last time": 1,
}
# What one act costs: the lock, what guards look at, and what is written: on PostgreSQL
# at once, on SQLite one table after the other.
ACTS: dict[str, dict[str, int]] = {
    "sqlite": {
        "report by a resident": 14,
        "establish": 12,
        "dispatch": 11,
        "accept": 8,
        "finish": 13,
        "confirm": 13,
        "tell": 8,
        "file": 8,
    },
    "postgresql": {
        "report by a resident": 7,
        "establish": 5,
        "dispatch": 4,
        "accept": 3,
        "finish": 5,
        "confirm": 5,
        "tell": 3,
        "file": 3,
    },
}


def asked(read: Callable[[], Any]) -> int:
    """Return how many queries something takes, those for its rows among them."""
    with CaptureQueriesContext(connection) as seen:
        read()
    said = [each["sql"] for each in seen.captured_queries]
    return len([sql for sql in said if not sql.startswith(AROUND)])


def read_all(stage: Stage, case: Case) -> dict[str, int]:
    actor, now = stage.actor(CENTRE), stage.now
    lon, lat = stage.town.spot("a1")
    units = [unit.pk for unit in stage.town.units.values()]
    reads: dict[str, Callable[[], Any]] = {
        "queue": lambda: _shown(queries.queue(actor, Lane.IN_HAND, now).rows),
        "listing": lambda: _shown(queries.listing(actor, Wanted(), now).rows),
        "lane counts": lambda: queries.lane_counts(actor, now),
        "cells": lambda: maps.cells(actor, TOWN, Wanted(), now),
        "points": lambda: maps.points(actor, TOWN, Wanted(), now),
        "neighbours": lambda: maps.possibly_same(actor, case),
        "public": lambda: maps.public_near(lon, lat, now),
        "timeline": lambda: pages.timeline(case),
        "deadlines": lambda: pages.deadlines(case, now),
        "offers": lambda: pages.offers(actor, case, now),
        "loads of units": lambda: queries.loads(actor, units),
        "last time": lambda: queries.last_time(actor, case),
    }
    for read in reads.values():
        read()  # so that caches are warm
    return {name: asked(read) for name, read in reads.items()}


def _shown(rows: Any) -> list[str]:
    """Read what a list shows of each case."""
    return [
        f"{row.number} {row.matter} {row.condition} {row.grid} {row.care} {row.unit}"
        for row in rows
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_reads_ask_as_often_for_three_as_for_one(stage: Stage, rows: int):
    all_ways = [ways.handling(stage) for _ in range(rows)]
    assert read_all(stage, all_ways[-1].case) == READS


def life(stage: Stage) -> dict[str, int]:
    """Walk one case from report to file; return what each act asked."""
    held: list[Case] = []

    def step(act: Callable[[], Case]) -> int:
        return asked(lambda: held.append(act()))

    def do(act: Act, who: str, **facts: Any) -> int:
        actor = stage.wait(minutes=10).actor(who)
        return step(lambda: stage.do(act, held[-1], actor, **facts))

    lamp, city = stage.matter("lamp"), stage.town.unit(ways.CITY)
    done = {"result": "New bulb.", "outcome": "solved"}
    told = {"channel": "telephone", "text": "It is lit."}
    return {
        "report by a resident": step(lambda: ways.reported(stage).case),
        "establish": do(Act.ESTABLISH, CENTRE, matter=lamp),
        "dispatch": do(Act.DISPATCH, CENTRE, unit=city),
        "accept": do(Act.ACCEPT, "officer"),
        "finish": do(Act.FINISH, "officer", **done),
        "confirm": do(Act.CONFIRM, "verifier"),
        "tell": do(Act.TELL, CENTRE, **told),
        "file": do(Act.FILE, CENTRE),
    }


@pytest.mark.parametrize("others", [1, 3])
def test_acts_ask_as_often_among_three_as_beside_one(stage: Stage, others: int):
    for _ in range(others):
        life(stage)
        stage.wait(days=1)
    assert life(stage) == ACTS[connection.vendor]
