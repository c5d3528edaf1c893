"""`quincunx matters`: a pack checked, loaded, compared and tried."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from quincunx.cases.models import Case
from quincunx.matters import packs
from quincunx.matters.load import load
from quincunx.matters.models import PackVersion
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town
from tests.cli.conftest import Call

PACK = Path(__file__).parents[1] / "packs" / "five-elms.toml"
LAMP = 'standard = { en = "The lamp is lit.", zh-hans = "路灯点亮。" }'
LATER = "2026-03-02T09:00"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The pack with one limit and one unit changed."""
    file = tmp_path / "changed.toml"
    was, now = 'limit = "2 work-day"', 'limit = "3 work-day"'
    text = PACK.read_text().replace(was, now, 1)
    file.write_text(text)
    return file


def test_the_pack_of_the_program_is_sound(call: Call) -> None:
    ended = call("matters", "check", "default", "--json")
    assert (ended.code, ended.facts["faults"]) == (0, [])
    assert ended.facts["matters"] >= 120
    assert "The pack is sound." in call("matters", "check", packs.DEFAULT).out


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ('unit = "city-management"\nstandard', "standard", "matter-without"),
        ('process = "coordinate"\nevidence', "evidence", "matter-without"),
        (', limit = "2 work-day" }', " }", "condition-without"),
        (LAMP, "", "matter-without"),
        ('act = "file"', 'act = "dance"', "unknown-act"),
        ('code = "cover"', 'code = "lamp"', "said-twice"),
        ('unit = "handling-team"', 'unit = "kind:wizards"', "unknown-kind"),
        ("[pack]", "[pack", "not-toml"),
    ],
)
def test_each_fault_is_named_with_its_place(
    call: Call, tmp_path: Path, good: str, bad: str, code: str
) -> None:
    assert good in PACK.read_text()
    (tmp_path / "pack.toml").write_text(PACK.read_text().replace(good, bad))
    ended = call("matters", "check", tmp_path, "--json")
    assert ended.code == 1
    faults = [fault for fault in ended.facts["faults"] if fault["code"] == code]
    assert faults, ended.facts["faults"]
    assert faults[0]["place"].startswith("pack.toml")
    assert "Faults: " in call("matters", "check", tmp_path).out


@pytest.mark.django_db
def test_a_pack_is_loaded_once(call: Call, town: Town) -> None:
    first = call("matters", "load", PACK, "--json")
    assert first.code == 0, first.err
    assert (first.facts["version"], first.facts["new"]) == ("five-elms@1", True)
    again = call("matters", "load", PACK)
    assert "five-elms@1 holds already" in again.out


@pytest.mark.django_db
def test_a_pack_with_a_fault_is_not_loaded(
    call: Call, town: Town, tmp_path: Path
) -> None:
    bad = PACK.read_text().replace('unit = "handling-team"', 'unit = "wizards"')
    (tmp_path / "pack.toml").write_text(bad)
    ended = call("matters", "load", tmp_path)
    assert ended.code == 3
    assert "pack.toml" in ended.err
    assert not PackVersion.objects.exists()


@pytest.mark.django_db
def test_units_of_the_installation_may_count(call: Call, town: Town) -> None:
    alone = call("matters", "check", PACK)
    assert alone.code == 1
    assert call("matters", "check", PACK, "--installed").code == 0


@pytest.mark.django_db
def test_two_packs_differ_key_by_key(call: Call, town: Town, changed: Path) -> None:
    call("matters", "load", PACK)
    ended = call("matters", "diff", "five-elms", changed, "--json")
    assert ended.code == 0
    assert [(c["kind"], c["code"], c["before"], c["after"]) for c in ended.facts] == [
        ("changed", "lamp", "2 work-day", "3 work-day")
    ]
    assert "~ matter lamp" in call("matters", "diff", PACK, changed).out
    assert call("matters", "diff", PACK, PACK).out == "No difference.\n"


@pytest.mark.django_db
def test_a_trial_explains_itself(call: Call, town: Town) -> None:
    call("matters", "load", PACK)
    lon, lat = town.spot("a1")
    words = ("--matter", "lamp", "--lon", lon, "--lat", lat, "--at", LATER)
    ended = call("matters", "try", "five-elms", *words, "--json")
    assert ended.code == 0, ended.err
    told = {k: ended.facts[k] for k in ("route", "unit", "fallback", "due")}
    assert told == {
        "route": "own-unit",
        "unit": "city-management",
        "fallback": False,
        "due": "2026-03-04T01:00:00Z",
    }
    said = call("matters", "try", "five-elms", *words).out.splitlines()
    assert said == [step["says"] for step in ended.facts["steps"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--matter", "dragon"), 3),
        (("--matter", "lamp", "--condition", "dragon"), 3),
        (("--matter", "lamp", "--lon", "nan", "--lat", "1"), 3),
        (("--matter", "lamp", "--lon", "116"), 2),
        (("--matter", "lamp", "--at", "tomorrow"), 2),
        ((), 2),
    ],
)
def test_what_cannot_be_tried_is_refused(
    call: Call, town: Town, words: tuple[str, ...], code: int
) -> None:
    call("matters", "load", PACK)
    ended = call("matters", "try", "five-elms", *words)
    assert ended.code == code, ended.out
    assert "Traceback" not in ended.err


def test_a_pack_that_is_not_there_is_a_wrong_call(call: Call) -> None:
    assert call("matters", "check", "nowhere").code == 2


@pytest.fixture
def march(town: Town) -> Stage:
    """A Monday with one lamp reported, and another a day and a half later."""
    load(PACK, by=town.owner, at=FOUNDED_AT)
    stage = Stage(town, datetime(2026, 3, 2, 2, tzinfo=UTC))
    stage.accepted(stage.report("lamp"))
    stage.wait(days=1, hours=12)
    stage.accepted(stage.report("lamp", by="leader-a2", at="a2"))
    return stage


@pytest.mark.django_db
def test_last_month_is_replayed_under_new_rules(
    call: Call, march: Stage, tmp_path: Path
) -> None:
    cases = list(Case.objects.order_by("number"))
    file = tmp_path / "stricter.toml"
    was, then = 'limit = "2 work-day"', 'limit = "1 work-day"'
    file.write_text(PACK.read_text().replace(was, then, 1))
    days = ("--since", "2026-03-01", "--until", "2026-03-31")
    told = call("matters", "replay", file, *days, "--json")
    assert told.code == 0, told.err
    assert (told.facts["before"], told.facts["after"]) == ("five-elms@1", "five-elms")
    assert (told.facts["asked"], told.facts["moved"]) == (2, 2)
    assert (told.facts["elsewhere"], told.facts["due_elsewhen"]) == (0, 2)
    assert [row["number"] for row in told.facts["rows"]] == [c.number for c in cases]
    assert told.facts["rows"][0]["before"]["limit"] == "2 work-day"
    assert told.facts["rows"][0]["after"]["limit"] == "1 work-day"
    lines = call("matters", "replay", file, *days).out
    assert cases[0].number in lines
    assert "2 cases asked about, 2 fare differently." in lines


@pytest.mark.django_db
def test_the_same_rules_and_other_months_move_nothing(call: Call, march: Stage) -> None:
    days = ("--since", "2026-03-01", "--until", "2026-03-31")
    assert call("matters", "replay", PACK, *days, "--json").facts["moved"] == 0
    empty = call("matters", "replay", PACK, "--until", "2026-01-31", "--json")
    assert (empty.code, empty.facts["asked"]) == (0, 0)


@pytest.mark.django_db
def test_what_cannot_be_replayed_is_refused(
    call: Call, town: Town, tmp_path: Path
) -> None:
    assert "No pack five-elms was loaded" in call("matters", "replay", PACK).err
    file = tmp_path / "faulty.toml"
    file.write_text(PACK.read_text().replace('unit = "handling-team"', 'unit = "x"'))
    assert call("matters", "replay", file).code == 3
    backwards = ("--since", "2026-03-02", "--until", "2026-03-01")
    assert call("matters", "replay", PACK, *backwards).code == 2
