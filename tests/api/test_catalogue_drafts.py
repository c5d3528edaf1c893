"""Drafts of the catalogue over the API: changed, looked at, decided by another."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from quincunx.matters import packs
from quincunx.matters.load import load
from quincunx.matters.models import PackDraft
from tests.api.conftest import V1, Caller
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

DRAFTS = "/catalogue-drafts"
PACK = Path(packs.__file__).parent / "default"


@pytest.fixture
def now(town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, timezone.now() - timedelta(seconds=5))


def put(caller: Caller, path: str, body: Any) -> Any:
    return caller.client.put(
        V1 + path, body, "application/json", headers=caller.headers
    )


def begun(caller: Caller) -> dict[str, Any]:
    on = localdate() + timedelta(days=7)
    told = {"title": "Mailboxes sooner", "reason": "Winter.", "on": on.isoformat()}
    made = caller.post(DRAFTS, told)
    assert made.status_code == 201, made.json()
    draft: dict[str, Any] = made.json()
    return draft


def test_a_limit_is_shortened_looked_at_and_approved_by_another(now: Stage):
    now.now -= timedelta(days=3)
    case = now.accepted(now.report("mailbox-locker"))
    now.now += timedelta(days=3)
    writer, decider = Caller(now, "administrator"), Caller(now, "supervisor")
    draft = begun(writer)
    assert draft["acts"] == ["change", "submit", "withdraw"]
    here = f"{DRAFTS}/{draft['id']}"
    known = writer.get(f"{here}/matters/mailbox-locker").json()
    assert "broken" in [each["code"] for each in known["condition"]]
    matter = {"conditions": [{"code": "broken", "limit": "1 urgent-hour"}]}
    changed = put(writer, f"{here}/matters/mailbox-locker", matter).json()
    assert changed["mark"] != draft["mark"]
    after = writer.get(f"{here}/matters/mailbox-locker").json()
    assert after["name"] == known["name"]

    seen = decider.get(f"{here}/preview").json()
    assert ("mailbox-locker", "1 urgent-hour") in [
        (each["code"], each["after"]) for each in seen["changes"]
    ]
    assert (seen["faults"], seen["replay"]["late"]) == ([], 1)
    assert [each["number"] for each in seen["replay"]["moved"]] == [case.number]
    assert writer.post(f"{here}/submit").json()["state"] == "submitted"
    approval = {"mark": seen["mark"]}
    own = writer.post(f"{here}/approve", approval)
    assert (own.status_code, own.json()["code"]) == (403, "draft-is-your-own")
    stale = decider.post(f"{here}/approve", {"mark": "0" * 64})
    assert (stale.status_code, stale.json()["code"]) == (409, "pack-draft-not-open")
    sent = {"Idempotency-Key": "approve-1"}
    done = decider.post(f"{here}/approve", approval, **sent).json()
    assert (done["state"], done["acts"]) == ("published", [])
    assert decider.post(f"{here}/approve", approval, **sent).json() == done
    assert "1 urgent-hour" in {c.after for c in packs.diff("default@1", "default@2")}
    assert decider.get(f"{here}/preview").status_code == 409


def test_a_draft_is_sent_back_read_file_by_file_and_withdrawn(now: Stage):
    writer, decider = Caller(now, "administrator"), Caller(now, "supervisor")
    draft = begun(writer)
    here = f"{DRAFTS}/{draft['id']}"
    nothing = writer.post(f"{here}/submit")
    assert nothing.json()["code"] == "pack-draft-changes-nothing"
    name = writer.get(f"{here}/matters").json()["mailbox-locker"]
    text = writer.get(f"{here}/files/{name}").json()["text"]
    assert "mailbox-locker" in text
    new = text.replace("mailbox-locker", "mail-locker")
    assert put(writer, f"{here}/files/{name}", {"text": new}).status_code == 200
    broken = put(writer, f"{here}/files/{name}", {"text": "[[matter]"})
    assert broken.json()["code"] == "pack-file-not-toml"
    absent = writer.get(f"{here}/files/no.toml")
    assert (absent.status_code, absent.json()["code"]) == (404, "no-such-pack-file")
    assert put(writer, f"{here}/files/{name}", {"text": text}).status_code == 200
    matter = {"unit": "city-management", "name": {"en": "Letter boxes"}}
    assert put(writer, f"{here}/matters/mailbox-locker", matter).status_code == 200
    assert writer.post(f"{here}/submit").status_code == 200
    back = decider.post(f"{here}/send-back", {"reason": "Say which."}).json()
    assert (back["state"], back["remark"]) == ("drawn", "Say which.")
    late = put(decider, f"{here}/files/{name}", {"text": text})
    assert late.json()["code"] == "packs-not-yours-to-change"
    assert writer.post(f"{here}/withdraw").json()["state"] == "withdrawn"
    assert [each["id"] for each in decider.get(DRAFTS).json()] == [draft["id"]]
    assert decider.get(DRAFTS, before=draft["id"]).json() == []


@pytest.mark.parametrize(
    "text",
    ["matter = 3", "matter = [1, 2]", "[matter]\ncode = 1", '[[matter]]\ncode = "x"'],
)
def test_odd_files_are_faults_and_never_break_the_draft(now: Stage, text: str):
    writer = Caller(now, "administrator")
    here = f"{DRAFTS}/{begun(writer)['id']}"
    name = writer.get(f"{here}/matters").json()["mailbox-locker"]
    assert put(writer, f"{here}/files/{name}", {"text": text}).status_code == 200
    assert writer.get(f"{here}/preview").json()["faults"]
    assert put(writer, f"{here}/files/pack.toml", {"text": "pack = 1"}).json()["mark"]
    assert writer.get(f"{here}/preview").json()["faults"]


def test_nobody_else_sees_drafts_or_begins_one(now: Stage):
    begun(Caller(now, "administrator"))
    officer, key = Caller(now, "officer"), PackDraft.objects.get().pk
    assert officer.get(DRAFTS).json() == []
    assert officer.get(f"{DRAFTS}/{key}").json()["code"] == "no-such-pack-draft"
    on = localdate() + timedelta(days=7)
    told = {"title": "x", "on": on.isoformat()}
    refused = officer.post(DRAFTS, told)
    assert refused.json()["code"] == "packs-not-yours-to-change"
