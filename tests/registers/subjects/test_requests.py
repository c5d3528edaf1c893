"""Somebody asks what is kept of them: one has seen them, another decides."""

from datetime import datetime, timedelta

import pytest

from quincunx.foundation import journal, read_log, vault
from quincunx.foundation.actors import ANYONE
from quincunx.foundation.models import DataKey, IdentityRead
from quincunx.lib.refusal import Refusal
from quincunx.matters.calendars import calendar_for
from quincunx.registers.facts import Source
from quincunx.registers.people import queries as people
from quincunx.registers.people import reveal
from quincunx.registers.people.models import Erasure, NameToken, Resident, Stay
from quincunx.registers.subjects import access, ask, decide, queries
from quincunx.registers.subjects.ask import Asked
from quincunx.registers.subjects.decide import Proposal
from quincunx.registers.subjects.models import SubjectRequest
from quincunx.registers.subjects.vocabulary import Kind, State
from tests.cast import Town
from tests.registers.people.household import LI, ZHANG, moved_in, opened

pytestmark = pytest.mark.django_db
DESK, OTHER_DESK, DECIDES = "dispatcher-station", "dispatcher-centre", "supervisor"


@pytest.fixture
def zhang(town: Town) -> Resident:
    opened(town)
    return moved_in(town)


def asked(town: Town, kind: Kind, said: str = "请看一下") -> Asked:
    calendar = calendar_for("", town.at)
    return ask.ask(kind, said, calendar=calendar, by=ANYONE, at=town.at)


def seen(town: Town, kind: Kind, at: datetime | None = None) -> SubjectRequest:
    """Somebody has come to the desk with code and card."""
    code, moment = asked(town, kind).code, at or town.at
    by = town.actor(DESK, moment)
    held = access.at_the_desk(by, code)
    return ask.verify(held, name="张小榆", number=ZHANG.number, by=by, at=moment)


def decided(town: Town, held: SubjectRequest, told: Proposal) -> SubjectRequest:
    held = decide.propose(held, told, by=town.actor(DESK), at=town.at)
    return decide.agree(held, by=town.actor(DECIDES), at=town.at)


def refusal_of(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_a_resident_looks_who_read_her_number_and_has_it_corrected(
    town: Town, zhang: Resident
):
    leader = {"by": town.actor("leader-a1"), "at": town.at}
    reveal.reveal(zhang, "phone", purpose="visit", **leader)
    see = seen(town, Kind.SEE)
    assert see.state == State.GRANTED
    shown = [(look.purpose, look.unit, look.fields) for look in queries.looks(see).told]
    assert shown == [
        ("resident-request", "青榆工作站", ("looked-up",)),
        ("resident-visit", "青榆第一网格", ("phone",)),
    ]
    wish = seen(town, Kind.CORRECT)
    done = decided(town, wish, Proposal(changes={"phone": "13700001111"}))
    assert done.state == State.GRANTED
    assert done.changes is None
    read = reveal.reveal(zhang, "phone", purpose="visit", **leader)
    assert read == "+8613700001111"
    fact = people.of_resident(leader["by"], zhang.pk).shown.resident.facts["phone"]
    assert (fact.source, fact.reference) == (Source.SELF, str(wish.pk))
    acts = [e.act for e in journal.entries(wish.subject)]
    assert acts == ["ask", "verify", "propose", "agree"]


def test_fifteen_working_days_from_the_day_it_was_asked(town: Town):
    due = asked(town, Kind.SEE).request.due_at
    assert due.date().isoformat() == "2026-03-23"  # Monday to Monday, three weeks


def test_nobody_is_shown_anything_before_a_person_has_seen_them(town, zhang):
    made = asked(town, Kind.SEE)
    reveal.reveal(
        zhang, "phone", purpose="visit", by=town.actor("leader-a1"), at=town.at
    )
    found = access.by_code(made.code.lower())
    assert (queries.facts(found), queries.looks(found).told) == ([], ())
    assert refusal_of(lambda: access.by_code("0000000000")) == "no-such-subject-request"


@pytest.mark.parametrize("login", ["leader-a1", "officer", "stranger", "police"])
def test_only_a_desk_recognises_somebody(town: Town, login: str):
    by = town.actor(login)
    code = asked(town, Kind.SEE).code
    assert refusal_of(lambda: access.at_the_desk(by, code)) == "requests-not-yours"
    assert not access.visible_requests(by).exists()


def test_a_wrong_card_finds_nobody_and_is_noted(town: Town, zhang: Resident):
    by, made = town.actor(DESK), asked(town, Kind.EXPORT)
    told = {"name": "李四", "number": ZHANG.number}
    held = ask.verify(made.request, **told, by=by, at=town.at)
    assert held.resident is None
    assert IdentityRead.objects.get().subject_id == "nobody"
    grants = lambda: decide.propose(held, Proposal(), by=by, at=town.at)  # noqa: E731
    assert refusal_of(grants) == "request-nothing-kept"


def test_whoever_handled_it_does_not_decide(town: Town, zhang: Resident):
    held = seen(town, Kind.EXPORT)
    held = decide.propose(held, Proposal(), by=town.actor(DESK), at=town.at)
    for login, code in (
        (DESK, "requests-not-yours"),
        ("leader-a1", "requests-not-yours"),
    ):
        by = town.actor(login)
        assert refusal_of(lambda who=by: decide.agree(held, by=who, at=town.at)) == code
    SubjectRequest.objects.filter(pk=held.pk).update(handled_by=town.person(DECIDES).pk)
    by = town.actor(DECIDES)
    agrees = lambda: decide.agree(held, by=by, at=town.at)  # noqa: E731
    assert refusal_of(agrees) == "second-person-needed"


def test_a_refusal_gives_its_reason_and_changes_nothing(town: Town, zhang: Resident):
    held = seen(town, Kind.DELETE)
    by = {"by": town.actor(DESK), "at": town.at}
    mute = Proposal("law-keeps")
    assert refusal_of(lambda: decide.propose(held, mute, **by)) == "refusal-says-why"
    done = decided(town, held, Proposal("law-keeps", "您还住在这里，登记依法保留。"))
    assert (done.state, queries.words(done).answer[:2]) == (State.REFUSED, "您还")
    assert Resident.objects.filter(pk=zhang.pk).exists()


def test_what_is_sent_back_is_handled_again(town: Town, zhang: Resident):
    held = seen(town, Kind.EXPORT)
    held = decide.propose(held, Proposal(), by=town.actor(DESK), at=town.at)
    held = decide.send_back(held, by=town.actor(DECIDES), at=town.at)
    assert held.state == State.VERIFIED


def test_the_file_is_fetched_once_and_for_seven_days(town: Town, zhang: Resident):
    done = decided(town, seen(town, Kind.EXPORT), Proposal())
    late = town.at + timedelta(days=7)
    gone = lambda at: refusal_of(  # noqa: E731
        lambda: queries.take_file(done, by=ANYONE, at=at)
    )
    assert gone(late) == "request-file-gone"
    told = queries.take_file(done, by=ANYONE, at=town.at)
    assert told["fields"]["phone"] == "+8613812345678"
    assert told["places"][0]["building"] == "1号楼"
    assert gone(town.at) == "request-file-gone"
    newest = read_log.reads_of(zhang.subject).first()
    assert newest is not None
    assert (newest.purpose, newest.by_person) == ("resident-request", None)


def test_erasing_leaves_that_it_happened_and_nothing_else(town: Town, zhang: Resident):
    sealed, subject = bytes(zhang.shown), zhang.subject
    done = decided(town, seen(town, Kind.DELETE), Proposal())
    assert done.state == State.GRANTED
    for model in (Resident, NameToken, Stay):
        assert not model.objects.exists()
    assert not DataKey.objects.filter(subject_id=subject.id).exists()
    unread = lambda: vault.open_sealed(subject, "shown", sealed)  # noqa: E731
    assert refusal_of(unread) == "sealed-erased"
    assert Erasure.objects.get().why == "asked"
    assert [e.act for e in journal.entries(subject)][-1] == "erase"
    assert journal.verify().holds


def test_a_use_that_was_objected_to_ends(town: Town, zhang: Resident):
    done = decided(town, seen(town, Kind.OBJECT), Proposal(uses=("visit",)))
    assert done.state == State.GRANTED
    by = {"by": town.actor("leader-a1"), "at": town.at}
    read = lambda: reveal.reveal(zhang, "phone", purpose="visit", **by)  # noqa: E731
    assert refusal_of(read) == "use-objected"
    assert reveal.reveal(zhang, "phone", purpose="emergency", **by)
    never = Proposal(uses=("emergency",))
    held = seen(town, Kind.OBJECT)
    asks = lambda: decide.propose(held, never, by=town.actor(DESK), at=town.at)  # noqa: E731
    assert refusal_of(asks) == "request-uses-unknown"


def test_a_read_for_somebody_elses_request_is_counted_and_not_shown(
    town: Town, zhang: Resident
):
    moved_in(town, LI)
    later = town.at + timedelta(minutes=5)
    seen(town, Kind.SEE)
    mine = seen(town, Kind.SEE, later)
    assert (len(queries.looks(mine).told), queries.looks(mine).hidden) == (2, 0)
    SubjectRequest.objects.exclude(pk=mine.pk).update(resident=None)
    assert (len(queries.looks(mine).told), queries.looks(mine).hidden) == (1, 1)


def test_whoever_asked_takes_it_back_while_nothing_is_decided(town: Town):
    made = asked(town, Kind.SEE)
    held = ask.withdraw(made.request, by=ANYONE, at=town.at)
    again = lambda: ask.withdraw(held, by=ANYONE, at=town.at)  # noqa: E731
    assert (held.state, refusal_of(again)) == (State.WITHDRAWN, "request-settled")
