"""A pack is refused with every fault named: where it stands, and what to do."""

import re
from pathlib import Path

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.matters import packs, words
from quincunx.matters.sentences import FAULTS
from quincunx.matters.source import Source, read
from tests.matters.packs import LAMP, PACK, TREE, pack

TEST = """
[[test]]
name = "{name}"
report = {{ {report} }}
expect = {{ {expect} }}
"""
OUT = 'matter = "lamp", condition = "out", at = 2026-03-02T10:00:00+08:00'


def faults(*parts: str) -> list[tuple[str, str]]:
    return [(f.place, f.code) for f in packs.check(pack(*parts)).faults]


def without(key: str, text: str = LAMP) -> str:
    return re.sub(rf"(?m)^{key} = .*\n", "", text, count=1)


def test_a_sound_pack_has_no_fault_and_says_what_it_holds():
    checked = packs.check(pack(LAMP, TREE))
    assert checked.is_sound
    assert checked.counts == {"matters": 2, "conditions": 3, "routes": 0, "tests": 0}


@pytest.mark.parametrize("key", ["unit", "process", "standard", "evidence"])
def test_a_matter_without_unit_process_standard_or_evidence_is_not_published(key):
    found = packs.check(pack(without(key))).faults
    assert [(f.place, f.code) for f in found] == [
        (f"elms.toml:30 matter[1].{key}", "matter-without")
    ]
    assert f"Matter “lamp” has no {key} and cannot be published" in words.fault(
        found[0]
    )


def test_a_matter_without_filing_condition_is_not_published():
    assert faults(LAMP.split("[[matter.condition]]")[0]) == [
        ("elms.toml:30 matter[1].condition", "matter-without")
    ]


@pytest.mark.parametrize("key", ["limit", "closing"])
def test_a_condition_without_limit_or_closing_is_not_published(key):
    assert faults(without(key)) == [
        (f"elms.toml:41 matter[1].condition[1].{key}", "condition-without")
    ]


def test_evidence_that_asks_for_nothing_is_no_evidence():
    empty = LAMP.replace('[{ kind = "photo-after" }]', "[]")
    assert [code for _, code in faults(empty)] == ["matter-without"]


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ('"kind:city-management"', '"lamp-firm"', "route-to-nobody", "matter[1].unit"),
        ('"kind:city-management"', '"kind:lamps"', "unknown-kind", "matter[1].unit"),
        (
            'process = "unit"',
            'process = "walk"',
            "unknown-process",
            "matter[1].process",
        ),
        ('domain = "streets"', 'domain = "sky"', "unknown-domain", "matter[1].domain"),
        ('"3 work-day"', '"3 workdays"', "bad-limit", "matter[1].condition[1].limit"),
        ('"3 work-day"', '"0 work-day"', "bad-limit", "matter[1].condition[1].limit"),
        ('"photo-after"', '"selfie"', "not-a-choice", "matter[1].evidence[1].kind"),
        ('{ en = "It burns." }', '"It burns."', "needs-words", "matter[1].standard"),
        (
            '{ en = "It burns." }',
            '{ fr = "Elle brûle." }',
            "missing-language",
            "matter[1].standard",
        ),
        ('icon = "lamp"', 'icno = "lamp"', "unknown-key", "matter[1].icno"),
        ('code = "lamp"', 'code = "Lamp!"', "bad-code", "matter[1].code"),
        (
            "urgency = 1",
            "urgency = 9",
            "needs-number",
            "matter[1].condition[2].urgency",
        ),
    ],
)
def test_each_fault_is_named_with_its_place(old, new, code, where):
    assert old in LAMP
    found = faults(LAMP.replace(old, new, 1))
    assert (where, code) in [(place.split(" ")[1], name) for place, name in found]


def test_no_fault_hides_another():
    broken = without("unit").replace('"3 work-day"', '"soon"').replace('"lamp"', '"L"')
    assert {code for _, code in faults(broken)} >= {
        "matter-without",
        "bad-limit",
        "bad-code",
    }


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ('{ act = "dance" }', {"unknown-act", "act-missing"}),
        ('{ act = "report" }, { act = "agree" }', {"act-out-of-place", "act-missing"}),
        (
            (
                '{ act = "report" }, { act = "dispatch" }, { act = "establish" }, '
                '{ act = "accept" }, { act = "finish" }, { act = "file" }'
            ),
            {"act-out-of-place"},
        ),
        (
            (
                '{ act = "report" }, { act = "establish" }, { act = "accept" },'
                '{ act = "finish" }, { act = "file" }'
            ),
            {"act-missing"},
        ),
    ],
)
def test_steps_that_are_no_way_of_their_tier_are_refused(steps, codes):
    process = f'[[process]]\ncode = "odd"\ntier = "dispatch"\nsteps = [{steps}]\n'
    assert {code for _, code in faults(LAMP, process)} == codes


def test_a_temporary_entry_needs_an_approved_end():
    entry = 'admission = { approval = "Minutes 4 of 2026" }'
    assert faults(LAMP.replace(entry, "admission = { temporary = true }")) == [
        ("elms.toml:39 matter[1].admission.until", "temporary-without-end"),
        ("elms.toml:39 matter[1].admission.approval", "admission-without"),
    ]


def test_an_extension_must_fit_its_limit():
    odd = TREE.replace("times = 1", 'times = 1, amount = "3 work-day"')
    assert [code for _, code in faults(odd)] == ["extension-unlike"]


def test_a_milestone_lies_before_the_end():
    late = LAMP + '[[matter.condition.milestone]]\ncode = "x"\nname = { en = "X" }\n'
    late += 'limit = "5 urgent-hour"\n'
    assert [code for _, code in faults(late)] == ["milestone-late"]


def test_a_pack_may_promise_how_much_it_holds():
    promised = PACK.replace(
        'calendar = "office"', 'calendar = "office"\nat-least = { matters = 3 }', 1
    )
    found = packs.check(Source.of({"elms.toml": promised + LAMP})).faults
    assert [(f.place, f.code) for f in found] == [
        ("elms.toml:7 pack.at-least", "too-few")
    ]


@pytest.mark.parametrize(
    ("expect", "code"),
    [
        (
            'unit = "kind:city-management", limit = "3 work-day", tier = "dispatch"',
            None,
        ),
        ("due = 2026-03-05T10:00:00+08:00", None),
        ("due = 2026-03-04T10:00:00+08:00", "test-fails"),
        ('limit = "2 work-day"', "test-fails"),
        ('route = "night"', "test-fails"),
        ("", "test-expects-nothing"),
    ],
)
def test_a_pack_carries_its_own_tests(expect, code):
    text = TEST.format(name="a lamp", report=OUT, expect=expect)
    assert [found for _, found in faults(LAMP, text)] == ([code] if code else [])


def test_a_failing_test_says_what_the_pack_gives_instead():
    text = TEST.format(name="a lamp", report=OUT, expect='limit = "2 work-day"')
    (found,) = packs.check(pack(LAMP, text)).faults
    assert words.fault_line(found) == (
        "elms.toml:57 test[1].expect:"
        " The test expects limit 2 work-day; the pack gives 3 work-day."
    )


def test_a_test_about_nothing_is_a_fault():
    text = TEST.format(
        name="x", report=OUT.replace("out", "ghost"), expect='tier = "dispatch"'
    )
    assert [code for _, code in faults(LAMP, text)] == ["test-of-nothing"]


def test_what_stands_twice_is_refused():
    assert {code for _, code in faults(LAMP, LAMP)} == {"said-twice"}


def test_a_broken_file_names_its_line():
    found = packs.check(Source.of({"a.toml": "[pack]\ncode = \n"})).faults
    assert (found[0].place, found[0].code) == ("a.toml:2", "not-toml")


def test_hours_that_overlap_are_refused_where_they_stand():
    text = PACK.replace('days = "cn"', 'hours = ["09:00-12:00", "11:00-17:00"]')
    found = packs.check(Source.of({"elms.toml": text + LAMP})).faults
    assert [(f.place, f.code) for f in found] == [
        ("elms.toml:8 calendar[1]", "windows-out-of-order")
    ]


def test_a_pack_is_read_from_a_folder_or_a_file_or_refused(tmp_path: Path):
    with pytest.raises(Refusal, match="pack-not-found"):
        read(tmp_path)
    (tmp_path / "pack.toml").write_bytes(PACK.encode() + b"# \xff")
    with pytest.raises(Refusal, match="pack-not-utf8"):
        read(tmp_path)
    (tmp_path / "pack.toml").write_text("#" * 2_000_001)
    with pytest.raises(Refusal, match="pack-file-too-large"):
        read(tmp_path / "pack.toml")


def test_every_fault_has_its_sentence():
    room = Path(packs.__file__).parents[1]
    named = re.compile(r'\.(?:fault|_wrong)\(\s*(?:key, )?"([a-z0-9-]+)"')
    placed = re.compile(r'_fault\(\s*"[a-z]+",\s*[^,]+,\s*"([a-z0-9-]+)"')
    wide = re.compile(r'Widening\(\s*"([a-z0-9-]+)"')
    text = "".join(path.read_text() for path in room.glob("*.py"))
    used = {code for form in (named, placed, wide) for code in form.findall(text)}
    assert len(used) > 30
    assert used - FAULTS.keys() == set()


QUESTION = """
[[matter.question]]
code = "{code}"
kind = "{kind}"
name = {{ en = "Asked" }}
"""
CHOICES = 'choice = [{ code = "a", name = { en = "A" } }]\n'


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (QUESTION.format(code="pole", kind="line"), []),
        (QUESTION.format(code="size", kind="one") + CHOICES, []),
        (QUESTION.format(code="size", kind="one"), ["choices-amiss"]),
        (QUESTION.format(code="pole", kind="line") + CHOICES, ["choices-amiss"]),
        (QUESTION.format(code="pole", kind="line") * 2, ["said-twice"]),
        (QUESTION.format(code="pole", kind="guess"), ["not-a-choice"]),
        (
            "".join(QUESTION.format(code=f"q{n}", kind="line") for n in range(13)),
            ["too-many-questions"],
        ),
    ],
)
def test_the_questions_of_a_matter_are_read_with_their_choices(said, found):
    assert [code for _, code in faults(LAMP + said)] == found


@pytest.mark.parametrize("group", ["disputes", "safety"])
def test_disputes_and_safety_cannot_be_made_public(group):
    told = LAMP.replace('domain = "streets"', 'domain = "kept"')
    kept = f'[[domain]]\ncode = "kept"\nname = {{ en = "Kept" }}\ngroup = "{group}"\n'
    public = [code for _, code in faults(kept, told)]
    private = told.replace('domain = "kept"', 'domain = "kept"\npublic = false')
    assert (public, faults(kept, private)) == (["never-public"], [])
