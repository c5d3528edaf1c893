"""A pack is loaded whole, as the next version; old cases keep what they were told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from quincunx.areas import codes
from quincunx.foundation import journal, wording
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue, packs
from quincunx.matters.models import Matter, MatterVersion, Pack, PackVersion
from quincunx.matters.source import Source
from quincunx.staff import actors
from quincunx.staff.models import Organisation
from tests.cast import Town
from tests.matters.packs import LAMP, PACK, TREE, pack

pytestmark = pytest.mark.django_db
JANUARY = datetime(2026, 1, 5, 1, tzinfo=UTC)
MARCH = datetime(2026, 3, 2, 1, tzinfo=UTC)
SHORTER = LAMP.replace("3 work-day", "1 work-day")


@pytest.fixture
def owner() -> Actor:
    return actors.importer(JANUARY)


def load(*parts: str, by: Actor, at: datetime = JANUARY) -> packs.Loaded:
    return packs.load(pack(*parts), by=by, at=at)


def handling(at: datetime) -> Limit:
    lamp = Matter.objects.get(code="lamp")
    return catalogue.terms(lamp, None, at).limits["handle"]


def test_loading_writes_matters_conditions_and_the_journal(owner):
    loaded = load(LAMP, TREE, by=owner)
    assert (loaded.matters, loaded.changed, loaded.removed) == (2, 2, 0)
    assert [m.code for m in Matter.objects.order_by("position")] == ["lamp", "tree"]
    (entry,) = journal.entries(journal.Subject("pack", "elms"))
    assert (entry.act, entry.facts["version"]) == ("load", 1)


def test_the_same_files_again_are_no_new_version(owner):
    first = load(LAMP, by=owner)
    again = load(LAMP, by=owner, at=MARCH)
    assert (again.is_new, again.version.pk) == (False, first.version.pk)
    assert PackVersion.objects.count() == 1


def test_a_new_version_holds_for_what_begins_after_it(owner):
    load(LAMP, TREE, by=owner)
    loaded = load(SHORTER, TREE, by=owner, at=MARCH)
    assert (loaded.version.number, loaded.changed) == (2, 1)
    assert str(handling(MARCH - timedelta(seconds=1))) == "3 work-day"
    assert str(handling(MARCH)) == "1 work-day"
    assert MatterVersion.objects.filter(matter__code="tree").count() == 1


def test_before_the_first_version_the_first_one_counts(owner):
    load(LAMP, by=owner)
    assert str(handling(datetime(2011, 7, 1, tzinfo=UTC))) == "3 work-day"


def test_a_matter_that_is_left_out_is_removed_and_keeps_its_history(owner, town: Town):
    load(LAMP, TREE, by=owner)
    loaded = load(LAMP, by=owner, at=MARCH)
    assert loaded.removed == 1
    tree = Matter.objects.get(code="tree")
    assert tree.removed_at == MARCH
    path = town.area("a1").path
    assert [m.code for m in catalogue.matters_in(path, MARCH.date())] == ["lamp"]
    before = catalogue.matters_in(path, JANUARY.date())
    assert [m.code for m in before] == ["lamp", "tree"]
    assert str(catalogue.terms(tree, None, MARCH).limits["handle"]) == "15 work-day"


def test_a_matter_may_come_back(owner):
    load(LAMP, TREE, by=owner)
    load(LAMP, by=owner, at=MARCH)
    load(LAMP, TREE, by=owner, at=MARCH + timedelta(days=1))
    assert Matter.objects.get(code="tree").removed_at is None


def test_a_pack_with_a_fault_changes_nothing(owner):
    load(LAMP, by=owner)
    with pytest.raises(Refusal, match="pack-has-faults") as refused:
        load(LAMP.replace("3 work-day", "soon"), by=owner, at=MARCH)
    assert PackVersion.objects.count() == 1
    said = wording.in_words(refused.value)
    assert "elms.toml:44 matter[1].condition[1].limit: “soon” is no limit" in said


def test_a_version_cannot_begin_before_the_one_in_force(owner):
    load(LAMP, by=owner, at=MARCH)
    with pytest.raises(Refusal, match="pack-version-too-early"):
        load(SHORTER, by=owner, at=JANUARY)


def test_only_an_administrator_loads_packs(town: Town):
    for login in ("dispatcher-command", "officer", "leader-a1"):
        with pytest.raises(Refusal, match="packs-not-yours-to-change"):
            load(LAMP, by=town.actor(login))
    assert not Pack.objects.exists()
    assert load(LAMP, by=town.actor("administrator")).is_new


def test_nobody_from_outside_loads_packs(owner):
    with pytest.raises(Refusal, match="packs-not-yours-to-change"):
        load(LAMP, by=Actor(Kind.REPORTER))


def test_missing_organisations_are_founded_and_known_ones_left_alone(owner):
    firms = """
[[organisation]]
code = "lamp-department"
kind = "department"
name = { en = "Lamp department" }

[[organisation]]
code = "lamp-firm"
kind = "handling-team"
parent = "lamp-department"
name = { en = "Lamp firm" }
"""
    mine = LAMP.replace("kind:city-management", "lamp-firm")
    assert load(mine, firms, by=owner).founded == ("lamp-department", "lamp-firm")
    assert Organisation.objects.get(code="lamp-firm").parent.code == "lamp-department"
    again = load(SHORTER, firms, by=owner, at=MARCH)
    assert again.founded == ()


def test_the_default_pack_loads_and_a_second_time_does_nothing(owner):
    assert packs.load(packs.DEFAULT, by=owner, at=JANUARY).matters >= 120
    assert not packs.load(packs.DEFAULT, by=owner, at=MARCH).is_new


def test_a_loaded_pack_gives_its_files_back(owner):
    load(LAMP, by=owner)
    assert packs.files_of("elms") == dict(pack(LAMP).files)
    with pytest.raises(Refusal, match="no-such-pack"):
        packs.files_of("elms@7")


def test_a_pack_can_be_retired_and_its_cases_keep_their_terms(owner, town: Town):
    load(LAMP, by=owner)
    packs.retire("elms", by=owner, at=MARCH)
    assert catalogue.matters_in(town.area("a1").path, MARCH.date()) == []
    assert str(handling(MARCH)) == "3 work-day"
    with pytest.raises(Refusal, match="pack-not-in-force"):
        packs.retire("elms", by=owner, at=MARCH)


def test_a_retired_pack_may_come_back_from_now_on(owner):
    load(LAMP, by=owner)
    packs.retire("elms", by=owner, at=MARCH)
    back = load(SHORTER, by=owner, at=MARCH + timedelta(days=9))
    assert (back.version.number, back.version.valid_from) == (
        2,
        MARCH + timedelta(days=9),
    )
    assert Matter.objects.get(code="lamp").removed_at is None


def test_what_differs_is_told_key_by_key(owner):
    load(LAMP, TREE, by=owner)
    load(SHORTER, by=owner, at=MARCH)
    changes = [
        (c.kind, c.table, c.code, c.key, c.before, c.after)
        for c in packs.diff("elms@1", "elms")
    ]
    assert changes == [
        (
            "changed",
            "matter",
            "lamp",
            "condition[out].limit",
            "3 work-day",
            "1 work-day",
        ),
        ("removed", "matter", "tree", "", "", ""),
    ]


def test_a_pack_loaded_ahead_waits_for_its_day(owner, town: Town):
    later = PACK.replace('code = "elms"', 'code = "elms"\nvalid-from = 2026-04-01', 1)
    packs.load(Source.of({"elms.toml": later + LAMP}), by=owner, at=MARCH)
    path = town.area("a1").path
    assert catalogue.matters_in(path, date(2026, 3, 31)) == []
    assert len(catalogue.matters_in(path, date(2026, 4, 1))) == 1
    assert len(catalogue.matters_in(path, date(2011, 7, 1))) == 1  # brought in later


def test_a_pack_names_an_area_by_a_code_that_holds_since_this_midnight(town: Town):
    """At 00:30 in Shanghai it is still yesterday in UTC."""
    scheme = codes.known_or_own("new-codes").code
    codes.bear(town.area("a"), "elm-7", scheme=scheme, on=date(2026, 3, 3))
    route = (
        '\n[[route]]\ncode = "elm"\nmatter = "lamp"\narea = "elm-7"\n'
        'unit = "kind:handling-team"\n'
    )
    at = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    loaded = packs.load(pack(LAMP, route), by=town.owner, at=at)
    assert loaded.version.content["areas"]["elm-7"][0] == town.area("a").pk
