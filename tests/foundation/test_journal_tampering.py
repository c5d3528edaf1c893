"""Whatever is done to a journal behind its back, the walk names it."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from quincunx.foundation import chain, guards, journal
from quincunx.foundation.journal import Broken, Fault, Link
from quincunx.foundation.models import (
    ChainHead,
    DayHead,
    Entry,
    Seal,
    Unsealed,
)
from quincunx.lib.refusal import Refusal
from tests.foundation.cast import A_CASE, ANOTHER, NOON, OFFICER, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    """Four entries of one case, two of another, all sealed."""
    made = [
        journal.record(A_CASE, act, by=OFFICER, at=NOON, facts={"unit": 4})
        for act in ("report", "dispatch", "accept", "finish")
    ]
    for act in ("report", "dispatch"):
        journal.record(ANOTHER, act, by=OFFICER, at=NOON)
    journal.seal_all(NOON)
    assert journal.verify(journal.anchor(NOON.date())).holds
    return made


def broken(anchor=None, links=()):
    return journal.verify(anchor, links=links).broken


def tampering():
    return guards.lifted(connection)


def contents_of(entry):
    return chain.Contents(
        entry.subject,
        entry.seq,
        entry.act,
        entry.by_kind,
        entry.by_person,
        entry.at,
        entry.recorded_at,
        entry.facts,
        entry.commitments,
    )


def rehash(entry):
    entry.hash = chain.entry_hash(bytes(entry.prev), contents_of(entry))
    entry.save()


@pytest.mark.parametrize(
    "change",
    [
        {"act": "withdraw"},
        {"by_person": 8},
        {"at": later(minutes=1)},
        {"recorded_at": later(minutes=1)},
        {"facts": {"unit": 5}},
        {"commitments": {"text": "00"}},
        {"prev": bytes(32)},
        {"hash": bytes(32)},
        {"by_kind": "clock"},
    ],
)
def test_an_edited_entry_is_found(life, change):
    with tampering():
        Entry.objects.filter(id=life[1].id).update(**change)
    assert broken() == Broken(Fault.ALTERED, life[1].id, A_CASE, 2, 2)


def test_an_edited_entry_with_a_new_hash_is_found_by_what_follows_it(life):
    with tampering():
        life[1].act = "withdraw"
        rehash(life[1])
    assert broken() == Broken(Fault.ALTERED, life[1].id, A_CASE, 2, 2)


def test_an_edited_last_entry_with_a_new_hash_is_found_by_its_seal(life):
    with tampering():
        life[3].act = "withdraw"
        rehash(life[3])
    assert broken() == Broken(Fault.ALTERED, life[3].id, A_CASE, 4, 4)


def test_a_removed_entry_is_found(life):
    with tampering():
        Entry.objects.filter(id=life[1].id).delete()
    assert broken() == Broken(Fault.REMOVED, life[1].id, A_CASE, 2)


def test_a_removed_last_entry_of_a_case_is_found_by_its_seal(life):
    with tampering():
        Entry.objects.filter(id=life[3].id).delete()
    assert broken() == Broken(Fault.REMOVED, life[3].id, number=4)


def test_an_entry_removed_with_its_seal_is_found(life):
    with tampering():
        Entry.objects.filter(id=life[3].id).delete()
        Seal.objects.filter(entry_id=life[3].id).delete()
    assert broken() == Broken(Fault.REMOVED, number=4)


def test_an_entry_removed_before_it_was_sealed_is_found(life):
    entry = journal.record(A_CASE, "verify", by=OFFICER, at=NOON)
    with tampering():
        Entry.objects.filter(id=entry.id)._raw_delete("default")
    assert broken() == Broken(Fault.REMOVED, entry.id)


def test_two_entries_that_changed_places_are_found(life):
    with tampering():
        Entry.objects.filter(id=life[1].id).update(seq=99)
        Entry.objects.filter(id=life[2].id).update(seq=2)
        Entry.objects.filter(id=life[1].id).update(seq=3)
    assert broken() == Broken(Fault.REORDERED, life[2].id, A_CASE, 2, 3)


def test_two_seals_that_changed_places_are_found(life):
    with tampering():
        Seal.objects.filter(number=2).update(entry_id=0)
        Seal.objects.filter(number=3).update(entry_id=life[1].id)
        Seal.objects.filter(number=2).update(entry_id=life[2].id)
    assert broken() == Broken(Fault.REORDERED, life[2].id, A_CASE, 3, 2)


def test_an_inserted_entry_is_found(life):
    forged = Entry(
        subject_kind="case",
        subject_id=A_CASE.id,
        seq=5,
        act="close",
        by_kind="staff",
        at=NOON,
        recorded_at=NOON,
        prev=life[3].hash,
    )
    rehash(forged)
    assert broken() == Broken(Fault.INSERTED, forged.id, A_CASE, 5)


@pytest.mark.parametrize("change", [{"hash": bytes(32)}, {"sealed_at": later(days=1)}])
def test_an_edited_seal_is_found(life, change):
    with tampering():
        Seal.objects.filter(number=3).update(**change)
    assert broken() == Broken(Fault.ALTERED, life[2].id, A_CASE, 3, 3)


def cut_off_the_end(number):
    """Take the last entries and their seals away, as if they had never been."""
    ids = Seal.objects.filter(number__gte=number).values_list("entry_id", flat=True)
    Entry.objects.filter(id__in=list(ids)).delete()
    Seal.objects.filter(number__gte=number).delete()


def test_a_truncated_tail_is_found_by_the_head(life):
    with tampering():
        cut_off_the_end(5)
    assert broken() == Broken(Fault.TRUNCATED, number=5)


def test_a_truncated_tail_with_all_its_heads_is_found_by_the_anchor(life):
    anchor = journal.anchor(NOON.date())
    with tampering():
        cut_off_the_end(5)
        end = Seal.objects.get(number=4)
        ChainHead.objects.update(number=4, hash=end.hash)
        DayHead.objects.update(number=4, hash=end.hash)
    assert broken() is None
    assert broken(anchor) == Broken(Fault.TRUNCATED, number=5)


def test_a_cut_tail_is_found_by_a_case_that_remembers_its_head(life):
    remembered = Link(A_CASE, 4, life[3].hash)
    assert broken(links=[remembered]) is None
    with tampering():
        cut_off_the_end(4)
        ChainHead.objects.update(number=3, hash=Seal.objects.get(number=3).hash)
        DayHead.objects.all().delete()
    assert broken() is None
    assert broken(links=[remembered]) == Broken(Fault.TRUNCATED, subject=A_CASE, seq=4)


def test_a_journal_rewritten_as_a_whole_is_found_by_the_anchor(life):
    anchor = journal.anchor(NOON.date())
    with tampering():
        for table in (Seal, Unsealed, Entry, ChainHead, DayHead):
            table.objects.all().delete()
    for act in ("report", "dispatch", "accept", "withdraw", "file", "file"):
        journal.record(A_CASE, act, by=OFFICER, at=NOON)
    journal.seal_all(NOON)
    assert broken() is None
    assert broken(anchor) == Broken(Fault.REWRITTEN, number=6)


def test_a_day_whose_head_was_edited_is_found(life):
    DayHead.objects.update(hash=bytes(32))
    assert broken() == Broken(Fault.REWRITTEN, number=6)


def test_the_database_refuses_to_change_or_delete_entries_and_seals(life):
    for change in (
        lambda: Entry.objects.update(act="withdraw"),
        lambda: Entry.objects.filter(id=life[0].id)._raw_delete("default"),
        lambda: Seal.objects.update(hash=bytes(32)),
        lambda: Seal.objects.filter(number=1).delete(),
    ):
        with pytest.raises(DatabaseError, match="journal"), transaction.atomic():
            change()
    assert broken() is None


def test_the_guard_stands_again_after_tampering_failed():
    with pytest.raises(ZeroDivisionError), tampering():
        _ = 1 / 0
    journal.record(A_CASE, "report", by=OFFICER, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(act="withdraw")


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"form": "another"},
        {"form": "quincunx-anchor-1", "number": 1},
        {"form": "quincunx-anchor-1", "number": "one", "hash": "00"},
        {"form": "quincunx-anchor-1", "number": 1, "hash": "zz"},
    ],
)
def test_what_is_no_anchor_is_refused(given):
    with pytest.raises(Refusal, match="anchor-unreadable"):
        journal.verify(given)
