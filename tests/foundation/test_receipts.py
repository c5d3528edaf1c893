"""Receipts: the same sending, the same answer, one deed."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.foundation import journal, receipts
from quincunx.foundation.models import Entry, Receipt
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from tests.foundation.cast import A_CASE, NOON, OFFICER, later

pytestmark = pytest.mark.django_db


def send(key="K1", owner="device-1", body=b"a hole", number=1, at=NOON):
    with receipts.once(key, owner, body, at=at) as sending:
        if sending.answer is not None:
            return sending.answer
        return sending.keep({"number": number, "code": "QH7K3M9WT2"})


def test_the_same_sending_gets_the_same_answer():
    assert send(number=1) == send(number=2) == {"number": 1, "code": "QH7K3M9WT2"}


def test_the_same_key_with_another_body_is_refused():
    send()
    with pytest.raises(Refusal, match="key-used-otherwise"):
        send(body=b"another hole")


def test_the_same_key_of_another_sender_is_another_key():
    assert send(number=1) != send(owner="device-2", number=2)


def test_a_new_key_costs_one_insert_and_one_update():
    with CaptureQueriesContext(connection) as queries:
        send()
    verbs = [query["sql"].split(" ", 1)[0] for query in queries]
    assert [verb for verb in verbs if verb not in {"SAVEPOINT", "RELEASE"}] == [
        "INSERT",
        "UPDATE",
    ]


def test_a_refused_deed_leaves_no_receipt():
    with pytest.raises(Refusal), receipts.once("K1", "d", b"x", at=NOON):
        raise Refusal("not-now")
    assert not Receipt.objects.exists()
    assert send(owner="d", body=b"y", number=3)["number"] == 3


def test_an_end_without_an_answer_is_a_fault_of_the_program():
    with pytest.raises(RuntimeError), receipts.once("K1", "d", b"x", at=NOON):
        pass


def test_the_answer_cannot_be_read_from_the_database():
    send()
    (row,) = Receipt.objects.values_list()
    assert b"QH7K3M9WT2" not in b"".join(bytes(x) for x in row[:3])
    assert b"K1" not in bytes(row[0])


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_too_short_or_too_long_is_refused(key):
    with pytest.raises(Refusal, match="receipt-key-bad"):
        send(key)


def test_receipts_expire():
    send("old", at=NOON)
    send("new", at=later(days=20))
    assert receipts.expire(later(days=10)) == 1
    assert send("new", number=9)["number"] == 1
    assert send("old", number=9)["number"] == 9


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=25))
def test_whatever_is_repeated_lost_or_shuffled_happens_exactly_once(sendings):
    """`answered` is False where the answer got lost: the sender sends again later."""
    with transaction.atomic():
        answers = {}
        for number, (item, _answered) in enumerate(sendings):
            subject = Subject("case", f"{item}")
            with receipts.once(f"{item}", "phone", b"%d" % item, at=NOON) as sending:
                if sending.answer is None:
                    journal.record(subject, "report", by=OFFICER, at=NOON)
                    sending.keep({"made": number})
            answers.setdefault(item, []).append(sending.answer["made"])
        assert all(len(set(given)) == 1 for given in answers.values())
        assert Entry.objects.count() == len(answers)
        transaction.set_rollback(True)


def test_a_receipt_and_its_deed_live_or_die_together():
    def deed_then_crash():
        with receipts.once("K1", "d", b"x", at=NOON) as sending:
            journal.record(A_CASE, "report", by=OFFICER, at=NOON)
            sending.keep({"number": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deed_then_crash()
    assert not Entry.objects.exists()
    assert not Receipt.objects.exists()
