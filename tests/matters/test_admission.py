"""Only a listed matter may be given to grid workers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.matters import admission, packs
from quincunx.matters.models import Matter
from tests.cast import Town
from tests.matters.packs import LAMP, TREE, pack

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def lamp(town: Town) -> Matter:
    packs.load(pack(LAMP, TREE), by=town.owner, at=NOW)
    return Matter.objects.get(code="lamp")


@pytest.fixture
def tree(lamp: Matter) -> Matter:
    return Matter.objects.get(code="tree")


def test_the_pack_lists_what_grid_workers_may_be_given(lamp, tree):
    assert [m.code for m in admission.admitted(TODAY)] == ["lamp"]
    admission.must_be_admitted(lamp, TODAY)
    with pytest.raises(Refusal, match="matter-not-admitted"):
        admission.must_be_admitted(tree, TODAY)


def test_a_temporary_entry_ends_by_itself(tree, town: Town):
    boss = town.actor("administrator")
    until = date(2026, 3, 9)
    admission.admit(tree, approval="Minutes 7", until=until, by=boss, at=NOW)
    assert admission.is_admitted(tree, date(2026, 3, 8))
    assert not admission.is_admitted(tree, until)


def test_an_entry_needs_an_approval_and_an_end_that_lies_ahead(tree, lamp, town: Town):
    boss = town.actor("administrator")
    with pytest.raises(Refusal, match="admission-needs-approval"):
        admission.admit(tree, approval=" ", until=None, by=boss, at=NOW)
    with pytest.raises(Refusal, match="admission-ends-in-the-past"):
        admission.admit(tree, approval="Minutes 7", until=TODAY, by=boss, at=NOW)
    with pytest.raises(Refusal, match="matter-admitted-already"):
        admission.admit(lamp, approval="Minutes 7", until=None, by=boss, at=NOW)


def test_a_removal_gives_its_reason_and_leaves_history(lamp, town: Town):
    boss = town.actor("administrator")
    with pytest.raises(Refusal, match="removal-needs-reason"):
        admission.remove(lamp, reason="", by=boss, at=TOMORROW)
    admission.remove(lamp, reason="Done by machine now.", by=boss, at=TOMORROW)
    assert admission.is_admitted(lamp, TODAY)
    assert not admission.is_admitted(lamp, TOMORROW.date())
    (row,) = admission.history(lamp)
    assert (row.ends, row.removal) == (TOMORROW.date(), "Done by machine now.")


def test_only_an_administrator_decides(tree, town: Town):
    with pytest.raises(Refusal, match="packs-not-yours-to-change"):
        admission.admit(
            tree, approval="Me", until=None, by=town.actor("leader-a1"), at=NOW
        )


def test_a_new_version_changes_the_list_and_keeps_what_was_decided_by_hand(
    lamp, tree, town: Town
):
    boss = town.actor("administrator")
    admission.admit(tree, approval="Minutes 7", until=None, by=boss, at=NOW)
    silent = LAMP.replace('admission = { approval = "Minutes 4 of 2026" }\n', "")
    packs.load(pack(silent, TREE), by=town.owner, at=TOMORROW)
    assert [m.code for m in admission.admitted(TOMORROW.date())] == ["tree"]
    assert [m.code for m in admission.admitted(TODAY)] == ["lamp", "tree"]


def test_a_temporary_entry_of_a_pack_has_its_end(town: Town):
    until = LAMP.replace('of 2026" }', 'of 2026", until = 2026-04-01 }')
    packs.load(pack(until), by=town.owner, at=NOW)
    lamp = Matter.objects.get(code="lamp")
    assert admission.is_admitted(lamp, date(2026, 3, 31))
    assert not admission.is_admitted(lamp, date(2026, 4, 1))
