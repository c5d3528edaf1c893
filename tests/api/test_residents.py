"""A resident's report by its code, and what stands around a case."""

import io
import zipfile
from pathlib import Path

from django.utils import timezone

from quincunx.cases import package
from quincunx.cases.models import Case
from tests.api.conftest import Caller
from tests.api.test_api import told
from tests.cases.conftest import Stage

OPERATIONS = Path(__file__).with_name("operations.txt")


def reported(now: Stage, **more: object) -> tuple[str, str]:
    """Let somebody without an account report; return number and code."""
    made = Caller(now).post("/reports", told(now, **more)).json()
    return made["number"], made["code"].replace(" ", "")


def test_the_holder_of_the_code_reads_four_words_and_has_a_say(now: Stage):
    number, code = reported(now)
    resident = Caller(now)
    shown = resident.get(f"/reports/{code}").json()
    assert [w["word"] for w in shown["words"]] == [
        "received",
        "in-hand",
        "done",
        "closed",
    ]
    assert (shown["number"], shown["word"]) == (number, "received")
    assert [moment["act"] for moment in shown["timeline"]] == ["report"]
    assert set(shown["acts"]) >= {"withdraw", "urge"}
    urged = resident.post(f"/reports/{code}/acts/urge", {"text": "It is very dark."})
    assert urged.json()["timeline"][0]["act"] == "urge"
    followed = resident.post(
        f"/reports/{code}/acts/follow", {"contact": {"email": "b@example.org"}}
    )
    assert followed.status_code == 200
    gone = resident.post(f"/reports/{code}/acts/withdraw", {"reason": "by-mistake"})
    assert (gone.json()["word"], gone.json()["acts"]) == ("closed", [])


def test_a_done_case_gets_a_verdict_and_is_reopened(now: Stage):
    desk, officer = Caller(now, "dispatcher-centre"), Caller(now, "officer")
    number, code = reported(now, matter="lamp")
    acts = f"/cases/{number}/acts"
    desk.post(f"{acts}/establish", {"matter": "lamp", "condition": "dark"})
    suggested = desk.get(f"/cases/{number}/suggestion").json()
    assert suggested["unit"] == "city-management"
    assert suggested["because"][0]["said"]["en"]
    desk.post(f"{acts}/dispatch", {"unit": "city-management"})
    officer.post(f"{acts}/accept")
    officer.post(f"{acts}/finish", {"result": "New bulb.", "outcome": "solved"})
    Caller(now, "verifier").post(f"{acts}/confirm")
    resident = Caller(now)
    assert resident.get(f"/reports/{code}").json()["word"] == "done"
    verdict = f"/reports/{code}/acts/verdict"
    bad = resident.post(verdict, {"verdict": "meh"}).json()
    assert bad["code"] == "input-not-understood"
    said = resident.post(verdict, {"verdict": "solved", "rating": 5})
    assert "verdict" not in said.json()["acts"]
    again = resident.post(f"/reports/{code}/acts/reopen", {"text": "Dark again."})
    assert (again.status_code, again.json()["word"]) == (200, "received")


def test_a_reporter_may_not_do_what_is_for_staff(now: Stage):
    _, code = reported(now)
    resident = Caller(now)
    assert resident.post(f"/reports/{code}/acts/dispatch").status_code == 404
    early = resident.post(f"/reports/{code}/acts/verdict", {"verdict": "solved"})
    assert early.json()["code"] == "act-not-open"


def test_guessing_is_throttled_by_address(now: Stage):
    stranger = Caller(now)
    codes = [stranger.get(f"/reports/ABCDEFGH{n:02}").json()["code"] for n in range(21)]
    assert codes == ["no-such-report"] * 20 + ["too-many-tries"]
    last = stranger.get("/reports/x")
    assert (last.status_code, last["Retry-After"]) == (429, "3600")


def test_the_same_reports_near_by_are_told_without_their_words(now: Stage):
    desk = Caller(now, "dispatcher-centre")
    desk.post("/reports", told(now, matter="lamp"))
    lon, lat = now.town.spot("a1")
    found = Caller(now).get("/near", lon=lon, lat=lat).json()
    assert [set(each) for each in found] == [{"matter", "name", "reported_at"}] * len(
        Case.objects.filter(public=True)
    )
    assert Caller(now).get("/near", lon=lon).status_code == 422


def test_counts_by_grid_are_for_those_who_look_after_them(now: Stage):
    desk = Caller(now, "dispatcher-centre")
    desk.post("/reports", told(now, matter="lamp"))
    [grid] = desk.get("/overview").json()
    assert (grid["area"], grid["open"]) == (now.town.area("a1").pk, 1)
    assert grid["states"] == {"established": 1}
    assert Caller(now, "leader-c1").get("/overview").json() == []
    refused = Caller(now, "officer").get("/overview").json()
    assert refused["code"] == "not-yours-to-look-at"


def test_the_sealed_package_is_for_those_who_see_the_case(now: Stage):
    leader = Caller(now, "leader-a1")
    number, _ = reported(now)
    address = f"/cases/{number}/package"
    assert leader.get(address).json()["code"] == "no-such-package"
    case = now.handled(now.report())
    case = now.do("confirm", case, "verifier")
    case = now.do("file", case, "dispatcher-centre", reason="Nobody left a number.")
    package.seal_due(timezone.now())
    answer = leader.get(f"/cases/{case.number}/package")
    sealed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert "manifest.json" in sealed.namelist()
    assert Caller(now, "leader-c1").get(address).status_code == 404


def test_the_description_lists_the_operations_others_rely_on(now: Stage):
    """Who takes one away breaks a caller: the file changes with the promise."""
    described = Caller(now).get("/openapi.json").json()
    found = sorted(
        f"{operation['operationId']} {method.upper()} {path}"
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    )
    assert found == OPERATIONS.read_text().splitlines()
    nameless = [
        operation["operationId"]
        for methods in described["paths"].values()
        for operation in methods.values()
        if not operation.get("description")
    ]
    assert nameless == []
