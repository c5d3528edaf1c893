"""What nobody should send: refused in words of both languages, and nothing changed."""

import json
from typing import Any

import pytest
from django.utils import timezone

from quincunx.cases.models import Case
from quincunx.foundation.models import Entry
from quincunx.staff.key_tables import AccessKey
from tests.api.conftest import Caller
from tests.cases.conftest import Stage

JSON = "application/json"
DEEP = 10_000
HUGE = 200 * 1024 * 1024


@pytest.fixture
def centre(stage: Stage) -> Caller:
    stage.now = timezone.now()
    return Caller(stage, "dispatcher-centre")


def told(caller: Caller, body: bytes, kind: str = JSON, **more: Any) -> dict[str, Any]:
    """Report it in both languages; return the problem, its two sentences as `said`."""
    before = Entry.objects.count(), Case.objects.count(), AccessKey.objects.count()
    said = []
    for language in ("en", "zh-hans"):
        headers = {**caller.headers, "Accept-Language": language}
        problem = caller.client.generic(
            "POST", "/api/v1/reports", body, kind, headers=headers, **more
        )
        assert problem["Content-Type"] == "application/problem+json"
        said.append(problem.json()["detail"])
    after = Entry.objects.count(), Case.objects.count(), AccessKey.objects.count()
    assert after == before
    assert said[0].isascii() or "“" in said[0]
    assert not said[1].isascii()
    return {**problem.json(), "said": said}


def report(**told: Any) -> bytes:
    return json.dumps({"text": "Dark.", **told}).encode()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[" * DEEP + b"]" * DEEP, "json-too-deep"),
        (b'{"text":' + b'{"a":' * DEEP + b"1" + b"}" * (DEEP + 1), "json-too-deep"),
        (b'{"place": {"area": ' + b"9" * 5000 + b"}}", "json-too-deep"),
        (b'{"text": ', "json-not-understood"),
        (b'{"text": "\xff"}', "body-not-utf8"),
        (report(text="a\x00b"), "text-not-keepable"),
        (rb'{"text": "a\ud800b"}', "text-not-keepable"),
        (report(place={"words": "\x00"}), "text-not-keepable"),
        (report(files=[{"name": "\ud800"}]), "text-not-keepable"),
        (report(text="a" * 10_000_000), "body-too-large"),
        (report(text="a" * 2001), "input-not-understood"),
        (report(text=5, place={"lon": "east"}, id="x"), "input-not-understood"),
        (b"", "input-not-understood"),
        (b"[]", "input-not-understood"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_told(centre: Caller, body: bytes, code: str):
    assert told(centre, body)["code"] == code


def test_it_is_told_where_json_breaks(centre: Caller):
    assert told(centre, b'{"text":\n "x",}')["facts"] == {"line": 2, "column": 6}


def test_each_field_is_named_with_what_it_must_be(centre: Caller):
    english, chinese = told(centre, report(text="", place={"lat": 91}, serves="me"))[
        "said"
    ]
    assert english == (
        "text must have at least 1 characters; place.lat must be at most 90.0; "
        "serves must be one of: 'reporter', 'other' or 'public'"
    )
    assert chinese.startswith("text 至少需要 1 个字符；place.lat 不得大于 90.0；")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "text/json", ""])
def test_other_content_types_are_not_read(centre: Caller, kind: str):
    problem = told(centre, report(), kind)
    assert (problem["code"], problem["status"]) == ("content-type-wrong", 415)


def test_what_says_it_is_huge_is_refused_unread(centre: Caller):
    problem = told(centre, b"{}", CONTENT_LENGTH=str(HUGE))
    assert (problem["code"], problem["status"]) == ("body-too-large", 413)


def test_a_huge_form_is_refused_with_a_page(centre: Caller):
    answer = centre.client.post(
        "/report",
        {"x": "y"},
        CONTENT_LENGTH=str(HUGE),
        headers={"Accept-Language": "en"},
    )
    assert (answer.status_code, "too much at once" in answer.text) == (413, True)


def test_the_body_complained_of_may_neither_see_nor_act(stage: Stage):
    stage.now = timezone.now()
    company = stage.town.unit("city-management")
    case, _ = stage.resident_report(against=company)
    officer = Caller(stage, "officer")
    told = {"text": "It is nothing.", "revision": 1}
    answer = officer.post(f"/cases/{case.number}/acts/note", told)
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-case")
    case.refresh_from_db()
    assert case.revision == 1
