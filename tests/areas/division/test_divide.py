"""A town is divided: even, connected, the same again, and never wrong in silence."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.areas import division
from quincunx.areas.division import Wishes
from quincunx.foundation import wording
from quincunx.lib.refusal import Refusal
from tests.areas.division.towns import Content, board, faults, renumbered

QUICK = Wishes(seconds=0.1)


def divided(content: Content, wishes: Wishes = QUICK) -> division.Plan:
    return division.divide(division.of_mapping(content), wishes)


def test_a_town_is_divided_into_even_connected_grids() -> None:
    town = board(16, 12, 8)
    plan = divided(town)
    assert plan.feasible
    assert faults(town, plan.assignment, 8) == []
    assert plan.impossible == ()


def test_one_seed_gives_one_plan() -> None:
    town = board(12, 12, 6)
    assert divided(town).assignment == divided(town).assignment


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.permutations(range(48)))
def test_another_order_of_units_leaves_the_plan_as_good(order: list[int]) -> None:
    town = board(8, 6, 4)
    other = renumbered(town, list(order))
    assert faults(other, divided(other).assignment, 4) == []


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.sampled_from([0.001, 0.5, 3.0, 1e6]))
def test_other_units_of_load_change_nothing(factor: float) -> None:
    town = board(8, 6, 4)
    loads = [load * factor for load in town["units"]["workload"]]
    other = {**town, "units": {**town["units"], "workload": loads}}
    assert divided(other).grid.tolist() == divided(town).grid.tolist()


@pytest.mark.parametrize("k", [1, 2, 7, 8, 9])
def test_one_grid_more_is_no_harder(k: int) -> None:
    town = board(16, 12, k)
    assert faults(town, divided(town).assignment, k) == []


def test_as_many_grids_as_units() -> None:
    town = board(4, 3, 12, tolerance=0.9)
    plan = divided(town)
    assert sorted(plan.grid.tolist()) == list(range(12))


def test_a_community_of_one_building() -> None:
    town = board(1, 1, 1)
    assert divided(town).assignment == ["0"]


def test_two_parts_get_grids_of_their_own() -> None:
    town = board(12, 8, 4)
    town["edges"] = [e for e in town["edges"] if {e[0] % 12, e[1] % 12} != {5, 6}]
    town["units"]["workload"] = [1] * 96
    plan = divided(town)
    assert faults(town, plan.assignment, 4) == []
    assert plan.bounds["cut_borders"] == 2


def test_two_parts_and_one_grid_are_refused() -> None:
    town = board(4, 1, 1)
    town["edges"] = [[0, 1, 10, 0], [2, 3, 10, 0]]
    with pytest.raises(Refusal) as refused:
        divided(town)
    assert refused.value.code == "division-more-parts-than-grids"


def test_a_unit_heavier_than_a_grid_is_named_and_the_rest_is_even() -> None:
    town = board(6, 6, 4)
    town["units"]["workload"] = [1] * 35 + [60]
    plan = divided(town)
    assert [each.code for each in plan.impossible] == [
        "division-unit-heavier-than-a-grid"
    ]
    assert plan.impossible[0].facts["unit"] == 35
    assert not plan.feasible
    assert plan.bounds["max_deviation"] > town["tolerance"]


def test_an_island_too_small_for_a_grid_is_named() -> None:
    town = board(6, 6, 4)
    town["edges"] = [e for e in town["edges"] if 35 not in e[:2]]
    plan = divided(town)
    assert plan.impossible[0].code == "division-part-cannot-be-even"


def test_zero_loads_are_loads() -> None:
    town = board(8, 8, 4)
    town["units"]["workload"] = [0, 2] * 32
    assert faults(town, divided(town).assignment, 4) == []


def test_stop_returns_the_best_so_far() -> None:
    town = division.of_mapping(board(16, 12, 8))
    plan = division.divide(town, Wishes(seconds=60), stop=lambda: True)
    assert plan.stopped
    assert len(set(plan.assignment)) == 8


def _without(name: str) -> Content:
    town = board(4, 4, 2)
    return {key: value for key, value in town.items() if key != name}


def _with_unit(name: str, column: object) -> Content:
    town = board(4, 4, 2)
    return {**town, "units": {**town["units"], name: column}}


NONSENSE = {
    "division-instance-not-griddiv": {**board(4, 4, 2), "format": "else/1"},
    "division-instance-lacks": _without("units"),
    "division-more-grids-than-units": board(4, 4, 17),
    "division-load-below-zero": _with_unit("workload", [-1] + [2] * 15),
    "division-nothing-to-divide": _with_unit("workload", [0] * 16),
    "division-column-no-numbers": _with_unit("workload", ["much"] * 16),
    "division-column-length": _with_unit("workload", [1] * 15),
    "division-unit-twice": _with_unit("uid", ["a", "a", *range(14)]),
    "division-border-of-unknown-unit": {**board(4, 4, 2), "edges": [[0, 16, 1, 0]]},
    "division-borders-unfit": {**board(4, 4, 2), "edges": [[0, 1]]},
    "division-tolerance-unfit": {**board(4, 4, 2), "tolerance": -1},
}


@pytest.mark.parametrize("code", NONSENSE)
def test_nonsense_is_refused_in_words(code: str) -> None:
    with pytest.raises(Refusal) as refused:
        divided(NONSENSE[code])
    assert refused.value.code == code
    assert wording.in_words(refused.value) != ""


def test_a_border_named_twice_counts_once() -> None:
    town = board(8, 6, 4)
    twice = {
        **town,
        "edges": town["edges"] + [[v, u, *r] for u, v, *r in town["edges"]],
    }
    assert divided(twice).measures == divided(town).measures


def test_a_plan_is_written_as_json(tmp_path: Path) -> None:
    town = board(8, 6, 4)
    (tmp_path / "town.json").write_text(json.dumps(town))
    plan = division.divide(division.read(tmp_path / "town.json"), QUICK)
    written = json.loads(json.dumps(plan.facts()))
    assert faults(town, written["assignment"], 4) == []
    loads = np.array([each["load"] for each in written["grids"]])
    assert loads.sum() == sum(town["units"]["workload"])


def test_a_town_that_has_grown_is_made_even_by_moving_little() -> None:
    town = board(16, 12, 8)
    before = divided(town).assignment
    loads = list(town["units"]["workload"])
    grown = [u for u, label in enumerate(before) if label == before[0]][:6]
    for u in grown:
        loads[u] += 8
    larger = {**town, "units": {**town["units"], "workload": loads}}
    assert faults(larger, before, 8) != []

    plan = divided(larger, Wishes(seconds=0.1, previous=before))

    assert faults(larger, plan.assignment, 8) == []
    stayed = [a == b for a, b in zip(before, plan.assignment, strict=True)]
    assert sum(stayed) > 150
    assert plan.measures.moved_load < 0.2


def test_a_plan_that_is_even_already_is_left_alone() -> None:
    town = board(16, 12, 8)
    before = divided(town).assignment
    assert divided(town, Wishes(seconds=0.1, previous=before)).assignment == before


def test_estates_stay_whole_and_borders_follow_roads() -> None:
    town = board(16, 12, 8, road=4)
    block = [(u // 16 // 4) * 4 + (u % 16) // 4 for u in range(192)]
    town["units"]["estate"] = block
    town["units"]["workload"] = [1] * 192
    town["k"], town["tolerance"] = 6, 0.01
    plan = divided(town, Wishes(seconds=0.1, mode="roads"))
    assert faults(town, plan.assignment, 6) == []
    assert plan.measures.estates_split == 0
    assert plan.measures.cut_on_roads == 1.0
