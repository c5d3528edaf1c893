"""What an access key may do over the API, how often, and what every answer carries."""

from datetime import timedelta

import pytest
from django.test import Client

from quincunx.api.scopes import needed
from quincunx.api.urls import api
from quincunx.staff import keys
from quincunx.staff.scopes import Limits, Scope
from tests.api.conftest import V1, Caller
from tests.cases.conftest import Stage


def caller(now: Stage, login: str, *what_for: Scope, area: str = "") -> Caller:
    made = keys.make(
        now.town.person(login),
        "tests",
        expires=now.now + timedelta(days=30),
        limits=Limits(what_for),
        area=now.town.area(area) if area else None,
        by=now.town.owner,
        at=now.now,
    )
    found = Caller(now)
    found.headers = {"Authorization": f"Bearer {made}"}
    return found


def test_every_operation_belongs_to_one_scope():
    """Reads read; reports, acts and contacts have their own; all else manages."""
    found: dict[str, set[str]] = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            scope = needed(method.upper(), told["operationId"])
            found.setdefault(scope, set()).add(f"{method} {path}")
    assert {each.split()[0] for each in found[Scope.READ]} == {"get", "post"}
    posted = {each for each in found[Scope.READ] if each.startswith("post")}
    assert posted <= {"post /api/v1/packs/check", "post /api/v1/packs/try"}
    assert found[Scope.CONTACTS] == {"post /api/v1/cases/{number}/contact"}
    assert all("/acts/" in each for each in found[Scope.ACT])
    assert not any("/cases/" in each for each in found[Scope.MANAGE])


def test_a_key_for_reading_reads_and_nothing_else(now: Stage):
    case, reading = now.report(), caller(now, "dispatcher-centre", Scope.READ)
    assert reading.get(f"/cases/{case.number}").status_code == 200
    for path, body in (
        (f"/cases/{case.number}/acts/note", {"text": "A word."}),
        ("/reports", {"text": "Dark.", "place": {"words": "gate"}}),
        ("/access-keys/1/end", {}),
        (f"/cases/{case.number}/contact", {"purpose": "ask"}),
    ):  # fmt: skip
        told = reading.post(path, body)
        assert (told.status_code, told.json()["code"]) == (403, "key-not-for-this")


def test_a_key_of_one_area_sees_no_case_of_another(now: Stage):
    here, there = now.report(at="a1"), now.report(by="leader-b1", at="b1")
    narrow = caller(now, "dispatcher-command", Scope.READ, area="a")
    listed = {row["number"] for row in narrow.get("/cases").json()["cases"]}
    assert listed == {here.number}
    assert narrow.get(f"/cases/{there.number}").status_code == 404


def test_every_answer_to_a_key_says_how_many_calls_are_left(now: Stage, settings):
    settings.QUINCUNX_CALLS = 3
    reading = caller(now, "officer", Scope.READ)
    answers = [reading.get(path) for path in ("/me", "/cases/260101-AAAAAA", "/me")]
    assert [each["RateLimit-Limit"] for each in answers] == ["3"] * 3
    left = [int(each["RateLimit-Remaining"]) for each in answers]
    if left == [2, 1, 0]:  # no minute has turned meanwhile
        over = reading.get("/me")
        assert over.status_code in (200, 429)
        if over.status_code == 429:
            assert over.json()["code"] == "too-many-calls"
            assert 0 < int(over["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/areas", 200),
        ("get", "/me", 401),
        ("get", "/nowhere", 404),
        ("delete", "/areas", 405),
        ("get", "/areas/999999999", 404),
        ("post", "/reports", 415),
    ],
)
def test_every_answer_carries_the_number_of_its_request(town, method, path, status):
    answer = getattr(Client(), method)(
        V1 + path, headers={"X-Request-Id": "my-request-0001"}
    )
    assert answer.status_code == status
    assert answer["X-Request-Id"] == "my-request-0001"
