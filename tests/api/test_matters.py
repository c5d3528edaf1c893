"""The catalogue over the API: tried, compared, loaded, admitted, announced."""

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.timezone import localdate

from quincunx.matters.load import load
from quincunx.matters.models import Admission, AnnouncedYear, PackVersion
from quincunx.matters.source import Source
from tests.api.conftest import V1, Caller
from tests.api.test_api import told as told_of
from tests.cases.conftest import PACK, Stage

TEXT = PACK.read_text(encoding="utf-8")


def zipped(**files: str) -> bytes:
    parcel = BytesIO()
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in files.items():
            folder.writestr(f"pack/{name}.toml", text)
    return parcel.getvalue()


def send(caller: Caller, path: str, content: bytes, name: str = "pack.zip") -> Any:
    file = SimpleUploadedFile(name, content)
    return caller.client.post(V1 + path, {"file": file}, headers=caller.headers)


def test_a_report_is_tried_in_both_languages(now: Stage):
    lon, lat = now.town.spot("a1")
    asked = {"pack": "five-elms", "matter": "lamp", "lon": lon, "lat": lat}
    tried = Caller(now, "officer").get("/packs/try", **asked).json()
    assert (tried["unit"], tried["condition"]) == ("city-management", "dark")
    assert len(tried["said"]["en"]) == len(tried["said"]["zh-hans"]) > 5
    assert tried["said"]["en"] != tried["said"]["zh-hans"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"pack": "/etc/passwd", "matter": "lamp"}, "input-not-understood"),
        ({"pack": "nowhere", "matter": "lamp"}, "no-such-pack"),
        ({"pack": "five-elms", "matter": "moon"}, "no-such-matter"),
        ({"pack": "five-elms", "matter": "lamp", "lon": 900}, "input-not-understood"),
        ({"pack": "five-elms", "matter": "lamp", "at": "soon"}, "input-not-understood"),
    ],
)
def test_what_cannot_be_tried_is_named(now: Stage, asked: Any, code: str):
    answer = Caller(now, "officer").get("/packs/try", **asked)
    assert answer.json()["code"] == code


def test_a_pack_is_checked_loaded_and_compared(now: Stage):
    administrator = Caller(now, "administrator")
    changed = TEXT.replace("The lamp is lit.", "The lamp is lit again.")
    checked = send(administrator, "/packs/check", zipped(pack=changed)).json()
    assert (checked["sound"], checked["faults"]) == (True, [])
    loaded = send(administrator, "/packs", zipped(pack=changed))
    assert loaded.status_code == 201, loaded.json()
    assert (loaded.json()["version"], loaded.json()["changed"]) == (2, 1)
    two = {"before": "five-elms@1", "after": "five-elms@2"}
    [change] = administrator.get("/packs/diff", **two).json()
    assert (change["code"], change["key"]) == ("lamp", "standard.en")
    again = send(administrator, "/packs", changed.encode(), "pack.toml").json()
    listed = administrator.get("/packs").json()
    assert [(p["code"], p["version"]) for p in listed] == [("five-elms", 2)], again


def test_faults_of_a_pack_are_named_and_it_is_not_loaded(now: Stage):
    administrator = Caller(now, "administrator")
    faulty = TEXT.replace('unit = "city-management"', 'unit = "nobody"', 1)
    checked = send(administrator, "/packs/check", zipped(pack=faulty)).json()
    assert not checked["sound"]
    assert checked["faults"][0]["says"]
    codes = [
        send(administrator, "/packs", content, name).json()["code"]
        for content, name in (
            (zipped(pack=faulty), "pack.zip"),
            (zipped(), "pack.zip"),
            (b"\xff\xfe", "pack.toml"),
            (b"x" * 2_000_001, "pack.toml"),
        )
    ]
    assert codes == [
        "pack-has-faults",
        "pack-not-found",
        "pack-not-utf8",
        "pack-file-too-large",
    ]
    assert PackVersion.objects.count() == 1


def test_only_administrators_send_packs(now: Stage):
    desk = Caller(now, "dispatcher-command")
    for path in ("/packs", "/packs/check"):
        refused = send(desk, path, zipped(pack=TEXT)).json()
        assert refused["code"] == "not-yours-to-look-at"
    assert PackVersion.objects.count() == 1


def test_a_matter_is_admitted_for_a_time_and_removed(now: Stage):
    administrator, leader = Caller(now, "administrator"), Caller(now, "leader-a1")
    address = "/matters/lamp/admissions"
    until = (localdate() + timedelta(days=30)).isoformat()
    told = {"approval": "Letter 12", "until": until}
    assert leader.post(address, told).json()["code"] == "packs-not-yours-to-change"
    assert not Admission.objects.filter(approval="Letter 12").exists()
    made = administrator.post(address, told)
    assert (made.status_code, made.json()["temporary"]) == (201, True)
    assert "lamp" in [m["code"] for m in leader.get("/admitted").json()]
    administrator.post(f"{address}/remove", {"reason": "Over."})
    assert "lamp" not in [m["code"] for m in leader.get("/admitted").json()]
    assert leader.get(address).json()[0]["removal"] == "Over."


def test_a_year_is_announced_by_the_administrator_of_the_whole(now: Stage):
    told = {"holidays": ["2031-01-01"], "worked": ["2031-01-04"], "source": "Notice 1"}
    refused = Caller(now, "leader-a1").post("/calendars/cn/2031", told).json()
    assert refused["code"] == "packs-not-yours-to-change"
    administrator = Caller(now, "administrator")
    stray = {**told, "worked": ["2040-01-01"]}
    wrong = administrator.post("/calendars/cn/2031", stray).json()
    assert wrong["code"] == "day-of-another-year"
    assert not AnnouncedYear.objects.exists()
    assert administrator.post("/calendars/cn/2031", told).status_code == 204
    shown = administrator.get("/calendars/2031").json()
    assert (shown["holidays"], shown["announced"]) == (["2031-01-01"], True)
    assert [d["code"] for d in administrator.get("/domains").json()] == ["city"]


def test_the_words_of_a_report_offer_matters(now: Stage):
    nobody = Caller(now)
    told = {"text": "The lamp at the gate is dark", "grid": now.town.area("a1").pk}
    [lamp] = nobody.get("/matters/likely", **told).json()
    assert (lamp["code"], lamp["because"]) == ("lamp", ["lamp", "dark"])
    assert nobody.get("/matters/likely", text="hello").json() == []
    for wrong in ({}, {"text": ""}, {"text": "x" * 2001}):
        answer = nobody.get("/matters/likely", **wrong)
        assert (answer.status_code, answer.json()["code"]) == (
            422,
            "input-not-understood",
        )


def test_just_after_midnight_the_matters_of_the_new_day_hold(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    """At 00:30 in Shanghai it is still yesterday in UTC."""
    stage.now = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: stage.now)
    new = TEXT.replace('code = "lamp"', 'code = "lantern"')
    load(Source.of({"pack.toml": new}), by=stage.town.owner, at=stage.now)
    leader = Caller(stage, "leader-a1")
    made = leader.post("/reports", told_of(stage, matter="lantern", channel="patrol"))
    assert made.status_code == 201, made.json()
    gone = leader.post("/reports", told_of(stage, matter="lamp", channel="patrol"))
    assert gone.json()["code"] == "no-such-matter"
    number = made.json()["number"]
    desk = Caller(stage, "dispatcher-centre")
    back = desk.post(
        f"/cases/{number}/acts/reclassify",
        {"matter": "lantern", "condition": "dark", "text": "The same."},
    )
    assert back.status_code == 200, back.json()
