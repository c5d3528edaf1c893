"""A grid leader suggests something; a department answers by name, within a limit."""

from datetime import UTC, datetime, time

import pytest

from quincunx.foundation.models import Notice
from quincunx.lib.clocks import Limit, LimitUnit
from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from quincunx.staff import absence, contacts, suggest, watch
from quincunx.staff.absence import Leave
from quincunx.staff.kinds import Answer
from quincunx.staff.models import Suggestion
from quincunx.staff.suggest import Letter
from tests.cast import AT, Town, appointed
from tests.staff.stories import LATER, NEXT_DAY, TODAY, told, written

OFFICE = WorkCalendar(
    code="office",
    zone="Asia/Shanghai",
    windows=((time(8, 30), time(12)), (time(13, 30), time(17, 30))),
)
NEXT_MONDAY = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


def letter(town: Town, unit: str = "city-management", **changed: object) -> Letter:
    facts = {
        "title": "Move the bins",
        "text": "They block the ramp at building 1.",
        "calendar": OFFICE,
    } | changed
    return Letter(town.unit(unit), **facts)


def sent(town: Town, unit: str = "city-management") -> Suggestion:
    leader = town.actor("leader-a1")
    return suggest.send(town.area("a1"), letter(town, unit), by=leader, at=AT)


def test_it_goes_to_the_contact_officer_with_a_limit_of_five_work_days(
    town: Town,
) -> None:
    suggestion = sent(town)
    officer = town.person("officer")
    assert suggestion.addressee == officer
    assert suggestion.due_at == NEXT_MONDAY
    assert told("suggestion-sent") == [("person", str(officer.pk))]


def test_a_limit_may_be_chosen(town: Town) -> None:
    wanted = letter(town, limit=Limit(2, LimitUnit.NATURAL_DAY))
    suggestion = suggest.send(
        town.area("a1"), wanted, by=town.actor("leader-a1"), at=AT
    )
    assert suggestion.due_at == datetime(2026, 3, 4, 1, 0, tzinfo=UTC)


def test_without_a_contact_officer_whoever_is_on_duty_gets_it(town: Town) -> None:
    assert sent(town, "landscaping").addressee == town.person("officer-landscaping")


def test_while_the_contact_officer_is_away_the_cover_gets_it(town: Town) -> None:
    leave = Leave(AT, NEXT_DAY, cover=town.person("officer-landscaping"))
    absence.declare(town.person("officer"), leave, by=town.actor("officer"), at=AT)
    assert sent(town).addressee == town.person("officer-landscaping")


@pytest.mark.parametrize("login", ["leader-a2", "member", "officer", "stranger"])
def test_only_the_leader_of_the_grid_suggests(town: Town, login: str) -> None:
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        suggest.send(town.area("a1"), letter(town), by=town.actor(login), at=AT)


EMPTY = [
    ("suggestion-empty", {"title": " "}),
    ("suggestion-empty", {"text": ""}),
    ("suggestion-too-long", {"text": "x" * 4001}),
    ("suggestion-too-long", {"title": "x" * 121}),
]


@pytest.mark.parametrize(("code", "changed"), EMPTY)
def test_bad_letters_are_refused(
    town: Town, code: str, changed: dict[str, object]
) -> None:
    with pytest.raises(Refusal, match=code):
        suggest.send(
            town.area("a1"),
            letter(town, **changed),
            by=town.actor("leader-a1"),
            at=AT,
        )


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer.ADOPTED, ""),
        (Answer.PARTLY, "From May, when the new bins come."),
        (Answer.NOT, "The ramp is not the city's."),
    ],
)
def test_it_is_answered_by_name(town: Town, answer: Answer, reason: str) -> None:
    suggestion = suggest.answer(
        sent(town), answer=answer, reason=reason, by=town.actor("officer"), at=LATER
    )
    assert (suggestion.answer, suggestion.answered_by, suggestion.look_at) == (
        answer,
        town.person("officer"),
        None,
    )
    assert written("suggestion", suggestion.pk) == ["send", "answer"]
    assert told("suggestion-answered") == [("person", str(suggestion.sender_id))]


@pytest.mark.parametrize("answer", [Answer.PARTLY, Answer.NOT])
def test_a_no_needs_its_reason(town: Town, answer: Answer) -> None:
    with pytest.raises(Refusal, match="no-without-reason"):
        suggest.answer(sent(town), answer=answer, by=town.actor("officer"), at=LATER)


def test_it_is_answered_once(town: Town) -> None:
    officer = town.actor("officer")
    suggestion = suggest.answer(sent(town), answer=Answer.ADOPTED, by=officer, at=LATER)
    with pytest.raises(Refusal, match="suggestion-answered"):
        suggest.answer(suggestion, answer=Answer.NOT, reason="no", by=officer, at=LATER)


@pytest.mark.parametrize(
    "login", ["officer-landscaping", "leader-a1", "supervisor", "stranger"]
)
def test_only_the_department_answers(town: Town, login: str) -> None:
    suggestion = sent(town)
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        suggest.answer(
            suggestion, answer=Answer.ADOPTED, by=town.actor(login), at=LATER
        )


def test_an_overdue_one_is_found_once_and_all_sides_are_told(town: Town) -> None:
    suggestion = sent(town)
    assert watch.keep(LATER) == 0
    assert [watch.keep(NEXT_MONDAY) for _ in range(2)] == [1, 0]
    assert sorted(told("suggestion-overdue")) == sorted(
        [
            ("person", str(town.person("leader-a1").pk)),
            ("person", str(town.person("officer").pk)),
            ("unit", str(town.unit("city-management").pk)),
        ]
    )
    assert written("suggestion", suggestion.pk) == ["send", "overdue"]


def test_an_answer_in_time_is_never_overdue(town: Town) -> None:
    suggest.answer(
        sent(town), answer=Answer.ADOPTED, by=town.actor("officer"), at=LATER
    )
    assert watch.keep(NEXT_MONDAY) == 0


# --- naming the contact officer -------------------------------------------------


def test_a_department_names_its_contact_officer_and_the_former_one_ends(
    town: Town,
) -> None:
    appointed(town, "stranger", "officer", "district", unit="city-management")
    named = contacts.name_contact(
        town.unit("city-management"),
        area=town.area("a"),
        person=town.person("stranger"),
        starts=TODAY,
        by=town.actor("officer"),
        at=AT,
    )
    assert town.office("officer", "contact-officer").ends == TODAY
    assert sent(town).addressee == named.person
    assert written("appointment", named.pk) == ["name-contact"]


def test_one_contact_officer_for_each_department(town: Town) -> None:
    contacts.name_contact(
        town.unit("landscaping"),
        area=town.area("a"),
        person=town.person("officer-landscaping"),
        starts=TODAY,
        by=town.actor("officer-landscaping"),
        at=AT,
    )
    assert town.office("officer", "contact-officer").ends is None


@pytest.mark.parametrize("login", ["officer-landscaping", "leader-a1", "stranger"])
def test_others_do_not_name_it(town: Town, login: str) -> None:
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        contacts.name_contact(
            town.unit("city-management"),
            area=town.area("a"),
            person=town.person("stranger"),
            starts=TODAY,
            by=town.actor(login),
            at=AT,
        )


def test_contact_officers_are_for_communities(town: Town) -> None:
    with pytest.raises(Refusal, match="community-needed"):
        contacts.name_contact(
            town.unit("city-management"),
            area=town.area("a1"),
            person=town.person("officer"),
            starts=TODAY,
            by=town.actor("officer"),
            at=AT,
        )


def test_a_refused_suggestion_tells_nobody(town: Town) -> None:
    before = Notice.objects.count()
    with pytest.raises(Refusal):
        suggest.send(
            town.area("a1"),
            letter(town, title=""),
            by=town.actor("leader-a1"),
            at=AT,
        )
    assert (Suggestion.objects.count(), Notice.objects.count()) == (0, before)
