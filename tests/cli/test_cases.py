"""`quincunx cases`: a list brought in, a sealed package held against itself."""

import csv
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from quincunx.cases import package
from quincunx.cases.models import Case, Package
from quincunx.cases.vocabulary import Act
from quincunx.foundation import files
from quincunx.matters.load import load
from tests.cases.conftest import PACK, Stage
from tests.cast import FOUNDED_AT, Town
from tests.cli.conftest import Call
from tests.cli.hotline import MAP

pytestmark = pytest.mark.django_db

HEAD = "No,Opened,Closed,Text,Lon,Lat,Matter,State"
LIST = f"""{HEAD}
1,2026-01-05T09:00,2026-01-06T09:00,灯不亮,116.405,39.905,lamp,done
2,2026-01-07T09:00,,灯又不亮,116.405,39.905,lamp,open
3,2026-01-07T09:00,,Dragon,116.405,39.905,dragon,open
4,tomorrow,,灯,116.405,39.905,lamp,open
5,2026-01-07T09:00,,灯,1.0,1.0,lamp,open
"""


@pytest.fixture
def stage(town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, town.at)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "map.toml").write_text(MAP)
    (tmp_path / "list.csv").write_text(LIST)
    return tmp_path


def test_rows_come_in_through_the_real_acts(
    call: Call, stage: Stage, plan: Path
) -> None:
    ended = call(
        "cases", "import", plan / "list.csv", "--map", plan / "map.toml",
        "--report", plan / "not.csv", "--json",
    )  # fmt: skip

    assert ended.code == 1
    assert {k: ended.facts[k] for k in ("rows", "new", "known")} == {
        "rows": 5,
        "new": 2,
        "known": 0,
    }
    assert [(each["row"], each["id"]) for each in ended.facts["not_taken"]] == [
        (4, "3"),
        (5, "4"),
        (6, "5"),
    ]
    states = Case.objects.order_by("reported_at").values_list("state", flat=True)
    assert list(states) == ["filed", "established"]
    with (plan / "not.csv").open(encoding="utf-8-sig") as opened:
        assert [row[0] for row in csv.reader(opened)] == ["row", "4", "5", "6"]


def test_a_second_call_brings_in_nothing_twice(
    call: Call, stage: Stage, plan: Path
) -> None:
    words = ("cases", "import", plan / "list.csv", "--map", plan / "map.toml")
    assert "row 4 (3): " in call(*words).out
    again = call(*words)
    assert "5 rows: 0 new cases, 2 known before, 3 not taken." in again.out


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        (LIST, "map", ""),
        (LIST, 'id = "No"', 'id = "Nummer"'),
        (LIST, 'source = "hotline"', ""),
        (LIST, 'done = "filed"', 'done = "danced"'),
        (LIST, 'zone = "Asia/Shanghai"', 'zone = "Moon"'),
        ("", "", ""),
    ],
)
def test_a_bad_list_or_map_is_refused_whole(
    call: Call, stage: Stage, plan: Path, text: str, good: str, bad: str
) -> None:
    (plan / "list.csv").write_text(text.replace("Matter,State", "Matter,State"))
    mapped = "no = toml =" if good == "map" else MAP.replace(good, bad)
    (plan / "map.toml").write_text(mapped)
    ended = call("cases", "import", plan / "list.csv", "--map", plan / "map.toml")
    assert ended.code == 3, ended.out
    assert "Traceback" not in ended.err
    assert not Case.objects.exists()


def test_a_list_in_no_known_encoding_is_refused(
    call: Call, stage: Stage, plan: Path
) -> None:
    (plan / "list.csv").write_bytes(b"No\xff\xfe\x81,Opened\n")
    ended = call("cases", "import", plan / "list.csv", "--map", plan / "map.toml")
    assert ended.code == 3


@pytest.fixture
def sealed_file(stage: Stage, tmp_path: Path) -> Path:
    case = stage.do(Act.CONFIRM, stage.handled(stage.report("lamp")), "verifier")
    case = stage.do(Act.FILE, case, "dispatcher-centre", reason="Nobody to tell.")
    package.seal_due(stage.now + timedelta(minutes=1))
    kept = Package.objects.select_related("file").get(case=case)
    assert kept.file is not None
    place = tmp_path / "package.zip"
    with files.open(kept.file.sha) as stored:
        place.write_bytes(stored.read())
    return place


def test_a_sealed_package_holds(call: Call, sealed_file: Path) -> None:
    ended = call("cases", "verify-file", sealed_file, "--json")
    assert ended.code == 0, ended.out
    assert ended.facts["holds"]
    assert ended.facts["faults"] == []
    assert "sound" in call("cases", "verify-file", sealed_file).out


def test_a_changed_package_does_not(call: Call, sealed_file: Path) -> None:
    unpacked = sealed_file.parent / "unpacked"
    zipfile.ZipFile(sealed_file).extractall(unpacked)
    told = unpacked / "case.json"
    told.write_text(told.read_text().replace("New bulb", "Old bulb"))
    ended = call("cases", "verify-file", unpacked, "--json")
    assert ended.code == 1
    assert ended.facts["faults"][0]["where"] == "case.json"


def test_what_is_no_package_is_told_so(call: Call, tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"PK nothing")
    assert call("cases", "verify-file", tmp_path / "no.zip").code == 1
    assert call("cases", "verify-file", tmp_path / "gone.zip").code == 2
