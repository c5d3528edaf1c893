"""Whatever is done to the tree: cases stand where a naive map of the town says.

The naive map keeps the cells of each grid and who is whose parent, and walks. Against
it stand stored paths, counts and rights, after any mixture of splits, merges, moves
and borders drawn anew.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import pytest
import shapely
from django.db import transaction
from hypothesis import settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from quincunx.areas import tree_changes
from quincunx.areas.models import Area
from quincunx.areas.tree_changes import Part
from quincunx.cases import follow, report
from quincunx.cases.access import visible_cases
from quincunx.cases.models import Case
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.cases.tally import open_by_state
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor, Holding, Kind
from quincunx.staff.office import day_of
from tests.cases.conftest import Stage
from tests.cast import GRIDS, SOUTH, STEP, TERRITORIES, WEST, square

Cell = tuple[int, int]  # half a square of the cast wide and high
SEEDS = strategies.binary(min_size=8, max_size=8)  # numbers would mostly be small


@dataclass
class Known:
    """A case as the naive map knows it: its cell, or the grid it was reported for."""

    cell: Cell | None
    grid: int
    frozen: int | None = None  # who cared for it when it was closed


@dataclass
class NaiveMap:
    parent: dict[int, int | None] = field(default_factory=dict)
    cells: dict[int, frozenset[Cell]] = field(default_factory=dict)  # of living grids
    heir: dict[int, int] = field(default_factory=dict)
    cases: dict[UUID, Known] = field(default_factory=dict)

    def chain(self, area: int | None) -> list[int]:
        found: list[int] = []
        while area is not None:
            found.append(area)
            area = self.parent[area]
        return found

    def care(self, case: Known) -> int:
        if case.frozen is not None:
            return case.frozen
        if case.cell is not None:
            return next(k for k, cells in self.cells.items() if case.cell in cells)
        here = case.grid
        while here in self.heir:
            here = self.heir[here]
        return here


def dice(seed: bytes) -> Random:
    return Random(seed)  # chooses what a test does


def outline(cells: frozenset[Cell]) -> Any:
    """Return the cells as one shape whose corners are the same in every outline."""
    boxes = [square(x / 2, y / 2, 0.5, 0.5) for x, y in cells]
    return shapely.set_precision(shapely.union_all(boxes), 1e-9)


def is_whole(cells: frozenset[Cell]) -> bool:
    return bool(cells) and outline(cells).geom_type == "Polygon"


def spot(cell: Cell) -> tuple[float, float]:
    """Return a position in a cell where no building stands."""
    return WEST + (cell[0] / 2 + 0.4) * STEP, SOUTH + (cell[1] / 2 + 0.4) * STEP


class Town(RuleBasedStateMachine):
    """Changes the tree and reports cases, in the town and on the naive map alike."""

    stage: Stage  # given by the test that runs this

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.map = NaiveMap()
        areas = self.stage.town.areas
        self.key = {name: area.pk for name, area in areas.items()}
        for name, _, above, _ in (*TERRITORIES, *GRIDS):
            self.map.parent[self.key[name]] = self.key[above] if above else None
        for name, _, _, (x, y, wide, high) in GRIDS:
            self.map.cells[self.key[name]] = frozenset(
                (i, j)
                for i in range(int(2 * x), int(2 * (x + wide)))
                for j in range(int(2 * y), int(2 * (y + high)))
            )
        self._redraw(self.map.cells)
        self.followed = True

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def today(self) -> dict[str, Any]:
        at = self.stage.now
        return {"on": day_of(at), "by": self.stage.town.owner, "at": at}

    @rule(seed=SEEDS)
    def report_somewhere(self, seed: bytes) -> None:
        chance = dice(seed)
        grid = chance.choice(sorted(self.map.cells))
        cell = chance.choice(sorted(self.map.cells[grid]))
        by_position = chance.random() < 0.6
        lon, lat = spot(cell)
        place = Place(lon, lat) if by_position else Place(area=grid)
        told = Report(text="It is dark.", place=place)
        case = report.submit(told, by=self.stage.town.resident, at=self.stage.now).case
        self.map.cases[case.pk] = Known(cell if by_position else None, grid)

    @precondition(lambda self: self.map.cases and self.followed)
    @rule(seed=SEEDS)
    def refuse_one(self, seed: bytes) -> None:
        key = dice(seed).choice(sorted(self.map.cases))
        known = self.map.cases[key]
        if known.frozen is None:
            case, told = Case.objects.get(pk=key), {"reason": "not-ours", "text": "No."}
            self.stage.do(Act.REFUSE, case, "dispatcher-command", **told)
            known.frozen = self.map.care(known)

    @rule(seed=SEEDS)
    def split_one(self, seed: bytes) -> None:
        chance = dice(seed)
        grid = chance.choice(sorted(self.map.cells))
        cells, axis = self.map.cells[grid], chance.randrange(2)
        cut = chance.choice(sorted(cells))[axis]
        low = frozenset(cell for cell in cells if cell[axis] < cut)
        if not (is_whole(low) and is_whole(cells - low)):
            return
        parts = [Part("甲", outline(low)), Part("乙", outline(cells - low))]
        area = Area.objects.get(pk=grid)
        made = tree_changes.split(area, parts, **self.today)
        self._replace(
            [grid], {m.pk: c for m, c in zip(made, (low, cells - low), strict=True)}
        )

    @rule(seed=SEEDS)
    def merge_two(self, seed: bytes) -> None:
        chance = dice(seed)
        one = chance.choice(sorted(self.map.cells))
        beside = [
            key
            for key, cells in sorted(self.map.cells.items())
            if key != one
            and self.map.parent[key] == self.map.parent[one]
            and is_whole(cells | self.map.cells[one])
        ]
        if not beside:
            return
        other = chance.choice(beside)
        cells = self.map.cells[one] | self.map.cells[other]
        areas = list(Area.objects.filter(pk__in=[one, other]))
        made = tree_changes.merge(areas, "合", **self.today)
        self._replace([one, other], {made.pk: cells})

    def _replace(self, gone: list[int], made: dict[int, frozenset[Cell]]) -> None:
        for key in made:
            self.map.parent[key] = self.map.parent[gone[0]]
        for key in gone:
            self.map.heir[key] = min(made)
            del self.map.cells[key]
        self.map.cells.update(made)
        self.followed = False

    @rule(seed=SEEDS)
    def shift_a_border(self, seed: bytes) -> None:
        chance = dice(seed)
        one, other = chance.sample(sorted(self.map.cells), 2)
        cells = self.map.cells
        fit = [
            cell
            for cell in sorted(cells[one])
            if is_whole(cells[one] - {cell}) and is_whole(cells[other] | {cell})
        ]
        if not fit:
            return
        cell = chance.choice(fit)
        cells[one], cells[other] = cells[one] - {cell}, cells[other] | {cell}
        self._redraw([one, other])
        self.followed = False

    def _redraw(self, keys: Iterable[int]) -> None:
        areas = Area.objects.in_bulk(list(keys))
        borders = [(area, outline(self.map.cells[k])) for k, area in areas.items()]
        tree_changes.redraw_together(borders, **self.today)

    @rule(seed=SEEDS)
    def move_a_grid(self, seed: bytes) -> None:
        chance = dice(seed)
        self._move(chance.choice(sorted(self.map.cells)), chance.choice("abc"))

    @rule(seed=SEEDS)
    def move_a_community(self, seed: bytes) -> None:
        chance = dice(seed)
        to = chance.choice(("west", "east"))
        self._move(self.key[chance.choice("abc")], to)

    def _move(self, key: int, to: str) -> None:
        above = Area.objects.get(pk=self.key[to])
        tree_changes.move(Area.objects.get(pk=key), above, **self.today)
        self.map.parent[key] = above.pk
        self.followed = False

    @rule()
    def follow_up(self) -> None:
        follow.catch_up(self.stage.now)
        self.followed = True

    @invariant()
    def everything_stands_as_on_the_map(self) -> None:
        if not self.followed:
            return
        cases = Case.objects.in_bulk(list(self.map.cases))
        paths = dict(Area.objects.values_list("pk", "path"))
        for key, known in self.map.cases.items():
            case, care = cases[key], self.map.care(known)
            assert (case.grid_id, case.care_id) == (known.grid, care)
            if known.frozen is None:
                chain = self.map.chain(care)
                assert case.care_path == paths[care]
                assert (case.desk_id, case.desk_path) == (chain[-2], paths[chain[-2]])
        for area in (*self.map.cells, *map(self.key.get, ("district", "west", "a"))):
            self._must_see_its_own(area, paths[area])

    def _must_see_its_own(self, area: int, path: str) -> None:
        own = {
            key
            for key, known in self.map.cases.items()
            if known.frozen is None and area in self.map.chain(self.map.care(known))
        }
        holding = Holding("dispatcher", "dispatcher", path)
        desk = Actor(Kind.STAFF, holdings=(holding,))
        seen = visible_cases(desk).filter(closed_at__isnull=True)
        assert set(seen.values_list("pk", flat=True)) == own
        counted = Counter(seen.values_list("state", flat=True))
        assert open_by_state(path) == dict(counted)


def run(stage: Stage, *, examples: int, steps: int) -> None:
    town = type("ThisTown", (Town,), {"stage": stage})
    run_state_machine_as_test(
        town,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None
        ),
    )


def test_cases_stand_as_on_the_naive_map(stage: Stage):
    run(stage, examples=6, steps=25)


@pytest.mark.drill
def test_cases_stand_as_on_the_naive_map_for_ten_thousand_steps(stage: Stage):
    run(stage, examples=100, steps=100)
