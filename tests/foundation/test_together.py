"""Several processes at once: nobody waits in vain, nothing happens twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from quincunx.foundation import channels, journal, notices, receipts, wording
from quincunx.foundation.models import Entry, Notice, Seal, Unsealed
from quincunx.foundation.notices import Address, Recipient
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from tests.foundation.cast import A_CASE, NOON, OFFICER, later

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, times):
    """Run `work` in as many threads, each with its own connection, from one moment."""
    ready = Barrier(times)

    def run(number):
        try:
            ready.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_writers_and_two_who_seal_leave_one_unbroken_chain():
    def work(number):
        if number < 2:
            return sum(journal.seal(later(seconds=n), most=7) for n in range(30))
        for act in range(10):
            with transaction.atomic():
                subject = Subject("case", str(number))
                journal.record(subject, f"act-{act}", by=OFFICER, at=NOON)
        return 0

    sealed = sum(at_once(work, 5)) + journal.seal_all(later(hours=1))
    assert sealed == Seal.objects.count() == Entry.objects.count() == 30
    assert not Unsealed.objects.exists()
    assert journal.verify(journal.anchor(NOON.date())).holds


def test_the_journal_is_proved_while_others_write_and_seal():
    over = Event()

    def work(number):
        if number == 0:
            found = [journal.verify()]
            while len(found) < 8 or found[-1].entries == found[0].entries:
                found.append(journal.verify())
                if len(found) == 5000:
                    break
            over.set()
            return found
        while not over.is_set():
            if number == 1:
                journal.seal_all(NOON, most=7)
                continue
            with transaction.atomic():
                subject = Subject("case", str(number))
                seq = Entry.objects.filter(subject_id=str(number)).count()
                journal.record(subject, f"act-{seq}", by=OFFICER, at=NOON)
        return []

    found = at_once(work, 4)[0]
    assert {each.broken for each in found} == {None}
    assert found[-1].entries > found[0].entries


def test_two_who_send_tell_everybody_once(monkeypatch):
    told = []
    monkeypatch.setattr(channels, "_channels", {"spy": told.append})
    monkeypatch.setattr(wording, "_notices", {"given": ("title", "body")})
    monkeypatch.setattr(notices.recipients, "_resolvers", {})
    monkeypatch.setattr(notices.links, "_makers", {})
    notices.resolve_with(
        "somebody", lambda ids, at: {each: [Address("spy", each)] for each in ids}
    )
    people = [Recipient("somebody", str(number)) for number in range(40)]
    notices.tell_many(people, "given", about=A_CASE, at=NOON)

    def work(_number):
        rounds = [notices.send_due(later(minutes=1), most=7) for _ in range(12)]
        return sum(each.sent for each in rounds)

    assert sum(at_once(work, 2)) == 40
    assert sorted(letter.to for letter in told) == sorted(p.id for p in people)
    assert set(Notice.objects.values_list("state", "tries")) == {("sent", 1)}


def test_many_sendings_under_one_key_do_one_deed():
    def work(number):
        try:
            with receipts.once("K1", "phone", b"a hole", at=NOON) as sending:
                if sending.answer is None:
                    journal.record(A_CASE, "report", by=OFFICER, at=NOON)
                    sending.keep({"number": number})
                return sending.answer
        except Refusal as refusal:
            return refusal.code

    answers = at_once(work, 6)
    numbers = [answer["number"] for answer in answers if answer != "receipt-in-flight"]
    assert len(set(numbers)) == 1
    assert Entry.objects.count() == 1


@pytest.mark.only_on("postgresql")  # on SQLite the second one waits
def test_a_key_whose_first_sending_is_under_way_is_refused_without_waiting():
    under_way, go_on = Event(), Event()

    def first():
        with receipts.once("K1", "phone", b"a hole", at=NOON) as sending:
            under_way.set()
            go_on.wait(10)
            sending.keep({"number": 1})
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        under_way.wait(10)
        with (
            pytest.raises(Refusal, match="receipt-in-flight"),
            receipts.once("K1", "phone", b"a hole", at=NOON),
        ):
            pass
        go_on.set()
        running.result()
    with receipts.once("K1", "phone", b"a hole", at=NOON) as again:
        assert again.answer == {"number": 1}
