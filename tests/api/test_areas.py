"""The tree over the API: changed by its administrator, read by anybody."""

from datetime import timedelta
from typing import Any

import pytest
import shapely
from django.utils.timezone import localdate

from quincunx.areas.models import Area, Revision
from quincunx.cases.models import Case
from tests.api.conftest import Caller
from tests.cases.conftest import Stage
from tests.cast import SOUTH, STEP, WEST, square


def drawn(*where: float) -> Any:
    return shapely.geometry.mapping(square(*where))


def key(stage: Stage, name: str) -> int:
    return stage.town.area(name).pk


def test_a_grid_is_split_and_its_open_case_goes_to_the_part_that_holds_it(now: Stage):
    administrator, desk = Caller(now, "administrator"), Caller(now, "dispatcher-centre")
    lon, lat = WEST + 0.8 * STEP, SOUTH + 0.5 * STEP
    place = {"place": {"lon": lon, "lat": lat}, "text": "Dark.", "matter": "lamp"}
    number = desk.post("/reports", place).json()["number"]
    left = {"name": "西", "border": drawn(0, 0, 0.5, 1)}
    right = {"name": "东", "border": drawn(0.5, 0, 0.5, 1)}

    answer = administrator.post(
        f"/areas/{key(now, 'a1')}/split", {"parts": [left, right]}
    )

    assert answer.status_code == 200, answer.json()
    west, east = answer.json()
    assert [west["name"], east["name"]] == ["西", "东"]
    case = desk.get(f"/cases/{number}").json()
    assert (case["grid"]["id"], case["care"]["id"]) == (key(now, "a1"), east["id"])
    past = Caller(now).get(f"/areas/{east['id']}/history").json()
    assert past["came_from"] == [
        {
            "before": key(now, "a1"),
            "after": east["id"],
            "kind": "split",
            "on": localdate().isoformat(),
        }
    ]
    names = [a["name"] for a in Caller(now).get("/areas", parent=key(now, "a")).json()]
    assert sorted(names) == ["东", "西", "青榆第三网格", "青榆第二网格"]


def test_the_tree_is_founded_renamed_moved_merged_redrawn_and_closed(now: Stage):
    administrator = Caller(now, "administrator")

    def does(path: str, **told: Any) -> Any:
        answer = administrator.post(f"/areas/{path}", told)
        assert answer.status_code in (200, 201), answer.json()
        return answer.json()

    yard = does(
        f"{key(now, 'a2')}/parts",
        name="小院",
        level=5,
        kind="building",
        border={"type": "Point", "coordinates": [WEST + 1.5 * STEP, SOUTH + 0.005]},
        codes={"region-12": "110105001001"},
    )
    codes = Caller(now).get(f"/areas/{yard['id']}/codes").json()
    assert [(c["scheme"], c["value"]) for c in codes] == [("region-12", "110105001001")]
    assert does(f"{yard['id']}/rename", name="大院")["name"] == "大院"
    moved = does(f"{yard['id']}/move", parent=key(now, "a1"))
    assert moved["path"].startswith(now.town.area("a1").path)
    does(f"{yard['id']}/redraw", border=drawn(1.4, 0.4, 0.1, 0.1))
    joined = does("merge", areas=[key(now, "a1"), key(now, "a2")], name="青榆一二")
    assert Area.objects.get(pk=yard["id"]).parent_id == joined["id"]
    ended = does(f"{yard['id']}/close")
    assert ended["valid_to"] == localdate().isoformat()


def test_what_lies_ahead_waits_for_its_day(now: Stage):
    ahead = (localdate() + timedelta(days=30)).isoformat()
    told = {"areas": [key(now, "a1"), key(now, "a2")], "name": "一二", "on": ahead}
    made = Caller(now, "administrator").post("/areas/merge", told).json()
    assert made["valid_from"] == ahead
    today = Caller(now).get("/areas", parent=key(now, "a")).json()
    assert made["id"] not in [area["id"] for area in today]
    then = Caller(now).get("/areas", parent=key(now, "a"), on=ahead).json()
    assert made["id"] in [area["id"] for area in then]


@pytest.mark.parametrize(
    ("path", "told", "status", "code"),
    [
        ("a1/rename", {}, 422, "input-not-understood"),
        ("a1/rename", {"name": " "}, 422, "area-name-unfit"),
        ("a1/redraw", {"border": {"type": "Lump"}}, 422, "shape-not-understood"),
        ("a1/split", {"parts": []}, 422, "input-not-understood"),
        ("a1/move", {"parent": 0}, 404, "no-such-area"),
        ("a/close", {}, 409, "area-has-parts"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(
    now: Stage, path: str, told: Any, status: int, code: str
):
    before = Revision.objects.values().get()
    name, act = path.split("/")
    answer = Caller(now, "administrator").post(f"/areas/{key(now, name)}/{act}", told)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Revision.objects.values().get() == before


def test_only_the_administrator_changes_the_tree(now: Stage):
    before = Revision.objects.values().get()
    address = f"/areas/{key(now, 'a1')}/rename"
    assert Caller(now).post(address, {"name": "x"}).status_code == 401
    refused = Caller(now, "leader-a1").post(address, {"name": "x"}).json()
    assert refused["code"] == "tree-not-yours-to-change"
    assert Revision.objects.values().get() == before


def test_borders_of_a_window_are_geojson_for_anybody(now: Stage):
    window = {"west": 116.4, "south": 39.9, "east": 116.405, "north": 39.905}
    found = Caller(now).get("/borders", level=4, **window).json()
    assert [f["id"] for f in found["features"]] == [key(now, "a1")]
    far = Caller(now).get("/borders", level=4, **{**window, "east": 400})
    assert far.status_code == 422


def test_coverage_is_told_to_those_who_look_after_the_place(now: Stage):
    administrator = Caller(now, "administrator")
    checks = administrator.get("/areas/checks").json()
    assert (checks["checked"]["4"], checks["counts"]) == (6, {})
    whole = administrator.get("/coverage").json()
    assert (whole["grids_without_leader"], whole["grids_without_department"]) == ([], 0)
    assert "education" in whole["units_without_people"]
    mine = Caller(now, "leader-a1").get("/coverage/members").json()
    assert [row["grid"]["id"] for row in mine["rows"]] == [key(now, "a1")]
    served = administrator.get("/coverage/departments", area=key(now, "a")).json()
    cover = served["rows"][0]["cells"]["city-management"]
    assert cover == {"unit": "city-management", "contact": "officer"}


def test_coverage_is_not_for_others(now: Stage):
    for login, path in (
        ("officer", "/coverage"),
        ("leader-a1", "/areas/checks"),
        ("member", "/coverage/members"),
    ):
        assert Caller(now, login).get(path).json()["code"] == "not-yours-to-look-at"
    elsewhere = Caller(now, "leader-a1").get("/coverage", area=key(now, "b"))
    assert elsewhere.json()["code"] == "not-yours-to-look-at"
    assert not Case.objects.exists()
