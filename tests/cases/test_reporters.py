"""What the reporter meets: hidden, heard at each stage, with the last word."""

from datetime import timedelta

import pytest

from quincunx.cases import access, maps, pages
from quincunx.cases.clocks import terms_of
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case, Contact, Verdict
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import journal
from quincunx.foundation.models import Notice
from quincunx.lib.refusal import Refusal
from quincunx.staff import actors
from tests.cases.conftest import Stage

WITH_MAIL = ContactDetails(name="Lin", email="lin@example.org")


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind, recipient_kind="case-reporter").count()


def test_a_resident_needs_no_account_and_sees_only_their_own(stage: Stage):
    case, resident = stage.resident_report()
    assert (case.state, case.reporter) == (State.REPORTED, None)
    assert access.case_for(resident, case.number) == case
    stranger = actors.reporter((), stage.now)
    for nobody in (stranger, stage.actor("stranger"), stage.actor("police")):
        with pytest.raises(Refusal, match="no-such-case"):
            access.case_for(nobody, case.number)


def test_contact_is_sealed_and_the_case_page_never_shows_it(stage: Stage):
    case, _ = stage.resident_report(contact=WITH_MAIL)
    contact = Contact.objects.get(case=case)
    for sealed in (contact.name, contact.email):
        assert sealed is not None
        assert b"lin" not in bytes(sealed).lower()
    shown = pages.timeline(case)
    assert "lin@example.org" not in repr(shown)


def test_a_bad_address_is_refused_and_nothing_is_kept(stage: Stage):
    with pytest.raises(Refusal):
        stage.resident_report(contact=ContactDetails(email="lin at home"))
    assert not Case.objects.exists()


def test_a_doubtful_report_is_looked_at_before_it_becomes_a_case(stage: Stage):
    case, _ = stage.resident_report()
    member = stage.town.person("member")
    case = stage.do(Act.ASK_CHECK, case, "dispatcher-centre", checker=member)
    assert case.state == State.CHECKING
    case = stage.do(Act.CHECKED, case, "member", found="as-described")
    case = stage.do(
        Act.ESTABLISH, case, "dispatcher-centre", matter=stage.matter("lamp")
    )
    assert case.state == State.ESTABLISHED


def test_a_refusal_says_why_and_where_to_go(stage: Stage):
    case, _ = stage.resident_report(contact=WITH_MAIL)
    case = stage.do(
        Act.REFUSE,
        case,
        "dispatcher-centre",
        reason="not-ours",
        text="The railway mends this lamp.",
        referral="Railway, 12306",
    )
    assert (case.state, told("case-refused")) == (State.REFUSED, 1)
    [refused, _] = pages.timeline(case, public=True)
    assert refused.said == {"text": "The railway mends this lamp."}


def test_the_clock_stands_still_while_the_reporter_is_asked(stage: Stage):
    case, resident = stage.resident_report(contact=WITH_MAIL)
    case = stage.do(
        Act.ESTABLISH, case, "dispatcher-centre", matter=stage.matter("lamp")
    )
    case = stage.accepted(case)
    promised = case.promised_at
    assert promised is not None
    stage.wait(hours=1)
    case = stage.do(Act.ASK_REPORTER, case, "officer", text="Which of the two?")
    stage.wait(hours=1)
    case = stage.do(Act.ANSWER, case, resident, text="The left one.")
    assert (case.state, case.promised_at) == (
        State.HANDLING,
        promised + timedelta(hours=1),
    )


def test_without_an_answer_work_goes_on(stage: Stage):
    case, _ = stage.resident_report(contact=WITH_MAIL)
    case = stage.do(
        Act.ESTABLISH, case, "dispatcher-centre", matter=stage.matter("lamp")
    )
    case = stage.do(Act.ASK_REPORTER, stage.accepted(case), "officer", text="Which?")
    stage.wait(days=4)
    stage.watched(case)
    assert stage.watched(case).state == State.HANDLING


def verified(stage: Stage) -> tuple[Case, object]:
    case, resident = stage.resident_report(contact=WITH_MAIL)
    case = stage.do(
        Act.ESTABLISH, case, "dispatcher-centre", matter=stage.matter("lamp")
    )
    return stage.do(Act.CONFIRM, stage.handled(case), "verifier"), resident


def test_not_solved_reopens_and_other_eyes_look(stage: Stage):
    case, resident = verified(stage)
    case = stage.do(Act.VERDICT, case, resident, verdict="not-solved", text="Dark.")
    with pytest.raises(Refusal, match="verdict-once"):
        stage.do(Act.VERDICT, case, resident, verdict="solved")
    case = stage.do(Act.REOPEN, case, resident, text="Still dark.")
    assert (case.state, case.reopenings, case.unit) == (State.ESTABLISHED, 1, None)
    case = stage.handled(case)
    with pytest.raises(Refusal, match="another-verifier"):
        stage.do(Act.CONFIRM, case, "verifier")
    case = stage.do(Act.CONFIRM, case, "leader-a1")
    case = stage.do(Act.VERDICT, case, resident, verdict="solved", rating=4)
    assert list(Verdict.objects.values_list("round", "verdict", "rating")) == [
        (0, "not-solved", None),
        (1, "solved", 4),
    ]


def test_the_window_to_reopen_ends(stage: Stage):
    case, resident = verified(stage)
    stage.wait(days=8)
    with pytest.raises(Refusal, match="within-reopen-window"):
        stage.do(Act.REOPEN, case, resident, text="Dark again.")


def test_the_same_thing_twice_is_merged_and_taken_apart_again(stage: Stage):
    first, _ = stage.resident_report(contact=WITH_MAIL)
    second, _ = stage.resident_report()
    merged = stage.do(Act.MERGE, second, "dispatcher-centre", into=first)
    assert (merged.state, merged.merged_into) == (State.MERGED, first)
    with pytest.raises(Refusal, match="not-into-itself"):
        stage.do(Act.MERGE, first, "dispatcher-centre", into=first)
    apart = stage.do(Act.UNMERGE, merged, "dispatcher-centre", text="Two lamps.")
    assert (apart.state, apart.merged_into) == (State.REPORTED, None)


def test_what_is_not_the_same_is_not_offered_again_from_either_side(stage: Stage):
    first, _ = stage.resident_report()
    second, _ = stage.resident_report()
    desk = stage.actor("dispatcher-centre")
    assert maps.possibly_same(desk, first) == [second]
    with pytest.raises(Refusal, match="told-apart"):
        stage.do(Act.POSSIBLY_THE_SAME, first, desk, other=second)
    with pytest.raises(Refusal, match="another-case"):
        stage.do(Act.NOT_THE_SAME, first, desk, other=first)
    stage.do(Act.NOT_THE_SAME, first, desk, other=second, text="Two lamps.")
    assert maps.possibly_same(desk, first) == maps.possibly_same(desk, second) == []

    told = journal.entries_of("case", [str(first.pk)], {Act.NOT_THE_SAME})
    assert [entry.facts["other"] for entry in told] == [str(second.pk)]
    stage.do(Act.POSSIBLY_THE_SAME, second, desk, other=first)
    assert maps.possibly_same(desk, first) == [second]


def test_me_too_follows_the_case(stage: Stage):
    case, _ = stage.resident_report()
    neighbour = actors.reporter((), stage.now)
    stage.do(Act.FOLLOW, case, neighbour, contact=ContactDetails(phone="13800138000"))
    assert Contact.objects.filter(case=case, kind="follower").count() == 1


def test_a_body_complained_of_never_sees_it_until_the_conflict_is_lifted(stage: Stage):
    company = stage.town.unit("property-company")
    case, _ = stage.resident_report(against=company)
    case = stage.do(
        Act.ESTABLISH, case, "dispatcher-centre", matter=stage.matter("lamp")
    )
    with pytest.raises(Refusal, match="unit-not-complained-of"):
        stage.dispatched(case, "property-company")
    stage.do(Act.WHISTLE, case, "leader-a1", units=(company,), text="Come.")
    with pytest.raises(Refusal, match="no-such-case"):
        access.case_for(stage.actor("property"), case.number)
    with pytest.raises(Refusal, match="not-yours-to-do"):
        stage.do(Act.ARRIVE, case, "property")
    stage.do(Act.LIFT_CONFLICT, case, "dispatcher-centre", text="They know by now.")
    assert access.case_for(stage.actor("property"), case.number) == case


def test_a_body_complained_of_is_not_called_to_an_emergency(stage: Stage):
    """The process names the city first; the next one leads, or else the territory."""
    case, _ = stage.resident_report(against=stage.town.unit("city-management"))
    gas = stage.matter("gas")
    case = stage.do(Act.ESTABLISH, case, "dispatcher-centre", matter=gas)
    assert case.unit == stage.town.unit("public-security")
    assert not case.calls.filter(unit=stage.town.unit("city-management")).exists()


def test_a_house_complained_of_does_not_decide_at_its_own_table(stage: Stage):
    case, _ = stage.resident_report(against=stage.town.unit("service-centre-west"))
    noise = stage.matter("noise")
    case = stage.do(Act.ESTABLISH, case, "dispatcher-command", matter=noise)
    case = stage.do(Act.COORDINATE, case, "leader-a1", text="To the table.")
    told = {"result": "Quiet after ten.", "parties": "1-201, 1-301"}
    case = stage.do(Act.AGREE, case, "dispatcher-station", **told)
    assert case.unit == stage.town.unit("command-centre")


def test_a_report_is_withdrawn_by_who_made_it(stage: Stage):
    case, resident = stage.resident_report()
    case = stage.do(Act.WITHDRAW, case, resident, reason="solved-itself")
    assert (case.state, case.closed_for) == (State.WITHDRAWN, "solved-itself")


def test_urged_once_a_day(stage: Stage):
    case, resident = stage.resident_report()
    stage.do(Act.URGE, case, resident)
    with pytest.raises(Refusal, match="not-urged-today"):
        stage.do(Act.URGE, case, resident)
    stage.wait(days=1)
    stage.do(Act.URGE, case, resident)


def test_the_case_lives_by_the_catalogue_of_its_day(stage: Stage):
    case = stage.report("lamp")
    assert case.terms_at == stage.now
    assert terms_of(case) is not None
