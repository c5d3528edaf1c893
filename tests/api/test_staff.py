"""People and their offices over the API, told by the cast."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from quincunx.staff.key_tables import AccessKey
from quincunx.staff.models import Appointment, Organisation, Person
from tests.api.conftest import Caller
from tests.cases.conftest import Stage


def day(ahead: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def volunteer(stage: Stage, **more: Any) -> dict[str, Any]:
    return {
        "person": "stranger",
        "function": "sanitation",
        "area": stage.town.area("a1").pk,
        "starts": day(),
        "source": "volunteer",
        **more,
    }


def test_a_volunteer_is_nominated_reviewed_appointed_attached_and_leaves(now: Stage):
    administrator, desk = Caller(now, "administrator"), Caller(now, "dispatcher-centre")
    made = administrator.post("/appointments", volunteer(now))
    assert (made.status_code, made.json()["state"]) == (201, "nominated")
    office = f"/appointments/{made.json()['id']}"
    early = administrator.post(f"{office}/acts/appoint").json()
    assert early["code"] == "act-not-open"
    assert desk.get(f"{office}/acts").json() == ["review", "refuse", "attach"]

    house = now.town.area("a1-2").pk
    states = [
        desk.post(f"{office}/acts/review").json()["state"],
        administrator.post(f"{office}/acts/appoint").json()["state"],
    ]
    attached = desk.post(f"{office}/acts/attach", {"buildings": [house]}).json()
    ended = administrator.post(
        f"{office}/acts/end", {"ends": day(), "hand_over": "The keys are at the desk."}
    ).json()

    assert [*states, ended["state"]] == ["reviewed", "active", "ended"]
    assert attached["buildings"] == [house]
    assert ended["ends"] == day()


def test_a_nomination_is_refused_with_a_reason(now: Stage):
    made = Caller(now, "administrator").post("/appointments", volunteer(now)).json()
    refuse = f"/appointments/{made['id']}/acts/refuse"
    supervisor = Caller(now, "supervisor")
    assert supervisor.post(refuse).json()["code"] == "input-not-understood"
    assert supervisor.post(refuse, {"reason": "Away."}).json()["state"] == "refused"
    again = supervisor.post(refuse, {"reason": "Away."}).json()
    assert again["code"] == "act-not-open"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"person": "nobody"}, "no-such-person"),
        ({"function": "king"}, "no-such-function"),
        ({"area": 0}, "no-such-area"),
        ({"starts": "tomorrow"}, "input-not-understood"),
        ({"source": "the moon"}, "input-not-understood"),
        ({"post": 0}, "no-such-post"),
    ],
)
def test_a_bad_nomination_is_named_and_nothing_is_written(
    now: Stage, told: Any, code: str
):
    before = Appointment.objects.count()
    answer = Caller(now, "administrator").post("/appointments", volunteer(now, **told))
    assert answer.json()["code"] == code
    assert Appointment.objects.count() == before


def test_an_organisation_is_founded_amended_given_a_post_and_closed(now: Stage):
    administrator = Caller(now, "administrator")
    area = now.town.area("a").pk
    told = {
        "code": "lamp-team",
        "name": "路灯队",
        "kind": "handling-team",
        "area": area,
    }
    assert administrator.post("/organisations", told).status_code == 201
    twice = administrator.post("/organisations", told).json()
    assert twice["code"] == "organisation-exists"
    unit = "/organisations/lamp-team"
    amended = administrator.post(
        f"{unit}/amend", {"name": "照明队", "telephone": "010-5550199"}
    ).json()
    assert (amended["name"], amended["telephone"]) == ("照明队", "010-5550199")
    post = administrator.post(f"{unit}/posts", {"name": "队员", "kind": "employee"})
    assert administrator.get(f"{unit}/posts").json() == [post.json()]
    assert administrator.post(f"{unit}/close").status_code == 200
    assert Organisation.objects.get(code="lamp-team").closed_on is not None


def test_somebody_is_enrolled_takes_a_post_leaves_it_and_is_dismissed(now: Stage):
    administrator = Caller(now, "administrator")
    told = {"login": "newcomer", "name": "新人", "phone": "13800000000"}
    made = administrator.post("/people", told)
    assert made.status_code == 201
    assert set(made.json()) == {"id", "login", "name", "language", "active"}
    posts = administrator.get("/organisations/station-a/posts").json()
    taken = administrator.post(
        "/people/newcomer/posts", {"post": posts[0]["id"], "starts": day()}
    ).json()
    left = administrator.post(f"/tenures/{taken['id']}/end", {"ends": day(1)}).json()
    assert left["ends"] == day(1)
    amended = administrator.post(
        "/people/newcomer/amend", {"name": "老人", "email": "", "phone": ""}
    )
    assert amended.json()["name"] == "老人"
    gone = administrator.post("/people/newcomer/dismiss")
    assert gone.json()["active"] is False


def test_only_an_administrator_enrols_founds_and_makes_keys(now: Stage):
    officer = Caller(now, "officer")
    people, units, keys = (
        model.objects.count() for model in (Person, Organisation, AccessKey)
    )
    expires = (timezone.now() + timedelta(days=2)).isoformat()
    refused = [
        officer.post("/people", {"login": "mine", "name": "我"}),
        officer.post("/organisations", {"code": "mine", "name": "我", "kind": "other"}),
        officer.post(
            "/access-keys", {"person": "officer", "name": "x", "expires": expires}
        ),
    ]
    assert {each.json()["code"] for each in refused} == {"staff-act-not-yours"}
    assert Person.objects.count() == people
    assert Organisation.objects.count() == units
    assert AccessKey.objects.count() == keys
    assert Caller(now, "officer").get("/people/leader-c1").status_code == 404


def test_a_key_is_shown_once_opens_and_is_ended(now: Stage):
    administrator = Caller(now, "administrator")
    expires = (timezone.now() + timedelta(days=2)).isoformat()
    told = {"person": "leader-a1", "name": "sensor", "expires": expires}
    key = administrator.post("/access-keys", told).json()["key"]
    sensor = Caller(now)
    sensor.headers = {"Authorization": f"Bearer {key}"}
    assert sensor.get("/me").json()["name"] == "a1格长"
    listed = administrator.get("/access-keys").json()
    mine = next(each for each in listed if each["name"] == "sensor")
    assert key not in str(listed)
    assert administrator.post(f"/access-keys/{mine['id']}/end").status_code == 204
    assert sensor.get("/me").status_code == 401
    far = {**told, "expires": "2126-01-01T00:00:00Z"}
    assert administrator.post("/access-keys", far).json()["code"] == (
        "access-key-too-long"
    )


def test_somebody_is_away_and_comes_back(now: Stage):
    leader = Caller(now, "leader-a1")
    starts = timezone.now() - timedelta(hours=1)
    told = {
        "starts": starts.isoformat(),
        "ends": (starts + timedelta(days=3)).isoformat(),
    }
    away = leader.post("/people/leader-a1/absences", told).json()
    assert [each["id"] for each in leader.get("/absences").json()] == [away["id"]]
    naive = {**told, "ends": "2126-01-01T00:00:00"}
    refused = leader.post("/people/leader-a1/absences", naive).json()
    assert refused["code"] == "input-not-understood"
    leader.post(f"/absences/{away['id']}/end")
    assert leader.get("/absences").json() == []


def test_a_leader_suggests_and_the_contact_officer_answers_by_name(now: Stage):
    leader, officer = Caller(now, "leader-a1"), Caller(now, "officer")
    told = {
        "grid": now.town.area("a1").pk,
        "organisation": "city-management",
        "title": "A bin at the gate",
        "text": "Everybody waits there.",
    }
    sent = leader.post("/suggestions", told)
    assert (sent.status_code, sent.json()["addressee"]) == (201, "officer")
    address = f"/suggestions/{sent.json()['id']}"
    silent = officer.post(f"{address}/answer", {"answer": "not"}).json()
    assert silent["code"] == "no-without-reason"
    officer.post(f"{address}/answer", {"answer": "partly", "reason": "A small one."})
    answer = leader.get(address).json()
    assert (answer["answer"], answer["answered_by"]) == ("partly", "officer")
    assert Caller(now, "leader-c1").get(address).status_code == 404
    assert officer.post("/suggestions", told).json()["code"] == "staff-act-not-yours"


def test_a_department_names_its_contact_officer(now: Stage):
    told = {
        "area": now.town.area("b").pk,
        "person": "officer",
        "starts": day(),
    }
    contacts = "/organisations/city-management/contacts"
    named = Caller(now, "officer").post(contacts, told)
    assert (named.status_code, named.json()["function"]) == (201, "contact-officer")
    seen = Caller(now, "administrator").get(contacts).json()
    assert [each["area"] for each in seen] == [
        now.town.area("a").pk,
        now.town.area("b").pk,
    ]
    refused = Caller(now, "leader-a1").post(contacts, told).json()
    assert refused["code"] in {"staff-act-not-yours", "no-such-person"}


def test_lists_show_what_is_ones_own_to_see(now: Stage):
    leader = Caller(now, "leader-a1")
    assert leader.get("/functions").json()[0]["code"]
    assert "leader-c1" not in [p["login"] for p in leader.get("/people").json()]
    active = leader.get("/appointments", state="active").json()
    assert "leader-a1" in {office["person"] for office in active}
    assert {office["area"] for office in active} <= {
        now.town.area("a1").pk,
        now.town.area("a").pk,
    }
