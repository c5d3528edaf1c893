"""What a telephone takes along, and that it takes nothing twice or of anybody else."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quincunx.cases import retire
from quincunx.cases.vocabulary import Act
from tests.cases.conftest import Stage
from tests.field.conftest import Telephone

pytestmark = pytest.mark.django_db


def test_a_worker_takes_along_the_own_grid_the_matters_and_who_helps(
    worker: Telephone,
) -> None:
    parts = worker.sync().json()["parts"]

    assert {area["name"] for area in parts["areas"]} == {
        "青榆第一网格",
        "1号楼",
        "2号楼",
    }
    grid, building = parts["areas"][0], parts["areas"][1]
    assert (grid["level"], building["parent"]) == (4, grid["id"])
    assert len(building["rings"][0]) == 5
    assert parts["me"]["telephone"] == "010-5550100"
    bicycle = next(m for m in parts["matters"] if m["code"] == "bicycle")
    assert bicycle["spot"] is True
    assert bicycle["standard"]["zh-hans"] == "通道畅通。"
    assert bicycle["initials"][0].split()
    assert bicycle["conditions"] == [
        {"code": "there", "name": {"en": "There", "zh-hans": "乱停"}}
    ]


def test_a_second_sync_brings_only_what_differs(worker: Telephone) -> None:
    first = worker.sync()
    had = first.json()["revisions"]
    again = worker.sync(**had)
    assert again.json()["parts"] == {}
    assert worker.sync(etag=first["ETag"], **had).status_code == 304

    worker.reports()
    later = worker.sync(etag=first["ETag"], **had)
    assert set(later.json()["parts"]) == {"mine"}


def test_an_own_position_says_when_it_is_forgotten_and_that_is_when(
    worker: Telephone,
) -> None:
    worker.reports()
    [row] = worker.sync().json()["parts"]["mine"]
    forgotten = datetime.fromisoformat(row["forgotten"])
    assert row["accuracy"] == 12
    retire.forget_positions(forgotten - timedelta(seconds=1))
    assert worker.sync().json()["parts"]["mine"][0]["accuracy"] == 12
    retire.forget_positions(forgotten + timedelta(seconds=1))
    assert worker.sync().json()["parts"]["mine"][0]["accuracy"] is None


def test_checks_are_of_who_was_asked_and_verifications_of_whose_role_it_is(
    now: Stage, worker: Telephone
) -> None:
    resident, _ = now.resident_report()
    asked = now.do(Act.ASK_CHECK, resident, "dispatcher-centre")
    cover = now.accepted(now.report("cover"), "handling-team")
    done = {"result": "New.", "outcome": "solved", "files": ()}
    lamp = now.do(Act.FINISH, now.accepted(now.report("lamp")), "officer", **done)

    mine = worker.errands()
    assert mine[asked.number]["kind"] == "check"
    assert "checked" in mine[asked.number]["acts"]
    assert lamp.number not in mine, "this matter is verified by a verifier"
    theirs = Telephone(now, "verifier").errands()
    assert theirs[lamp.number]["acts"][:2] == ["confirm", "rework"]
    team = Telephone(now, "officer-team").errands()
    assert team[cover.number]["sample"]["zh-hans"] == "新盖已装，踩过不响。"
    assert (team[cover.number]["kind"], team[cover.number]["acts"][:2]) == (
        "handle",
        ["arrive", "finish"],
    )
    assert [each["act"] for each in theirs[lamp.number]["past"]][:2] == [
        "finish",
        "accept",
    ]


def test_a_member_of_another_grid_sees_nothing_of_it(now: Stage) -> None:
    resident, _ = now.resident_report()
    asked = now.do(Act.ASK_CHECK, resident, "dispatcher-centre")
    other = Telephone(now, "leader-b1")
    assert asked.number not in other.errands()
    assert other.client.get(f"/field/cases/{asked.number}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_errands(
    now: Stage, worker: Telephone
) -> None:
    def ask() -> None:
        case, _ = now.resident_report()
        now.do(Act.ASK_CHECK, case, "dispatcher-centre")

    ask()
    worker.sync()
    with CaptureQueriesContext(connection) as one:
        worker.sync()
    ask()
    ask()
    with CaptureQueriesContext(connection) as three:
        assert len(worker.errands()) == 3
    assert len(three) == len(one)


def test_who_is_not_signed_in_is_told_so_and_the_shell_holds_nobody(
    client: Client, now: Stage
) -> None:
    assert client.get("/field/sync").status_code == 401
    shell = client.get("/field")
    assert shell.status_code == 200
    assert "leader-a1" not in shell.content.decode()
    manifest = client.get("/field/manifest.json").json()
    assert (manifest["start_url"], manifest["display"]) == ("/field", "standalone")
    worker = client.get("/field/worker.js")
    assert worker["Service-Worker-Allowed"] == "/field"
    assert '"/field"' in worker.content.decode().splitlines()[0]


def test_signing_out_at_a_desk_does_not_wipe_what_the_telephone_has_not_sent(
    worker: Telephone,
) -> None:
    worker.client.cookies["unsent"] = "3"
    assert worker.client.post("/sign-out")["Clear-Site-Data"] == '"cache"'
    del worker.client.cookies["unsent"]
    assert '"storage"' in worker.client.post("/sign-out")["Clear-Site-Data"]
