"""What a screen is told: counts, curves, cells and rates, and of few nothing at all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.cases import wall
from quincunx.cases.models import Case
from quincunx.cases.vocabulary import Act
from quincunx.cases.wall import Rate, Results
from quincunx.foundation.actors import Actor
from quincunx.lib.hexagons import Lattice
from tests.cases import ways
from tests.cases.conftest import Stage
from tests.walls.conftest import watching

LATTICES = [Lattice(116.43, 39.91, wide) for wide in (400.0, 9000.0)]
QUERIES = {"standing": 1, "flow": 2, "results": 2, "density": 1}


def filed(stage: Stage) -> Case:
    way = ways.reported(stage)
    case = stage.do(Act.ESTABLISH, way.case, ways.CENTRE, matter=stage.matter("lamp"))
    case = stage.dispatched(case)
    case = stage.do(Act.ACCEPT, case, "officer")
    case = stage.do(Act.FINISH, case, "officer", result="New bulb.", outcome="solved")
    case = stage.do(Act.CONFIRM, case, "verifier")
    told = {"channel": "telephone", "text": "It is lit."}
    case = stage.do(Act.TELL, case, ways.CENTRE, **told)
    case = stage.do(Act.FILE, case, ways.CENTRE) if case.is_open else case
    return stage.do(Act.VERDICT, case, way.resident, verdict="solved")


def test_what_is_open_is_counted_by_where_it_stands(stage: Stage):
    screen = watching(stage)
    stage.report()
    ways.reported(stage)
    stage.dispatched(stage.report())
    stage.report(by="leader-c1", at="c1")
    found = wall.standing(screen, stage.now)
    told = {"new": 1, "dispatch": 2, "in_hand": 1, "paused": 0, "verify": 0, "tell": 0}
    assert (found.open, dict(found.piles)) == (4, told)
    assert sum(found.piles.values()) == found.open
    there = wall.standing(watching(stage, "c"), stage.now)
    assert (there.open, there.piles["dispatch"]) == (1, 1)


def test_what_is_overdue_and_what_soon_will_be(stage: Stage):
    screen, case = watching(stage), stage.report()
    assert case.due_at is not None
    first = wall.standing(screen, case.due_at - timedelta(hours=3))
    soon = wall.standing(screen, case.due_at - timedelta(hours=1))
    late = wall.standing(screen, case.due_at)
    assert [(s.soon, s.overdue) for s in (first, soon, late)] == [
        (0, 0),
        (1, 0),
        (0, 1),
    ]


def test_a_day_is_told_by_the_hour_and_the_running_hour_last(stage: Stage):
    screen = watching(stage)
    stage.report()
    stage.wait(hours=1, minutes=30)
    done = filed(stage)
    hours = wall.flow(screen, stage.now)
    assert len(hours) == 24
    assert [(h.reported, h.closed) for h in hours[-2:]] == [(1, 0), (1, 1)]
    assert done.closed_at is not None
    assert hours[-1].begins <= done.closed_at
    stage.wait(hours=24)
    assert {(h.reported, h.closed) for h in wall.flow(screen, stage.now)} == {(0, 0)}


def test_of_fewer_than_ten_nothing_is_told_and_of_ten_it_is(stage: Stage):
    """Nine reports in one cell make no cell, nine results no rate; the tenth does."""
    screen = watching(stage)
    for n in range(wall.FEWEST - 1):
        filed(stage.wait(minutes=n))
    assert wall.density(screen, LATTICES, stage.now) == (LATTICES[1], {})
    whole, [unit] = wall.results(screen, stage.now)
    assert (whole.reopened.n, whole.reopened.share, unit.unsolved.share) == (
        9,
        None,
        None,
    )
    filed(stage)
    fine, coarse = LATTICES
    cell = fine.cell_of(*stage.town.spot("a1"))
    assert wall.density(screen, LATTICES, stage.now) == (fine, {cell: 10})
    for grid in ("a2", "a3", "b1", "b2") * 3:  # scattered, so that cells grow
        stage.report(by=f"leader-{grid}", at=grid)
    lattice, cells = wall.density(screen, LATTICES, stage.now)
    assert (lattice, sum(cells.values())) == (coarse, 22)
    whole, [unit] = wall.results(screen, stage.now)
    assert unit.unit == stage.town.unit("city-management").pk
    assert (unit.on_time.share, unit.reopened.share) == (1.0, 0.0)
    assert (whole.unsolved.n, whole.unsolved.share) == (10, 0.0)


def test_what_is_opened_again_counts_against_whoever_closed_it(stage: Stage):
    screen, way = watching(stage), ways.filed(stage)
    case = stage.do(Act.REOPEN, way.case, way.resident, text="It is dark again.")
    assert case.unit is None
    _, [unit] = wall.results(screen, stage.now)
    assert unit.unit == stage.town.unit("city-management").pk
    assert (unit.reopened.part, unit.reopened.n) == (1, 1)


def rates(*sizes: int) -> list[Results]:
    return [Results(n, Rate(1, n), Rate(1, n), Rate(1, n)) for n in sizes]


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ((30, 20), [30, 20]),
        ((30, 20, 9), [30]),  # the whole less 30 and 20 would tell of the 9
        ((30, 9, 8), [30]),
        ((30, 20, 0), [30, 20]),  # none at all tells of nobody
        ((9,), []),
    ],
)
def test_a_small_unit_cannot_be_worked_out_from_the_whole(
    sizes: tuple[int, ...], told: list[int]
):
    guarded = wall._guarded(rates(*sizes))
    for name in ("on_time", "reopened", "unsolved"):
        shown = [r for r in (getattr(row, name) for row in guarded) if r.share]
        assert [rate.n for rate in shown] == told


def asked(stage: Stage, screen: Actor) -> dict[str, int]:
    now, found = stage.now, {}
    for name in QUERIES:
        more = (LATTICES,) if name == "density" else ()
        with CaptureQueriesContext(connection) as seen:
            getattr(wall, name)(screen, *more, now)
        found[name] = len(seen)
    return found


@pytest.mark.parametrize("cases", [1, 3])
def test_a_look_asks_as_often_for_three_as_for_one(stage: Stage, cases: int):
    screen = watching(stage)
    for _ in range(cases):
        filed(stage)
        stage.report()
    assert asked(stage, screen) == QUERIES
