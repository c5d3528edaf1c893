"""Addresses over the API: for anybody where one lies, for a device its rooms."""

from tests.api.conftest import Caller
from tests.cases.conftest import Stage


def test_rooms_are_laid_out_fetched_and_found_by_address(now: Stage):
    leader, building = Caller(now, "leader-a1"), now.town.area("a1-1").pk
    told = {"units": 1, "floors": 2, "rooms": 1}
    made = leader.post(f"/areas/{building}/rooms", told)
    assert [room["number"] for room in made.json()] == ["101", "201"]
    rooms = leader.get(f"/areas/{now.town.area('a1').pk}/rooms").json()
    assert [len(rooms["buildings"]), rooms["buildings"][0][1]] == [1, "1号楼"]
    found = Caller(now).get("/addresses", q="青榆社区1号楼201").json()
    assert found == [
        {
            "building": building,
            "name": "1号楼",
            "grid": now.town.area("a1").pk,
            "grid_name": "青榆第一网格",
            "unit": "1",
            "number": "201",
        }
    ]
    assert Caller(now).get("/addresses", q="").status_code == 422
    assert Caller(now).get(f"/areas/{building}/rooms").status_code == 401
