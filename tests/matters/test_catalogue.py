"""What holds where and when; one query, none with an open book."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from quincunx.areas.codes import known_or_own
from quincunx.foundation.actors import Actor
from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.matters import book, catalogue, packs
from quincunx.matters.models import Condition, Matter
from quincunx.matters.processes import (
    Evidence,
    EvidenceKind,
    Extension,
    Milestone,
    Tier,
    Verifier,
    Words,
)
from quincunx.staff import actors
from tests.cast import Town
from tests.matters.packs import LAMP, PACK, TREE, Source, pack

pytestmark = pytest.mark.django_db
JANUARY = datetime(2026, 1, 5, 1, tzinfo=UTC)
MARCH = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def owner() -> Actor:
    return actors.importer(JANUARY)


@pytest.fixture
def loaded(owner: Actor) -> None:
    packs.load(pack(LAMP, TREE), by=owner, at=JANUARY)


def matter(code: str) -> Matter:
    return Matter.objects.get(code=code)


def test_a_condition_may_have_a_sample_of_its_own(owner: Actor):
    own = 'closing = { en = "Made safe." }'
    told = LAMP.replace(own, f'{own}\nsample = {{ en = "Taped, no current." }}')
    told = told.replace("standard", 'sample = { en = "New bulb." }\nstandard', 1)
    packs.load(pack(told), by=owner, at=JANUARY)
    out, wire = (Condition.objects.get(code=code) for code in ("out", "wire"))
    lamp = matter("lamp")
    assert str(catalogue.terms(lamp, out, MARCH).sample) == "New bulb."
    assert str(catalogue.terms(lamp, wire, MARCH).sample) == "Taped, no current."


def test_terms_are_everything_a_case_lives_by(loaded):
    tree = matter("tree")
    terms = catalogue.terms(tree, None, MARCH)
    condition = Condition.objects.get(matter=tree)
    assert (terms.matter_id, terms.condition_id) == (tree.pk, condition.pk)
    assert (terms.pack, terms.code, terms.tier) == ("elms@1", "tree", Tier.DISPATCH)
    assert {stage: str(limit) for stage, limit in terms.limits.items()} == {
        "establish": "30 work-minute",
        "dispatch": "30 work-minute",
        "accept": "4 work-hour",
        "verify": "1 work-day",
        "handle": "15 work-day",
    }
    assert terms.milestones == (
        Milestone("safe", Limit.parse("2 work-day"), Words.of({"en": "Pit made safe"})),
    )
    assert terms.evidence == (Evidence(EvidenceKind.PHOTO_AFTER, 1),)
    assert (str(terms.standard), str(terms.closing)) == ("A tree lives.", "Planted.")
    assert terms.verify_by is Verifier.VERIFIER
    assert terms.sample_percent == 10
    assert terms.extension == Extension(1, Limit.parse("15 work-day"))


@pytest.mark.parametrize(
    ("at", "limit"),
    [
        ("2026-02-28T23:59:59+08:00", "180 natural-day"),
        ("2026-03-01T00:00:00+08:00", "15 work-day"),
        ("2026-05-15T23:59:59+08:00", "15 work-day"),
        ("2026-05-16T00:00:00+08:00", "180 natural-day"),
    ],
)
def test_a_seasonal_limit_goes_by_the_day_in_the_zone_of_the_calendar(
    loaded, at, limit
):
    moment = datetime.fromisoformat(at).astimezone(UTC)
    terms = catalogue.terms(matter("tree"), None, moment)
    assert str(terms.limits["handle"]) == limit


def test_the_condition_chosen_decides_limit_and_urgency(loaded):
    wire = Condition.objects.get(code="wire")
    terms = catalogue.terms(matter("lamp"), wire, MARCH)
    assert (str(terms.limits["handle"]), terms.urgency) == ("2 urgent-hour", 1)


def test_a_condition_of_another_matter_is_refused(loaded):
    with pytest.raises(Refusal, match="no-such-condition"):
        catalogue.terms(matter("tree"), Condition.objects.get(code="wire"), MARCH)


def test_the_responsible_unit_stands_in_the_process(loaded):
    steps = catalogue.terms(matter("lamp"), None, MARCH).process.steps
    assert {step.act: step.unit for step in steps}["finish"] == "kind:city-management"


def test_asking_costs_one_query_and_none_with_a_book(loaded, django_assert_num_queries):
    lamp = matter("lamp")
    catalogue.terms(lamp, None, MARCH)
    with django_assert_num_queries(1):
        catalogue.terms(lamp, None, MARCH)
    with django_assert_num_queries(1):
        opened = catalogue.book()
    with django_assert_num_queries(0):
        catalogue.terms(lamp, None, MARCH, within=opened)
        catalogue.matters_in("1.", MARCH.date(), within=opened)


def test_a_load_rolled_back_leaves_no_trace_in_the_book(loaded, owner):
    shorter = LAMP.replace("3 work-day", "1 work-day")
    lamp = matter("lamp")
    with transaction.atomic():
        packs.load(pack(shorter, TREE), by=owner, at=MARCH)
        assert str(catalogue.terms(lamp, None, MARCH).limits["handle"]) == "1 work-day"
        transaction.set_rollback(True)
    assert str(catalogue.terms(lamp, None, MARCH).limits["handle"]) == "3 work-day"


def test_another_process_sees_a_load_at_its_next_question(loaded, owner):
    """The book of this process is put back as another one would still hold it."""
    lamp = matter("lamp")
    old = catalogue.book()
    packs.load(pack(LAMP.replace("3 work-day", "1 work-day")), by=owner, at=MARCH)
    book._open = old
    assert str(catalogue.terms(lamp, None, MARCH).limits["handle"]) == "1 work-day"


# --- packs of sub-districts -----------------------------------------------------

WEST = """
[pack]
code = "west"
name = { en = "West" }
languages = ["en"]
parent = "elms"
area = "WEST"
"""
NARROWER = """
[[matter]]
code = "lamp"
evidence = [{ kind = "photo-before" }]

[[matter.condition]]
code = "out"
limit = "2 work-day"

[[matter.condition]]
code = "flickers"
name = { en = "It flickers" }
limit = "5 work-day"
closing = { en = "Steady light." }
"""
OWN = LAMP.replace('"lamp"', '"kiosk"').replace("Street lamp", "Kiosk")


@pytest.fixture
def west(loaded: None, town: Town, owner: Actor) -> Town:
    town.area("west").codes.create(
        scheme=known_or_own("town"), value="WEST", valid_from=date(2025, 1, 6)
    )
    return town


def lower(*parts: str) -> Source:
    return Source.of({"west.toml": WEST + "".join(parts)})


def test_a_sub_district_narrows_and_adds(west: Town, owner: Actor):
    packs.load(lower(NARROWER, OWN), by=owner, at=MARCH)
    inside, outside = west.area("a1").path, west.area("c1").path
    assert [m.code for m in catalogue.matters_in(inside, MARCH.date())] == [
        "lamp",
        "tree",
        "kiosk",
    ]
    assert [m.code for m in catalogue.matters_in(outside, MARCH.date())] == [
        "lamp",
        "tree",
    ]
    mine = catalogue.find("lamp", inside, MARCH.date())
    theirs = catalogue.find("lamp", outside, MARCH.date())
    assert (mine.pack.code, theirs.pack.code) == ("west", "elms")
    terms = catalogue.terms(mine, None, MARCH)
    assert str(terms.limits["handle"]) == "2 work-day"
    assert [e.kind for e in terms.evidence] == ["photo-after", "photo-before"]
    codes = [row.code for row, _ in catalogue.conditions(mine, MARCH)]
    assert codes == ["out", "wire", "flickers"]
    with pytest.raises(Refusal, match="no-such-matter"):
        catalogue.find("kiosk", outside, MARCH.date())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"2 work-day"', '"4 work-day"', "child-lengthens"),
        ('"2 work-day"', '"2 natural-day"', "child-lengthens"),
        ('"2 work-day"', '"25 work-hour"', "child-lengthens"),
        ('code = "lamp"', 'code = "lamp"\nprocess = "unit2"', "unknown-process"),
        ('code = "lamp"', 'code = "lamp"\nreopen-days = 1', "child-widens"),
        ('code = "lamp"', 'code = "lamp"\nsample-percent = 0', "child-widens"),
        ('code = "lamp"', 'code = "lamp"\nunit = "kind:landscaping"', "child-changes"),
        (
            'limit = "2 work-day"',
            'limits = { accept = "8 work-hour" }\nlimit = "2 work-day"',
            "child-lengthens",
        ),
        (
            'limit = "2 work-day"',
            (
                'limit = "2 work-day"\n'
                'season = [{ from = "01-01", to = "01-31", limit = "9 work-day" }]'
            ),
            "child-lengthens",
        ),
    ],
)
def test_a_sub_district_never_lengthens_loosens_or_changes(west, old, new, code):
    assert old in NARROWER
    found = packs.check(lower(NARROWER.replace(old, new, 1))).faults
    assert [fault.code for fault in found] == [code]


def test_silence_removes_nothing(west: Town):
    (filled,) = packs.check(lower(NARROWER)).assembly.filled.values()
    assert [c["code"] for c in filled["condition"]] == ["out", "wire", "flickers"]


def test_the_district_cannot_become_narrower_than_a_pack_below(west, owner):
    packs.load(lower(NARROWER), by=owner, at=MARCH)
    shorter = LAMP.replace("3 work-day", "1 work-day")
    with pytest.raises(Refusal, match="pack-below-would-be-wider"):
        packs.load(pack(shorter, TREE), by=owner, at=MARCH)
    with pytest.raises(Refusal, match="pack-has-packs-below"):
        packs.retire("elms", by=owner, at=MARCH)


def test_what_changes_above_reaches_the_packs_below(west, owner):
    """A pack of a sub-district says only what differs; the rest it has from above."""
    packs.load(lower(NARROWER), by=owner, at=MARCH)
    quicker = LAMP.replace("2 urgent-hour", "1 urgent-hour")
    april = MARCH + timedelta(days=30)
    packs.load(pack(quicker, TREE), by=owner, at=april)
    mine = catalogue.find("lamp", west.area("a1").path, april.date())
    wire = Condition.objects.get(matter=mine, code="wire")
    before, after = (catalogue.terms(mine, wire, at) for at in (MARCH, april))
    assert (before.pack, str(before.limits["handle"])) == ("west@1", "2 urgent-hour")
    assert (after.pack, str(after.limits["handle"])) == ("west@2", "1 urgent-hour")


def test_a_pack_under_nothing_is_refused(owner, town):
    found = packs.check(lower(NARROWER)).faults
    assert "unknown-parent" in {fault.code for fault in found}


def test_the_area_of_a_pack_must_bear_its_code(loaded, town, owner):
    with pytest.raises(Refusal, match="no-such-code"):
        packs.load(lower(NARROWER), by=owner, at=MARCH)


def test_the_head_of_a_pack_is_needed():
    found = packs.check(Source.of({"x.toml": PACK.replace('code = "elms"\n', "", 1)}))
    assert ("pack.code", "missing") in [
        (f.place.split(" ")[1], f.code) for f in found.faults
    ]
