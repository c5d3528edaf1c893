"""Whom to give a case to: the load of each unit, and who did this last time."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quincunx.cases import queries
from quincunx.cases.models import Case
from quincunx.cases.papers import Shown
from quincunx.cases.queries import LastTime
from quincunx.cases.vocabulary import Act
from tests.cases.conftest import OFFICERS, Stage
from tests.web.conftest import SignIn

DONE: dict[str, Any] = {"result": "New bulb.", "outcome": "solved"}


def _handled(stage: Stage, grid: str, unit: str) -> Case:
    case = stage.report("street-lamp", by=f"leader-{grid}", at=grid)
    stage.accepted(case, unit)
    shown = (Shown(stage.photo(), "photo-after"),)
    return stage.do(Act.FINISH, case, OFFICERS[unit], files=shown, **DONE)


def _form(desk: Client, case: Case) -> str:
    address = reverse("case-act", args=[case.number, Act.DISPATCH])
    return desk.get(address).content.decode()


def _hints(page: str) -> dict[str, str]:
    """Return what is told beside each unit of the list."""
    told = re.findall(r'data-hint="([^"]*)"[^>]*>([^<]*)<', page)
    return {name: hint for hint, name in told}


def test_the_list_tells_how_many_open_cases_each_unit_has(
    stage: Stage, sit_down: SignIn
):
    for _ in range(2):
        stage.dispatched(stage.report("street-lamp"))
    stage.dispatched(stage.report("street-lamp"), "landscaping")
    desk = sit_down("dispatcher-centre")
    hints = _hints(_form(desk, stage.report("street-lamp")))
    assert hints["城市管理局"] == "2 open"
    assert hints["园林绿化局"] == "1 open"
    assert hints["教育局"] == "0 open"
    desk.cookies["django_language"] = "zh-hans"
    hints = _hints(_form(desk, stage.report("street-lamp")))
    assert hints["城市管理局"] == "在办 2 件"


def test_a_desk_counts_only_the_cases_it_may_see(stage: Stage):
    stage.dispatched(stage.report("street-lamp"))
    far = stage.report("street-lamp", by="leader-c1", at="c1")
    unit = stage.town.unit("city-management")
    stage.do(Act.DISPATCH, far, "dispatcher-command", unit=unit)

    def load(who: str) -> dict[int, int]:
        return queries.loads(stage.actor(who), [unit.pk])

    assert load("dispatcher-centre") == {unit.pk: 1}
    assert load("dispatcher-command") == {unit.pk: 2}
    assert load("stranger") == {}


def test_who_did_this_last_time_in_the_grid_goes_before_the_community(stage: Stage):
    desk = stage.actor("dispatcher-centre")
    asks = stage.report("street-lamp")
    assert queries.last_time(desk, asks) is None
    _handled(stage, "b1", "city-management")
    other = stage.report("litter-bin")
    assert queries.last_time(desk, asks) is None  # another community
    near = _handled(stage.wait(minutes=1), "a2", "landscaping")
    assert queries.last_time(desk, other) is None  # another matter
    unit = stage.town.unit("landscaping").pk
    last = LastTime(unit, near.number, stage.now, same_grid=False)
    assert queries.last_time(desk, asks) == last
    here = _handled(stage.wait(minutes=1), "a1", "city-management")
    at = stage.now
    _handled(stage.wait(minutes=1), "a3", "landscaping")
    unit = stage.town.unit("city-management").pk
    assert queries.last_time(desk, asks) == LastTime(unit, here.number, at, True)
    assert queries.last_time(stage.actor("stranger"), asks) is None


def test_the_body_complained_of_is_not_offered_for_last_time(stage: Stage):
    _handled(stage, "a1", "city-management")
    case, unit = stage.report("street-lamp"), stage.town.unit("city-management")
    text = "They broke it."
    desk = "dispatcher-centre"
    case = stage.do(Act.FLAG_CONFLICT, case, desk, unit=unit, text=text)
    assert queries.last_time(stage.actor("dispatcher-centre"), case) is None


def test_the_body_complained_of_stands_on_no_list_until_the_flag_is_lifted(
    stage: Stage, sit_down: SignIn
):
    case, unit = stage.report("street-lamp"), stage.town.unit("city-management")
    desk = sit_down("dispatcher-centre")

    def listed(act: str) -> bool:
        address = reverse("case-act", args=[case.number, act])
        return f'value="{unit.pk}"' in desk.get(address).content.decode()

    flag = {"unit": unit, "text": "They broke it."}
    assert listed("dispatch")
    case = stage.do(Act.FLAG_CONFLICT, case, "dispatcher-centre", **flag)
    assert not listed("dispatch")
    assert listed("flag-conflict")
    finding = reverse("case-units", args=[case.number])
    assert desk.get(finding, {"q": "城市管理"}).json()["found"] == []
    page = desk.get(reverse("case", args=[case.number])).content.decode()
    lifts = reverse("case-act", args=[case.number, "lift-conflict"])
    assert "which does not see it" in page.split(lifts)[0]
    stage.do(Act.LIFT_CONFLICT, case, "dispatcher-centre", text="They know by now.")
    assert listed("dispatch")


def test_who_did_this_last_time_is_offered_with_one_press(
    stage: Stage, sit_down: SignIn
):
    _handled(stage, "a2", "city-management")
    desk, case = sit_down("dispatcher-centre"), stage.report("street-lamp")
    page = _form(desk, case)
    assert "Did this last time:" in page
    unit = stage.town.unit("city-management")
    assert f'data-value="{unit.pk}">城市管理局' in page
    assert "in this community, " in page
    assert _hints(page)["城市管理局"] == "1 open · did this last time"
    finding = reverse("case-units", args=[case.number])
    [found] = desk.get(finding, {"q": "城市管理"}).json()["found"]
    assert found["hint"] == "1 open · did this last time"
    assert sit_down("stranger").get(finding).status_code == 404


def test_a_unit_the_page_does_not_carry_is_offered_all_the_same(
    stage: Stage, sit_down: SignIn, monkeypatch: pytest.MonkeyPatch
):
    _handled(stage, "a1", "city-management")
    case = stage.report("street-lamp")
    monkeypatch.setattr("quincunx.web.shell.lists.MOST_CARRIED", 1)
    page = _form(sit_down("dispatcher-centre"), case)
    unit = stage.town.unit("city-management")
    [options] = re.findall(r'<select name="unit".*?</select>', page, re.DOTALL)
    assert f'<option value="{unit.pk}"' in options


def test_the_list_costs_the_same_for_one_and_for_three(stage: Stage, sit_down: SignIn):
    desk = sit_down("dispatcher-centre")
    costs = []
    for grids in (("a1",), ("a2", "a3")):
        for grid in grids:
            _handled(stage, grid, "city-management")
        case = stage.report("street-lamp")
        finding = reverse("case-units", args=[case.number])
        for read in (finding, reverse("case-act", args=[case.number, Act.DISPATCH])):
            desk.get(read)
            with CaptureQueriesContext(connection) as asked:
                desk.get(read)
            costs.append(len(asked))
    assert costs[:2] == costs[2:]
