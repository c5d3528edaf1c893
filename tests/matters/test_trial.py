"""The bench: what would become of a report, in words, step by step."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.matters import packs
from tests.cast import Town
from tests.matters.packs import LAMP, TREE, pack

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 2, 13, 8, tzinfo=UTC)  # 16:00, before Spring Festival


def test_a_loaded_pack_is_tried_on_a_report(town: Town):
    packs.load(packs.DEFAULT, by=town.owner, at=FRIDAY)
    lon, lat = town.spot("a1")
    trial = packs.try_("default", "street-lamp", lon, lat, FRIDAY, condition="row-out")
    assert (trial.unit, trial.route, trial.fallback) == (
        "city-management",
        "own-unit",
        False,
    )
    assert trial.due == datetime(2026, 2, 14, 8, tzinfo=UTC)  # the Saturday is worked


def test_it_explains_itself_in_both_languages(town: Town):
    packs.load(packs.DEFAULT, by=town.owner, at=FRIDAY)
    lon, lat = town.spot("a1")
    trial = packs.try_("default", "household-waste", lon, lat, FRIDAY)
    english, chinese = trial.in_words("en"), trial.in_words("zh-hans")
    assert len(english) == len(chinese) == len(trial.steps)
    assert "The place lies in 五榆区 / 西榆街道 / 青榆社区 / 青榆第一网格." in english
    assert any(
        "campus-cleanliness is for grids of the kind" in line for line in english
    )
    assert any("4 work hours" in line for line in english)
    assert any("4 个工作小时" in line for line in chinese)
    assert not [line for line in chinese if "The place" in line]


def test_days_off_and_make_up_days_are_seen_in_the_deadline(town: Town):
    packs.load(packs.DEFAULT, by=town.owner, at=FRIDAY)
    trial = packs.try_("default", "cover", None, None, FRIDAY, condition="sunk")
    said = trial.in_words("en")
    start = said.index(
        "Handling: 5 work days, counted from Friday 13 February 2026, 16:00."
    )
    assert said[start + 1 : start + 7] == [
        "Friday 13 February 2026: 1 h 30 count.",
        "Saturday 14 February 2026: 7 h 30 count.",
        "Sunday 15 February 2026 to Monday 23 February 2026: no work time.",
        (
            "Tuesday 24 February 2026 to Thursday 26 February 2026:"
            " 7 h 30 a day count, 22 h 30 in all."
        ),
        "Friday 27 February 2026: 6 h 00 count.",
        "Due: Friday 27 February 2026, 16:00.",
    ]


def test_a_folder_is_tried_before_it_is_loaded(town: Town, tmp_path: Path):
    for name, text in pack(LAMP, TREE).files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    lon, lat = town.spot("c1")
    trial = packs.try_(tmp_path, "tree", lon, lat, FRIDAY)
    assert (trial.unit, trial.condition) == ("landscaping", "empty")


def test_outside_the_district_and_without_a_place_the_territory_has_it(town: Town):
    packs.load(packs.DEFAULT, by=town.owner, at=FRIDAY)
    for lon, lat in ((0.0, 0.0), (None, None)):
        trial = packs.try_("default", "street-lamp", lon, lat, FRIDAY)
        assert trial.fallback
        assert trial.due > FRIDAY


def test_a_year_without_announced_days_is_told(town: Town):
    packs.load(packs.DEFAULT, by=town.owner, at=FRIDAY)
    late = datetime(2026, 12, 31, 8, tzinfo=UTC)
    trial = packs.try_("default", "cover", None, None, late, condition="rattling")
    assert "try-unannounced" in [step.code for step in trial.steps]


def test_what_cannot_be_tried_is_refused(town: Town, tmp_path: Path):
    packs.load(packs.DEFAULT, by=town.owner, at=FRIDAY)
    with pytest.raises(Refusal, match="no-such-matter"):
        packs.try_("default", "ghost", None, None, FRIDAY)
    with pytest.raises(Refusal, match="no-such-condition"):
        packs.try_("default", "cover", None, None, FRIDAY, condition="ghost")
    with pytest.raises(Refusal, match="no-such-pack"):
        packs.try_("ghost", "cover", None, None, FRIDAY)
    with pytest.raises(Refusal, match="moment-without-zone"):
        packs.try_("default", "cover", None, None, FRIDAY.replace(tzinfo=None))
    (tmp_path / "pack.toml").write_text("[pack]\n")
    with pytest.raises(Refusal, match="pack-has-faults"):
        packs.try_(tmp_path, "cover", None, None, FRIDAY)
