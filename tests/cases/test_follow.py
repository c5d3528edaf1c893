"""The tree changes under open cases: those who care change, where it happened stays."""

from datetime import date, timedelta

import pytest

from quincunx.areas import tree_changes
from quincunx.areas.models import Area
from quincunx.areas.tree_changes import Part
from quincunx.cases import access, follow, report
from quincunx.cases.models import Case, Followed
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.cases.tally import open_by_state
from quincunx.cases.vocabulary import Act, State
from quincunx.lib.refusal import Refusal
from quincunx.staff.office import day_of
from tests.cases.conftest import Stage
from tests.cast import SOUTH, STEP, WEST, appointed, enrolled, square

LEFT, RIGHT = (0.1, 0.5), (0.9, 0.5)  # in grid a1, by columns and rows


def spot(place: tuple[float, float]) -> tuple[float, float]:
    return WEST + place[0] * STEP, SOUTH + place[1] * STEP


def halves(stage: Stage, on: date | None = None) -> list[Area]:
    """Split grid a1 down the middle, from today if no other day is said."""
    parts = [
        Part("左半", square(0, 0, 0.5, 1)),
        Part("右半", square(0.5, 0, 0.5, 1)),
    ]
    a1, owner = stage.town.area("a1"), stage.town.owner
    day = on or day_of(stage.now)
    return tree_changes.split(a1, parts, on=day, by=owner, at=stage.now)


def tree(stage: Stage) -> dict[str, object]:
    return {"on": day_of(stage.now), "by": stage.town.owner, "at": stage.now}


def stands(case: Case) -> tuple[int, int, int, str]:
    case.refresh_from_db()
    return case.grid_id, case.care_id, case.desk_id, case.care_path


def test_a_split_grid_hands_each_case_to_the_part_that_holds_it(stage: Stage):
    a1, west = stage.town.area("a1"), stage.town.area("west")
    left, right = (stage.report("lamp", at=spot(at)) for at in (LEFT, RIGHT))
    west_half, east_half = halves(stage)
    assert follow.catch_up(stage.now) == 2
    assert stands(left) == (a1.pk, west_half.pk, west.pk, west_half.path)
    assert stands(right) == (a1.pk, east_half.pk, west.pk, east_half.path)
    assert follow.catch_up(stage.now) == 0
    assert open_by_state(west_half.path) == {State.ESTABLISHED: 1}
    assert open_by_state(a1.path) == {}


def test_whoever_leads_the_part_may_act_and_see_at_once(stage: Stage):
    case = stage.report("lamp", at=spot(RIGHT))
    _, right = halves(stage)
    stage.town.areas["right"] = right
    stage.town.people["new"] = enrolled("new", "新格长")
    appointed(stage.town, "new", "verifier", "right", starts=day_of(stage.now))
    with pytest.raises(Refusal, match="no-such-case"):
        access.case_for(stage.actor("new"), case.number)
    follow.catch_up(stage.now)
    assert access.case_for(stage.actor("new"), case.number) == case
    assert access.case_for(stage.actor("dispatcher-station"), case.number) == case


def test_merged_grids_and_cases_without_a_position(stage: Stage):
    """What was reported for an area from a list goes to whatever took it over."""
    areas = [stage.town.area(key) for key in ("a1", "a2")]
    case = stage.report("lamp", by="leader-a1", at="a1")
    Case.objects.filter(pk=case.pk).update(located="chosen", lon=None, lat=None)
    both = tree_changes.merge(areas, "青榆南网格", **tree(stage))
    assert follow.catch_up(stage.now) == 1
    assert stands(case)[:2] == (areas[0].pk, both.pk)
    parts = [Part("甲", square(0, 0, 1, 1)), Part("乙", square(1, 0, 1, 1))]
    first, _ = tree_changes.split(both, parts, **tree(stage))
    assert follow.catch_up(stage.now) == 1
    assert stands(case)[:2] == (areas[0].pk, first.pk)


def test_a_community_that_moves_takes_its_cases_and_their_desk_along(stage: Stage):
    town = stage.town
    case = stage.report("lamp")
    done, _ = stage.resident_report()
    done = stage.do(
        Act.REFUSE, done, "dispatcher-centre", reason="not-ours", text="No."
    )
    tree_changes.move(town.area("a"), town.area("east"), **tree(stage))
    assert follow.catch_up(stage.now) == 1
    a1 = Area.objects.get(pk=town.area("a1").pk)
    assert stands(case) == (a1.pk, a1.pk, town.area("east").pk, a1.path)
    assert stands(done)[2] == town.area("west").pk
    with pytest.raises(Refusal, match="not-yours-to-do"):
        stage.dispatched(case)
    assert access.case_for(stage.actor("leader-a1"), case.number) == case
    with pytest.raises(Refusal, match="no-such-case"):
        access.case_for(stage.actor("dispatcher-centre"), case.number)


def test_a_border_drawn_anew_gives_a_case_to_the_neighbour(stage: Stage):
    town = stage.town
    near, far = (stage.report("lamp", at=spot(at)) for at in (RIGHT, LEFT))
    borders = [
        (town.area("a1"), square(0, 0, 0.7, 1)),
        (town.area("a2"), square(0.7, 0, 1.3, 1)),
    ]
    tree_changes.redraw_together(borders, **tree(stage))
    assert follow.catch_up(stage.now) == 1
    assert stands(near)[:2] == (town.area("a1").pk, town.area("a2").pk)
    assert stands(far)[:2] == (town.area("a1").pk, town.area("a1").pk)


def test_a_change_dated_ahead_is_followed_on_its_day(stage: Stage):
    case = stage.report("lamp", at=spot(LEFT))
    left, _ = halves(stage, day_of(stage.now) + timedelta(days=2))
    assert follow.catch_up(stage.now) == 0
    stage.wait(days=1)
    assert follow.catch_up(stage.now) == 0
    stage.wait(days=1)
    assert follow.catch_up(stage.now) == 1
    assert stands(case)[1] == left.pk


def test_a_report_written_down_just_after_the_change_is_found_once_more(stage: Stage):
    halves(stage)
    follow.catch_up(stage.now)
    case = stage.report("lamp", at=spot(LEFT))
    now = stands(case)
    a1 = stage.town.area("a1")
    Case.objects.filter(pk=case.pk).update(care=a1, care_path=a1.path)
    assert follow.catch_up(stage.now) == 0
    stage.wait(minutes=1)
    assert follow.catch_up(stage.now) == 1
    assert stands(case) == now
    assert Followed.objects.get().again_at is None


def test_a_closed_grid_leaves_its_cases_to_the_community(stage: Stage):
    town = stage.town
    case = stage.report("lamp", by="leader-c1", at="c1")
    Case.objects.filter(pk=case.pk).update(located="chosen", lon=None, lat=None)
    tree_changes.close(town.area("c1"), **tree(stage))
    assert follow.catch_up(stage.now) == 1
    assert stands(case)[:2] == (town.area("c1").pk, town.area("c").pk)


def test_filed_cases_stay_until_they_are_reopened(stage: Stage):
    case = stage.do(Act.CONFIRM, stage.handled(stage.report("lamp")), "verifier")
    told = {"channel": "telephone", "text": "It is lit."}
    case = stage.do(Act.TELL, case, "dispatcher-centre", **told)
    case = stage.do(Act.FILE, case, "dispatcher-centre")
    a1 = stage.town.area("a1")
    halves(stage)
    assert follow.catch_up(stage.now) == 0
    assert stands(case)[:2] == (a1.pk, a1.pk)
    case = stage.do(Act.REOPEN, case, "dispatcher-centre", text="Dark again.")
    grid, care, _, path = stands(case)
    assert (grid, Area.objects.get(pk=care).valid_to) == (a1.pk, None)
    assert open_by_state(path) == {State.ESTABLISHED: 1}


def test_a_case_on_a_tiers_desk_stays_at_that_level(stage: Stage):
    town = stage.town
    case = stage.do(Act.COORDINATE, stage.report("noise"), "leader-a1", text="Come.")
    assert case.desk == town.area("a")
    tree_changes.move(town.area("a1"), town.area("b"), **tree(stage))
    follow.catch_up(stage.now)
    assert stands(case)[1:3] == (town.area("a1").pk, town.area("b").pk)


def test_the_day_is_the_towns_and_not_greenwichs(stage: Stage):
    """Half past midnight in the town is still yesterday in Greenwich."""
    stage.now += timedelta(hours=15, minutes=30)
    left, right = halves(stage)
    case = stage.report("lamp", at=spot(LEFT))
    assert (case.care_id, case.number[:6]) == (left.pk, "260303")
    assert right.valid_from == date(2026, 3, 3)


def test_nothing_changed_costs_two_queries(
    stage: Stage, django_assert_num_queries: object
):
    follow.catch_up(stage.now)
    stage.wait(minutes=2)
    follow.catch_up(stage.now)
    with django_assert_num_queries(2):  # type: ignore[operator]
        follow.catch_up(stage.now)


def test_an_area_nobody_has_drawn_takes_reports(stage: Stage):
    """A tree read from a list of codes has no borders, and is chosen from a list."""
    bare = tree_changes.found(
        "老榆第二网格", level=4, parent=stage.town.area("c"), **tree(stage)
    )
    said = Report(text="It is dark.", place=Place(area=bare.pk))
    case = report.submit(said, by=stage.town.resident, at=stage.now).case
    assert stands(case)[:3] == (bare.pk, bare.pk, stage.town.area("east").pk)
    absent = Report(text="It is dark.", place=Place(area=bare.pk + 1))
    with pytest.raises(Refusal, match="no-such-area"):
        report.submit(absent, by=stage.town.resident, at=stage.now)
