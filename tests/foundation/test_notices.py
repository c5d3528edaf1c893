"""The outbox: told once, taken back in time, tried again, parked, never lost."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy as _

from quincunx.foundation import channels, notices, wording
from quincunx.foundation.models import Notice
from quincunx.foundation.notices import Address, Recipient, Round
from tests.foundation.cast import A_CASE, ANOTHER, NOON, OFFICER, later

pytestmark = pytest.mark.django_db

SOON = later(seconds=11)
LI, WANG = Recipient("somebody", "li"), Recipient("somebody", "wang")
UNIT = Recipient("a-unit", "roads")

ADDRESSES = {
    "li": (Address("mail", "li@example.org", "en"),),
    "wang": (Address("mail", "wang@example.org", "zh-hans"), Address("spy", "wang")),
    "asleep": (Address("spy", "asleep", not_before=later(hours=9)),),
    "poison": (Address("broken", "x"),),
}


@pytest.fixture(autouse=True)
def _town(monkeypatch):
    """A few people with addresses, a unit of two, and a channel that always fails."""
    monkeypatch.setattr(channels, "_channels", dict(channels._channels))
    recipients = notices.recipients
    monkeypatch.setattr(recipients, "_resolvers", {})
    monkeypatch.setattr(recipients, "_describers", {})
    monkeypatch.setattr(wording, "_notices", {})
    notices.resolve_with("somebody", lambda ids, at: ADDRESSES)
    notices.resolve_with("a-unit", lambda ids, at: {"roads": (LI, WANG)})
    notices.describe_with("case", lambda ids: {i: {"number": "260515-A"} for i in ids})
    words = (_("%(number)s is yours"), _("Case %(number)s waits for you."))
    wording.add_notices({"given": words})


@pytest.fixture
def spied():
    letters = []
    channels.use("spy", letters.append)
    return letters


@pytest.fixture
def faults():
    """What the channel `broken` raises next; nothing when the list is empty."""
    waiting = []

    def send(letter):
        if waiting:
            raise waiting.pop(0)

    channels.use("broken", send)
    return waiting


def tell(to, **options):
    notices.tell(to, "given", about=A_CASE, at=NOON, **options)


def states():
    return list(Notice.objects.order_by("id").values_list("recipient_id", "state"))


def test_a_notice_waits_out_the_ten_seconds_and_goes_by_mail():
    tell(LI)
    assert notices.send_due(later(seconds=9)) == Round()
    assert notices.send_due(SOON) == Round(sent=1)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["li@example.org"], "260515-A is yours")
    assert sent.body == "Case 260515-A waits for you."
    assert sent.extra_headers["Message-ID"].startswith("<notice-")
    assert notices.send_due(later(hours=1)) == Round()


def test_many_are_told_with_one_insert_and_each_once():
    with CaptureQueriesContext(connection) as queries:
        notices.tell_many([LI, WANG, LI], "given", about=A_CASE, at=NOON)
    assert len(queries) == 1
    tell(LI)
    assert states() == [("li", "waiting"), ("wang", "waiting")]


def test_two_events_of_one_kind_at_one_moment_are_told_apart_by_name():
    tell(LI, event="first")
    tell(LI, event="second")
    assert notices.send_due(SOON) == Round(sent=2)


def test_what_was_told_is_taken_back_before_it_goes():
    tell(LI)
    notices.tell(WANG, "given", about=ANOTHER, at=NOON)
    assert notices.recall(A_CASE, NOON, by=OFFICER, at=later(seconds=5)) == 1
    assert states() == [("li", "recalled"), ("wang", "waiting")]
    assert Notice.objects.get(recipient_id="li").recalled_by == OFFICER.person


def test_what_has_begun_to_go_or_was_told_before_is_not_taken_back():
    tell(LI)
    notices.send_due(SOON)
    tell(WANG)
    assert notices.recall(A_CASE, later(seconds=1), by=OFFICER, at=SOON) == 0


def test_a_unit_stands_for_its_people_who_are_told_once_for_one_event(spied):
    tell(UNIT)
    tell(LI)
    assert notices.send_due(SOON) == Round(spread=1, sent=1)
    assert notices.send_due(SOON) == Round(spread=1)  # Wang: by mail and by spy
    assert notices.send_due(SOON) == Round(sent=2)
    assert [letter.to for letter in spied] == ["wang"]
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        "li@example.org",
        "wang@example.org",
    ]


def test_quiet_hours_are_kept(spied):
    tell(Recipient("somebody", "asleep"))
    assert notices.send_due(SOON) == Round(postponed=1)
    assert notices.send_due(later(hours=8)) == Round()
    assert notices.send_due(later(hours=9)) == Round(sent=1)
    assert [letter.to for letter in spied] == ["asleep"]


def test_who_has_no_address_is_not_a_fault():
    tell(Recipient("somebody", "nobody"))
    assert notices.send_due(SOON) == Round(nowhere=1)


def test_a_failure_is_tried_again_ever_later(faults):
    faults += [TimeoutError(), ConnectionError()]
    tell(Recipient("somebody", "poison"))
    assert notices.send_due(SOON) == Round(failed=1)
    assert notices.send_due(SOON + timedelta(seconds=59)) == Round()
    again = SOON + timedelta(minutes=1)
    assert notices.send_due(again) == Round(failed=1)
    assert notices.send_due(again + timedelta(minutes=4)) == Round()
    assert notices.send_due(again + timedelta(minutes=5)) == Round(sent=1)


def test_poison_is_parked_after_five_tries_while_others_go_on(faults):
    faults += [ValueError("+86 138 0013 8000")] * 9
    tell(Recipient("somebody", "poison"))
    tell(LI)
    rounds = [notices.send_due(later(days=day)) for day in range(1, 7)]
    assert rounds[0] == Round(failed=1, sent=1)
    assert rounds[4:] == [Round(parked=1), Round()]
    (parked,) = notices.parked()
    assert (parked.tries, parked.fault) == (5, "ValueError")
    faults.clear()
    assert notices.try_again([parked.id], at=later(days=8)) == 1
    assert notices.send_due(later(days=8)) == Round(sent=1)


def test_a_kind_nobody_resolves_or_words_fails_alone():
    tell(Recipient("stranger", "x"))
    notices.tell(LI, "unheard-of", about=A_CASE, at=NOON)
    tell(LI)
    assert notices.send_due(SOON) == Round(failed=2, sent=1)


def test_a_notice_whose_sender_was_killed_goes_out_after_all(monkeypatch):
    def killed(letter):
        raise KeyboardInterrupt

    tell(LI)
    with monkeypatch.context() as patch:
        patch.setitem(channels._channels, "mail", killed)
        with pytest.raises(KeyboardInterrupt):
            notices.send_due(SOON)
    assert notices.send_due(SOON) == Round()
    assert notices.send_due(SOON + timedelta(minutes=15)) == Round(sent=1)


def test_one_that_kills_its_sender_every_time_is_parked(monkeypatch):
    def killed(letter):
        raise KeyboardInterrupt

    tell(LI)
    channels.use("mail", killed)
    for hour in range(1, 6):
        with pytest.raises(KeyboardInterrupt):
            notices.send_due(later(hours=hour))
    assert notices.send_due(later(hours=7)) == Round(parked=1)


def test_a_round_is_bounded():
    notices.tell_many(
        [Recipient("somebody", f"nobody-{n}") for n in range(5)],
        "given",
        about=A_CASE,
        at=NOON,
    )
    assert [notices.send_due(SOON, most=2).claimed for _ in range(4)] == [2, 2, 1, 0]


def test_a_title_cannot_smuggle_a_header_into_a_mail():
    wording.add_notices({"sly": ("one\r\nBcc: all@example.org", "body")})
    notices.tell(LI, "sly", about=A_CASE, at=NOON)
    assert notices.send_due(SOON) == Round(sent=1)
    assert mail.outbox[0].subject == "one Bcc: all@example.org"
    assert mail.outbox[0].bcc == []


def test_the_black_hole_takes_everything():
    channels.send("blackhole", channels.Letter(1, "x", "title", "body"))
    assert mail.outbox == []
