"""A pack's files are changed matter by matter; the rest stays as it was written."""

from datetime import date

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.matters import editing
from quincunx.matters.editing import ConditionText, MatterText

LAMPS = """# Lamps of the town.
[[matter]]
code = "lamp"  # the usual one
name = { zh-hans = "路灯", en = "Lamp" }
standard = { zh-hans = "亮", en = "Lit" }
unit = "kind:city-management"
process = "unit"

[[matter.condition]]
code = "dark"
name = { zh-hans = "不亮", en = "Dark" }
limit = "3 work-day"
closing = { zh-hans = "亮了", en = "Lit again" }

[[matter]]
code = "post"
"""
FILES = {"pack.toml": '[pack]\ncode = "x"\n', "lamps.toml": LAMPS}
DARK = ConditionText("dark", {"en": "Dark"}, {"en": "Lit again"}, "1 work-day")


def told(*conditions: ConditionText, name: str = "Lamp") -> MatterText:
    words = {"en": name}
    return MatterText(words, {"en": "Lit"}, "kind:city-management", "unit", conditions)


def test_a_limit_changes_and_comments_and_other_languages_stay():
    files = editing.rewritten(FILES, "lamp", told(DARK))
    assert files["lamps.toml"] == LAMPS.replace("3 work-day", "1 work-day")
    assert files["pack.toml"] == FILES["pack.toml"]


def test_what_is_told_as_it_is_changes_nothing():
    same = ConditionText("dark", {"en": "Dark"}, {"en": "Lit again"}, "3 work-day")
    assert editing.rewritten(FILES, "lamp", told(same)) == FILES


def test_a_sample_comes_where_none_was():
    dark = ConditionText("dark", {}, {}, "3 work-day", {"en": "New bulb, lit at six."})
    more = MatterText({}, {}, "", "", [dark], {"en": "New bulb, lit."})
    table = editing.table(editing.rewritten(FILES, "lamp", more), "lamp")
    assert table["sample"] == {"en": "New bulb, lit."}
    assert table["condition"][0]["sample"] == {"en": "New bulb, lit at six."}


def test_conditions_come_and_go():
    new = ConditionText("broken", {"en": "Broken"}, {"en": "Whole"}, "2 work-hour")
    gone = ConditionText("dark", {}, {}, "")
    files = editing.rewritten(FILES, "lamp", told(gone, new, name="Street lamp"))
    table = editing.table(files, "lamp")
    assert table["name"] == {"zh-hans": "路灯", "en": "Street lamp"}
    assert table["condition"] == [
        {
            "code": "broken",
            "limit": "2 work-hour",
            "name": {"en": "Broken"},
            "closing": {"en": "Whole"},
        }
    ]


def test_a_matter_is_taken_out_and_the_day_written():
    files = editing.removed(editing.dated(FILES, date(2026, 5, 1)), "lamp")
    assert editing.codes(files) == {"post": "lamps.toml"}
    assert "valid-from = 2026-05-01" in files["pack.toml"]


def test_what_is_not_there_or_no_toml_is_refused():
    with pytest.raises(Refusal, match="no-such-matter"):
        editing.table(FILES, "tree")
    with pytest.raises(Refusal, match="no-such-pack-file"):
        editing.replaced(FILES, "other.toml", "")
    with pytest.raises(Refusal, match="pack-file-not-toml"):
        editing.replaced(FILES, "lamps.toml", "[[matter")
