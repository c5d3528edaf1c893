"""The API: a report, the six acts with keys, problems in one form."""

from typing import Any

import pytest
from django.test import Client

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import State
from tests.api.conftest import V1, Caller
from tests.cases.conftest import Stage


def told(stage: Stage, **more: Any) -> dict[str, Any]:
    lon, lat = stage.town.spot("a1")
    return {"text": "It is dark.", "place": {"lon": lon, "lat": lat}, **more}


def test_a_stranger_reports_and_gets_a_code(now: Stage):
    answer = Caller(now).post("/reports", told(now, contact={"email": "a@example.org"}))
    assert answer.status_code == 201
    case = Case.objects.get(number=answer.json()["number"])
    assert (case.state, case.reachable) == (State.REPORTED, True)


def test_sent_twice_under_one_key_is_reported_once(now: Stage):
    caller = Caller(now)
    key = {"Idempotency-Key": "0190-aaaa"}
    first = caller.post("/reports", told(now), **key)
    again = caller.post("/reports", told(now), **key)
    other = caller.post("/reports", told(now, language="en"), **key)
    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (422, "key-used-otherwise")
    assert Case.objects.count() == 1


def test_the_six_acts_over_the_api(now: Stage):
    leader, desk = Caller(now, "leader-a1"), Caller(now, "dispatcher-centre")
    officer, verifier = Caller(now, "officer"), Caller(now, "verifier")
    number = leader.post("/reports", told(now, matter="lamp")).json()["number"]
    acts = f"/cases/{number}/acts"
    steps = [
        (desk, "dispatch", {"unit": "city-management"}),
        (officer, "accept", {}),
        (officer, "finish", {"result": "New bulb.", "outcome": "solved"}),
        (verifier, "confirm", {}),
        (desk, "file", {"reason": "Nobody left a number."}),
    ]
    answers = [who.post(f"{acts}/{act}", facts) for who, act, facts in steps]
    states = [answer.json()["state"] for answer in answers]
    assert states == ["dispatched", "handling", "handled", "verified", "filed"]
    timeline = desk.get(f"/cases/{number}/timeline").json()
    assert [m["act"] for m in timeline][:2] == ["file", "confirm"]


def test_a_refusal_is_a_problem_with_words_and_facts(now: Stage):
    leader = Caller(now, "leader-a1")
    number = leader.post("/reports", told(now, matter="lamp")).json()["number"]
    answer = leader.post(f"/cases/{number}/acts/accept")
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["facts"]) == (
        409,
        "act-not-open",
        {"act": "accept", "state": "established"},
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "input-not-understood"),
        ({"text": "x" * 3000}, "input-not-understood"),
        ({"text": "x", "place": {"lon": 400, "lat": 0}}, "input-not-understood"),
        ({"text": "x", "place": {"lon": 0, "lat": 0}}, "outside-the-district"),
        ({"text": "x", "contact": {"phone": "12"}}, "phone-not-understood"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(now: Stage, body: Any, code: str):
    answer = Caller(now).post("/reports", body)
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert not Case.objects.exists()


def test_hidden_and_absent_look_alike(now: Stage):
    leader = Caller(now, "leader-c1")
    number = Caller(now).post("/reports", told(now)).json()["number"]
    hidden = leader.get(f"/cases/{number}")
    absent = leader.get("/cases/260101-AAAAAA")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.json()["code"] == absent.json()["code"] == "no-such-case"


def test_without_a_key_staff_addresses_are_closed(now: Stage):
    for path in ("/cases", "/lanes", "/organisations", "/me"):
        assert Caller(now).get(path).status_code == 401


def test_an_old_revision_is_told_the_newer_state(now: Stage):
    desk = Caller(now, "dispatcher-centre")
    number = desk.post("/reports", told(now, matter="lamp")).json()["number"]
    seen = desk.get(f"/cases/{number}").json()["revision"]
    desk.post(f"/cases/{number}/acts/note", {"text": "Mine."})
    facts = {"unit": "city-management", "revision": seen}
    answer = desk.post(f"/cases/{number}/acts/dispatch", facts)
    assert answer.json()["code"] == "changed-meanwhile"


def test_lists_lanes_deadlines_and_offers(now: Stage):
    desk = Caller(now, "dispatcher-centre")
    number = desk.post("/reports", told(now, matter="lamp")).json()["number"]
    assert desk.get("/lanes").json()["dispatch"] == 1
    assert [c["number"] for c in desk.get("/queue/dispatch").json()["cases"]] == [
        number
    ]
    assert [c["number"] for c in desk.get("/cases", words=number).json()["cases"]] == [
        number
    ]
    [clock] = [
        d for d in desk.get(f"/cases/{number}/deadlines").json() if not d["stopped_at"]
    ]
    assert clock["stage"] == "dispatch"
    acts = {o["act"]: o["open"] for o in desk.get(f"/cases/{number}/acts").json()}
    assert (acts["dispatch"], acts["escalate"]) == (True, True)


def test_the_description_names_every_act(now: Stage):
    described = Caller(now).get("/openapi.json").json()
    assert f"{V1}/cases/{{number}}/acts/send-back" in described["paths"]
    assert len(described["paths"]) > 70


def test_places_matters_and_health(now: Stage):
    caller = Caller(now)
    lon, lat = now.town.spot("a1")
    chain = caller.get("/locate", lon=lon, lat=lat).json()["chain"]
    assert [link["level"] for link in chain] == [1, 2, 3, 4]
    assert {m["code"] for m in caller.get("/matters").json()} >= {"lamp", "gas"}
    lamp = caller.get("/matters/lamp").json()
    assert lamp["conditions"][0]["limits"]["handle"] == "2 work-day"
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/readyz").json()["ok"]
