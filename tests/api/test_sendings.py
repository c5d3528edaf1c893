"""What is POSTed twice under one key is done once and answered alike."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from quincunx.cases.models import Case, Remark
from quincunx.duty import rounds
from quincunx.foundation.models import IdentityRead, Receipt, StoredFile
from quincunx.staff import keys
from quincunx.staff.models import Organisation
from tests.api.conftest import V1, Caller
from tests.api.test_api import told
from tests.cases.conftest import Stage

KEY = {"Idempotency-Key": "0190-aaaa"}


@pytest.fixture
def number(now: Stage) -> str:
    """A case under way, by its number."""
    sent = Caller(now, "leader-a1").post("/reports", told(now, matter="lamp"))
    return str(sent.json()["number"])


def same(first: Any, again: Any) -> bool:
    """Return whether two answers are alike to the last byte."""
    return bool(
        (first.status_code, first.content) == (again.status_code, again.content)
    )


def test_an_act_sent_twice_is_done_once(now: Stage, number: str):
    desk, act = Caller(now, "dispatcher-centre"), f"/cases/{number}/acts/note"
    first = desk.post(act, {"text": "We called them."}, **KEY)
    again = desk.post(act, {"text": "We called them."}, **KEY)
    assert first.status_code == 200
    assert same(first, again)
    assert Remark.objects.filter(text="We called them.").count() == 1


def test_another_body_or_another_address_under_the_key_is_refused(
    now: Stage, number: str
):
    desk, acts = Caller(now, "dispatcher-centre"), f"/cases/{number}/acts"
    desk.post(f"{acts}/note", {"text": "We called them."}, **KEY)
    for address, body in [
        (f"{acts}/note", {"text": "We wrote to them."}),
        (f"{acts}/interim", {"text": "We called them."}),
    ]:
        other = desk.post(address, body, **KEY)
        assert (other.status_code, other.json()["code"]) == (422, "key-used-otherwise")
    assert Case.objects.get().revision == 3


def test_a_key_belongs_to_who_sends_under_it(now: Stage, number: str):
    act, body = f"/cases/{number}/acts/note", {"text": "Seen."}
    for login in ("dispatcher-centre", "leader-a1"):
        assert Caller(now, login).post(act, body, **KEY).status_code == 200
    assert Remark.objects.filter(text="Seen.").count() == 2


def test_whose_access_has_ended_is_answered_no_more(now: Stage, number: str):
    desk, act = Caller(now, "dispatcher-centre"), f"/cases/{number}/acts/note"
    desk.post(act, {"text": "Seen."}, **KEY)
    person, town = now.town.person("dispatcher-centre"), now.town
    [own] = person.access_keys.all()
    keys.end(own, by=town.owner, at=now.now)
    assert desk.post(act, {"text": "Seen."}, **KEY).status_code == 401


def test_what_was_refused_may_be_sent_again(now: Stage, number: str):
    desk, officer = Caller(now, "dispatcher-centre"), Caller(now, "officer")
    accept = f"/cases/{number}/acts/accept"
    desk.post(f"/cases/{number}/acts/dispatch", {"unit": "city-management"})
    seen = {"revision": 1}
    refused = officer.post(accept, seen, **KEY)
    assert (refused.status_code, refused.json()["code"]) == (409, "changed-meanwhile")
    assert officer.post(accept, {}, **KEY).status_code == 200


def test_what_is_founded_and_ended_is_answered_alike(now: Stage):
    """A status of its own, and an answer without a body."""
    administrator = Caller(now, "administrator")
    body = {"code": "street-office", "name": "Street", "kind": "department"}
    first = administrator.post("/organisations", body, **KEY)
    again = administrator.post("/organisations", body, **KEY)
    assert (first.status_code, same(first, again)) == (201, True)
    assert Organisation.objects.filter(code="street-office").count() == 1


def test_a_file_sent_twice_is_one_file(now: Stage):
    """Each sending of a form has another boundary, and is the same sending."""
    caller = Caller(now, "officer")
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")

    def send(content: bytes) -> Any:
        file = BytesIO(content)
        file.name = "lamp.png"
        where = f"{V1}/files"
        return caller.client.post(
            where, {"file": file}, headers={**caller.headers, **KEY}
        )

    first, again = send(picture.getvalue()), send(picture.getvalue())
    assert (first.status_code, same(first, again)) == (201, True)
    assert StoredFile.objects.count() == 1
    assert send(picture.getvalue() + b" ").json()["code"] == "key-used-otherwise"


def test_a_look_at_a_contact_is_written_down_each_time(now: Stage):
    desk = Caller(now, "dispatcher-centre")
    sent = desk.post("/reports", told(now, contact={"phone": "13800138000"}))
    look = f"/cases/{sent.json()['number']}/contact"
    before = IdentityRead.objects.count()
    answers = [desk.post(look, {"purpose": "ask"}, **KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert IdentityRead.objects.count() == before + 2


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_is_neither_empty_nor_endless(now: Stage, key: str):
    answer = Caller(now).post("/reports", told(now), **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (422, "receipt-key-bad")
    assert not Case.objects.exists()


def test_keys_are_forgotten_after_thirty_days(now: Stage):
    Caller(now).post("/reports", told(now), **KEY)
    rounds.make_round(now.now + timedelta(days=29))
    assert Receipt.objects.count() == 1
    rounds.make_round(now.now + timedelta(days=31))
    assert not Receipt.objects.exists()


def test_the_description_names_the_key_wherever_something_is_done(now: Stage):
    paths = Caller(now).get("/openapi.json").json()["paths"]
    without = {
        each["post"]["operationId"]
        for each in paths.values()
        if "post" in each
        if "Idempotency-Key" not in [p["name"] for p in each["post"]["parameters"]]
    }
    assert without == {"contact", "check_pack"}
