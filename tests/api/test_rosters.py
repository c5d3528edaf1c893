"""The duty roster over the API: planned, swapped, handed on, read by a calendar."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils.timezone import localdate

from quincunx.staff import keys, roster
from quincunx.staff.key_tables import AccessKey
from quincunx.staff.models import Shift
from quincunx.staff.roster import Turn
from tests.api.conftest import Caller
from tests.cases.conftest import Stage
from tests.cast import appointed

CODE = "station-a"
DESK, OTHER = "dispatcher-station", "stranger"
EVERY_DAY = {
    "weekdays": list(range(7)),
    "begins": "00:00",
    "ends": "00:00",
    "people": 2,
}


@pytest.fixture
def house(now: Stage) -> Stage:
    appointed(now.town, OTHER, "dispatcher", "a", unit=CODE)
    return now


def span(begins: datetime, hours: int = 8) -> dict[str, str]:
    ends = begins + timedelta(hours=hours)
    return {"starts": begins.isoformat(), "ends": ends.isoformat()}


def test_a_shift_is_planned_once_swapped_and_dropped(house: Stage):
    desk, other = Caller(house, DESK), Caller(house, OTHER)
    begins = house.now.replace(microsecond=0) + timedelta(days=2)
    told = {"person": DESK, **span(begins)}
    sent = {"Idempotency-Key": "plan-1"}
    made = desk.post(f"/rosters/{CODE}/shifts", told, **sent)
    assert made.status_code == 201, made.json()
    assert desk.post(f"/rosters/{CODE}/shifts", told, **sent).json() == made.json()
    again = desk.post(f"/rosters/{CODE}/shifts", told)
    assert (again.status_code, again.json()["code"]) == (409, "shift-overlaps")
    key = made.json()["id"]

    assert desk.post(f"/shifts/{key}/swap", {"person": OTHER}).json()["asked"] == OTHER
    own = desk.post(f"/shifts/{key}/swap/answer", {"agreed": True})
    assert own.json()["code"] == "staff-act-not-yours"
    taken = other.post(f"/shifts/{key}/swap/answer", {"agreed": True}).json()
    assert (taken["person"], taken["asked"]) == (OTHER, None)
    week = {"first": localdate(begins).isoformat(), "days": 1}
    assert desk.get(f"/rosters/{CODE}/shifts", **week).json() == [taken]
    next_page = desk.get(f"/rosters/{CODE}/shifts", **week, after=key)
    assert next_page.json() == []
    assert desk.post(f"/shifts/{key}/drop").status_code == 204
    assert desk.get(f"/shifts/{key}").json()["code"] == "no-such-shift"


def test_who_is_not_of_the_house_learns_nothing_of_its_roster(house: Stage):
    desk, officer = Caller(house, DESK), Caller(house, "officer")
    supervisor = Caller(house, "supervisor")
    assert CODE in [each["code"] for each in supervisor.get("/rosters").json()]
    assert CODE not in [each["code"] for each in officer.get("/rosters").json()]
    hidden = officer.get(f"/rosters/{CODE}")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "no-such-organisation")
    begins = house.now + timedelta(days=1)
    stray = {"person": "officer", **span(begins)}
    refused = desk.post(f"/rosters/{CODE}/shifts", stray)
    assert refused.json()["code"] == "no-such-person"


def test_hours_are_wanted_and_a_note_goes_from_one_shift_to_the_next(house: Stage):
    desk, other = Caller(house, DESK), Caller(house, OTHER)
    body = {"hours": [EVERY_DAY]}
    put = desk.client.put(
        f"/api/v1/rosters/{CODE}/hours", body, "application/json", headers=desk.headers
    )
    assert put.json()["hours"] == [
        {**EVERY_DAY, "begins": "00:00:00", "ends": "00:00:00"}
    ]
    assert {gap["wanted"] for gap in put.json()["gaps"]} == {2}
    hour = timedelta(hours=1)
    for login in (DESK, OTHER):
        turn = Turn(house.town.person(login), house.now - hour, house.now + 3 * hour)
        by = house.town.actor("administrator", house.now)
        roster.plan(house.town.unit(CODE), turn, by=by, at=house.now)
    mine = Shift.objects.get(person__login=DESK).pk
    there = desk.get(f"/rosters/{CODE}").json()["on_duty"]
    assert sorted(each["person"] for each in there) == [DESK, OTHER]

    note = {"text": "The gate jams.", "cases": ["260303-7K3M9W"]}
    assert desk.post(f"/shifts/{mine}/note", note).status_code == 200
    bad = desk.post(f"/shifts/{mine}/note", {**note, "cases": ["x y"]})
    assert bad.json()["code"] == "input-not-understood"
    waiting = other.get(f"/rosters/{CODE}/notes", is_open=True).json()
    assert [(n["text"], n["cases"]) for n in waiting] == [(note["text"], note["cases"])]
    own = desk.post(f"/shifts/{mine}/note/confirm")
    assert own.json()["code"] == "staff-act-not-yours"
    done = other.post(f"/shifts/{mine}/note/confirm").json()
    assert done["confirmed_by"] == OTHER
    assert other.get(f"/rosters/{CODE}/notes", is_open=True).json() == []
    assert other.get(f"/rosters/{CODE}/notes").json() == [done]
    assert other.get(f"/rosters/{CODE}/notes", before=mine).json() == []


def test_the_address_of_the_calendar_is_told_once_and_ended(house: Stage):
    desk = Caller(house, DESK)
    assert desk.get("/calendar-feed").json() == {"made": False}
    url = desk.post("/calendar-feed").json()["url"]
    assert desk.get("/calendar-feed").json() == {"made": True}
    read = Client().get(urlsplit(url).path)
    assert read.content.startswith(b"BEGIN:VCALENDAR")
    assert desk.post("/calendar-feed/end").status_code == 204
    assert Client().get(urlsplit(url).path).status_code == 404


def test_a_key_for_less_makes_no_address_and_changes_no_roster(house: Stage):
    desk = Caller(house, DESK)
    AccessKey.objects.update(scopes=["read"])
    assert desk.get(f"/rosters/{CODE}").status_code == 200
    refused = desk.post("/calendar-feed")
    assert refused.json()["code"] == "key-not-for-this"
    expires = house.now + timedelta(days=9)
    narrow = keys.make(
        house.town.person(DESK),
        "narrow",
        expires=expires,
        area=house.town.area("a"),
        by=house.town.owner,
        at=house.now,
    )
    desk.headers = {"Authorization": f"Bearer {narrow}"}
    assert desk.post("/calendar-feed").json()["code"] == "key-wider-than-yours"


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "9999-12-31"},
        {"first": "0001-01-01"},
        {"days": "400"},
        {"first": "soon"},
    ],
    ids=str,
)
def test_days_out_of_reach_are_refused(house: Stage, wrong: dict[str, str]):
    answer = Caller(house, DESK).get(f"/rosters/{CODE}/shifts", **wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "input-not-understood")


def test_a_shift_at_the_end_of_time_is_refused(house: Stage):
    desk = Caller(house, DESK)
    told = {"starts": "9999-12-31T23:00:00-12:00", "ends": "9999-12-31T23:30:00-12:00"}
    answer = desk.post(f"/rosters/{CODE}/shifts", {"person": DESK, **told})
    assert answer.json()["code"] == "input-not-understood"
