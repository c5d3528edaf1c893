"""Premises over the API: registered, found page by page, read with ages and reasons."""

from tests.api.conftest import Caller
from tests.cases.conftest import Stage

SHOP = {
    "of_class": "commercial",
    "kind": "restaurant",
    "name": "榆下面馆",
    "details": {"gas": "bottled", "cooking": True},
}


def test_a_system_registers_a_restaurant_and_reads_why_it_is_yellow(now: Stage):
    leader, building = Caller(now, "leader-a1"), now.town.area("a1-1").pk
    made = leader.post(f"/areas/{building}/premises", SHOP)
    assert made.status_code == 201
    key = made.json()["id"]
    file = leader.get(f"/premises/{key}").json()
    assert file["premise"]["tier"] == "yellow"
    assert [each["code"] for each in file["reasons"]] == ["bottled-gas", "open-flame"]
    assert file["facts"]["gas"]["source"] == "office"
    assert leader.post(f"/areas/{building}/premises", SHOP).status_code == 409
    wrong = {**SHOP, "name": "b", "details": {"gas": "wood"}}
    assert leader.post(f"/areas/{building}/premises", wrong).status_code == 422
    listed = leader.get("/premises", q="面馆", tier="yellow").json()
    assert [row["id"] for row in listed["rows"]] == [key]
    other = Caller(now, "leader-a2")
    assert other.get("/premises").json()["rows"] == []
    assert other.get(f"/premises/{key}").status_code == 404
    assert Caller(now).get("/premises").status_code == 401
