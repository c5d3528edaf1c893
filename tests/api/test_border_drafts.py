"""Border drafts over the API, and what is said to whoever goes the old way."""

from datetime import timedelta

import shapely
from django.utils.timezone import localdate

from quincunx.areas import propose
from tests.api.conftest import Caller
from tests.cases.conftest import Stage
from tests.cast import square


def test_a_draft_is_drawn_previewed_submitted_and_approved(now: Stage):
    administrator, supervisor = Caller(now, "administrator"), Caller(now, "supervisor")
    on = localdate() + timedelta(days=9)
    border = shapely.geometry.mapping(square(0, 0, 1.5, 1))
    step = {"act": "redraw", "area": now.town.area("a1").pk, "border": border}
    told = {"title": "School", "reason": "It grew.", "on": on.isoformat()}
    made = administrator.post("/border-drafts", {**told, "steps": [step]})
    assert made.status_code == 201, made.json()
    key = made.json()["id"]
    assert made.json()["acts"] == ["change", "submit", "withdraw"]

    seen = administrator.get(f"/border-drafts/{key}/preview").json()
    assert [(a["name"], a["what"]) for a in seen["areas"]] == [
        ("青榆第一网格", "changes"),
        ("青榆第二网格", "changes"),
    ]
    assert seen["moved"] == [
        {
            "id": now.town.area("a2-1").pk,
            "name": "5号楼",
            "from": "青榆第二网格",
            "to": "青榆第一网格",
        }
    ]
    assert administrator.post(f"/border-drafts/{key}/submit").status_code == 200
    own = administrator.post(f"/border-drafts/{key}/approve", {"mark": seen["mark"]})
    assert own.status_code == 403
    stale = supervisor.post(f"/border-drafts/{key}/approve", {"mark": "0" * 16})
    assert stale.status_code == 409
    done = supervisor.post(f"/border-drafts/{key}/approve", {"mark": seen["mark"]})
    assert done.json()["state"] == "approved"
    assert Caller(now, "officer").get("/border-drafts").json() == []


def test_after_the_first_set_up_borders_change_by_drafts_alone(now: Stage):
    administrator = Caller(now, "administrator")
    propose.settle(on=localdate(), by=now.town.owner, at=now.now)
    key = now.town.area("a1").pk
    answer = administrator.post(f"/areas/{key}/rename", {"name": "x"})
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("draft-needed")
    bad = {"title": "x", "on": localdate().isoformat(), "steps": []}
    assert administrator.post("/border-drafts", bad).status_code == 422
