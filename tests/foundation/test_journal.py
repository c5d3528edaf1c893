"""Entries: what is written, what it costs, and how they follow each other."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from quincunx.foundation import chain, journal
from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.journal import Happening
from quincunx.foundation.models import Entry, Salt, Seal, Unsealed
from tests.foundation.cast import A_CASE, ANOTHER, NOON, OFFICER, later

pytestmark = pytest.mark.django_db


def statements(captured):
    return [re.search("[A-Z]+", query["sql"])[0] for query in captured]


def inserts(count):
    return ["INSERT"] * count


def test_an_entry_says_what_happened_by_whom_and_when_it_was_recorded():
    offline = Actor(Kind.STAFF, person=7, received_at=later(hours=2))
    entry = journal.record(
        A_CASE,
        "finish",
        by=offline,
        at=NOON,
        facts={"unit": 4, "photos": [UUID(int=1)]},
    )
    kept = Entry.objects.get(id=entry.id)
    assert (kept.subject, kept.seq, kept.act) == (A_CASE, 1, "finish")
    assert (kept.by_kind, kept.by_person) == ("staff", 7)
    assert (kept.at, kept.recorded_at) == (NOON, later(hours=2))
    assert kept.facts == {
        "unit": 4,
        "photos": ["00000000-0000-0000-0000-000000000001"],
    }


def test_entries_of_a_subject_follow_each_other_and_no_other_subject():
    first = journal.record(A_CASE, "report", by=OFFICER, at=NOON)
    journal.record(ANOTHER, "report", by=OFFICER, at=NOON)
    second = journal.record(A_CASE, "dispatch", by=OFFICER, at=later(minutes=5))
    assert bytes(first.prev) == chain.START
    assert (second.seq, second.prev) == (2, first.hash)
    assert [entry.act for entry in journal.entries(A_CASE)] == ["report", "dispatch"]


def test_a_caller_that_keeps_its_head_pays_two_inserts():
    head, seq = b"", 0
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            entry = journal.record(
                A_CASE, "note", by=OFFICER, at=NOON, seq=seq + 1, prev=head
            )
        head, seq = entry.hash, entry.seq
        assert statements(queries) == inserts(2)
    assert journal.verify().holds


def test_texts_cost_one_insert_more_and_are_not_in_the_journal():
    with CaptureQueriesContext(connection) as queries:
        entry = journal.record(
            A_CASE,
            "report",
            by=OFFICER,
            at=NOON,
            texts={"description": "井盖坏了", "where": "3 号楼"},
            seq=1,
            prev=b"",
        )
    assert statements(queries) == inserts(3)
    assert sorted(entry.commitments) == ["description", "where"]
    assert "井盖" not in str(Entry.objects.filter(id=entry.id).values())
    assert journal.says(entry, "description", "井盖坏了")
    assert not journal.says(entry, "description", "井盖好了")


def test_once_its_salts_are_erased_no_text_can_be_linked_and_the_chain_still_holds():
    entry = journal.record(
        A_CASE, "report", by=OFFICER, at=NOON, texts={"description": "井盖坏了"}
    )
    other = journal.record(
        ANOTHER, "report", by=OFFICER, at=NOON, texts={"description": "井盖坏了"}
    )
    journal.seal_all(NOON)
    assert journal.forget_texts(A_CASE) == 1
    assert not journal.says(entry, "description", "井盖坏了")
    assert journal.says(other, "description", "井盖坏了")
    assert entry.commitments != other.commitments
    assert journal.verify().holds


def test_a_batch_costs_as_much_as_one_and_continues_what_is_there():
    journal.record(A_CASE, "report", by=OFFICER, at=NOON)
    batch = [
        Happening(subject, act, OFFICER, NOON, texts={"said": act})
        for act in ("accept", "finish")
        for subject in (A_CASE, ANOTHER)
    ]
    with CaptureQueriesContext(connection) as queries:
        journal.record_many(batch)
    assert statements(queries) == ["SELECT", "INSERT", "INSERT", "INSERT"]
    assert [e.act for e in journal.entries(A_CASE)] == ["report", "accept", "finish"]
    assert [e.seq for e in journal.entries(ANOTHER)] == [1, 2]
    assert journal.verify().holds


def test_two_writers_of_one_subject_cannot_both_take_the_next_number():
    journal.record(A_CASE, "report", by=OFFICER, at=NOON, seq=1, prev=b"")
    with pytest.raises(DatabaseError), transaction.atomic():
        journal.record(A_CASE, "accept", by=OFFICER, at=NOON, seq=1, prev=b"")


def test_what_json_cannot_hold_exactly_is_not_written():
    with pytest.raises(TypeError):
        journal.record(A_CASE, "measure", by=OFFICER, at=NOON, facts={"metres": 1.5})


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_a_fault_of_the_program():
    with pytest.raises(RuntimeError):
        journal.record(A_CASE, "report", by=OFFICER, at=NOON)


def test_sealing_takes_everything_in_bounded_batches_and_leaves_nothing():
    for number in range(5):
        journal.record(A_CASE, f"act-{number}", by=OFFICER, at=NOON)
    assert [journal.seal(NOON, most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [
        *range(1, 6)
    ]
    assert not Unsealed.objects.exists()


def test_a_late_commit_is_sealed_after_all():
    early = journal.record(A_CASE, "report", by=OFFICER, at=NOON)
    Unsealed.objects.filter(entry=early).delete()  # not yet to be seen by others
    late = journal.record(ANOTHER, "report", by=OFFICER, at=NOON)
    journal.seal(NOON)
    Unsealed.objects.create(entry=early)
    journal.seal(later(seconds=5))
    sealed = Seal.objects.order_by("number").values_list("entry_id", flat=True)
    assert list(sealed) == [late.id, early.id]
    assert journal.verify().holds


def test_the_head_of_a_day_is_the_last_seal_of_that_day_or_before():
    assert journal.head(NOON.date()) is None
    for day in (0, 0, 2):
        journal.record(A_CASE, "note", by=OFFICER, at=later(days=day))
        journal.seal(later(days=day))
    assert [
        journal.anchor(NOON.date() + timedelta(days=day))["number"] for day in range(3)
    ] == [2, 2, 3]


def test_the_walk_reports_how_far_it_has_come(monkeypatch):
    monkeypatch.setattr("quincunx.foundation.journal.proving._TELL_EVERY", 2)
    for _ in range(3):
        journal.record(A_CASE, "note", by=OFFICER, at=NOON)
    journal.seal(NOON)
    told = []
    verdict = journal.verify(
        progress=lambda walked, total: told.append((walked, total))
    )
    assert told == [(2, 6), (4, 6), (6, 6)]
    assert (verdict.entries, verdict.seals, verdict.unsealed) == (3, 3, 0)


def test_the_walk_goes_on_across_chunks(monkeypatch):
    monkeypatch.setattr("quincunx.foundation.journal.subject_walk.CHUNK", 2)
    monkeypatch.setattr("quincunx.foundation.journal.seal_walk.CHUNK", 2)
    for number in range(5):
        for subject in (A_CASE, ANOTHER):
            journal.record(subject, f"act-{number}", by=OFFICER, at=NOON)
    journal.seal_all(NOON, most=3)
    verdict = journal.verify()
    assert (verdict.entries, verdict.seals, verdict.broken) == (10, 10, None)


def test_what_waits_to_be_sealed_is_counted_with_its_age():
    journal.record(A_CASE, "report", by=OFFICER, at=NOON)
    journal.seal(NOON)
    journal.record(A_CASE, "note", by=OFFICER, at=later(hours=1))
    verdict = journal.verify()
    assert (verdict.unsealed, verdict.oldest_unsealed) == (1, later(hours=1))
    assert verdict.holds


@pytest.mark.parametrize("salts", [True, False])
def test_expired_periods_are_dropped_and_the_rest_still_proves_itself(salts):
    for day in range(3):
        texts = {"said": "something"} if salts else {}
        journal.record(A_CASE, f"act-{day}", by=OFFICER, at=NOON, texts=texts)
        journal.seal(later(days=day))
    first_day = journal.anchor(NOON.date())
    assert journal.drop(NOON.date(), at=later(days=9)) == 1
    assert [entry.seq for entry in journal.entries(A_CASE)] == [2, 3]
    assert Salt.objects.count() == (2 if salts else 0)
    assert journal.verify(first_day).holds
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
