"""A street lamp, from the leader's report to the filed case, and its set-backs."""

from datetime import timedelta

import pytest

from quincunx.cases.models import Clock, Package
from quincunx.cases.papers import Shown
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import journal
from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from tests.cases.conftest import Stage


def test_lamp_is_mended(stage: Stage):
    case = stage.report("lamp")
    assert (case.state, case.grid, case.unit) == (
        State.ESTABLISHED,
        stage.town.area("a1"),
        None,
    )
    case = stage.handled(case)
    case = stage.do(Act.CONFIRM, case, "verifier")
    case = stage.do(
        Act.TELL, case, "dispatcher-centre", channel="telephone", text="It is lit."
    )
    case = stage.do(Act.FILE, case, "dispatcher-centre")
    assert (case.state, case.overdue, case.sampled) == (State.FILED, False, True)

    written = [entry.act for entry in journal.entries(subject_of(case))]
    assert written == [
        "report", "establish", "dispatch", "accept", "finish", "confirm", "tell",
        "file",
    ]  # fmt: skip
    assert not Clock.objects.filter(case=case, stopped_at__isnull=True).exists()
    assert Package.objects.filter(case=case, file=None).count() == 1
    journal.seal(stage.now)
    assert journal.verify().holds


def test_unit_says_not_ours_and_someone_chooses_again(stage: Stage):
    case = stage.dispatched(stage.report("lamp"), "handling-team")
    case = stage.do(
        Act.SEND_BACK, case, "officer-team", reason="not-our-duty", text="City's lamp."
    )
    assert (case.state, case.unit, case.returns) == (State.ESTABLISHED, None, 1)

    case = stage.dispatched(case, "landscaping")
    with pytest.raises(Refusal, match="first-return"):
        stage.do(
            Act.SEND_BACK,
            case,
            "officer-landscaping",
            reason="not-our-duty",
            text="No.",
        )
    case = stage.do(
        Act.DISPUTE, case, "officer-landscaping", reason="not-our-duty", text="No."
    )
    with pytest.raises(Refusal, match="another-dispatcher"):
        stage.arbitrated(case, "dispatcher-centre")
    case = stage.arbitrated(case, "dispatcher-command")
    assert (case.state, case.arbitrated) == (State.DISPATCHED, True)
    with pytest.raises(Refusal, match="not-arbitrated"):
        stage.do(Act.DISPUTE, case, "officer", reason="not-our-duty", text="Never.")


def test_what_is_not_ours_after_the_window_is_ours(stage: Stage):
    case = stage.dispatched(stage.report("lamp"), "handling-team")
    stage.wait(days=3)
    with pytest.raises(Refusal, match="may-return"):
        stage.do(Act.SEND_BACK, case, "officer-team", reason="not-our-duty", text="No.")


def test_work_that_is_not_done_goes_back_and_the_time_runs_on(stage: Stage):
    case = stage.handled(stage.report("lamp"))
    due = Clock.objects.get(case=case, stage="handle").due_at
    stage.wait(hours=1)
    case = stage.do(Act.REWORK, case, "verifier", text="Still dark.")
    clock = Clock.objects.get(case=case, stage="handle", stopped_at=None)
    assert (case.state, case.reworks) == (State.HANDLING, 1)
    assert clock.due_at == due + timedelta(hours=1)  # the look did not count


def test_nobody_verifies_their_own_work(stage: Stage):
    case = stage.handled(stage.report("lamp"))
    with pytest.raises(Refusal, match="not-yours-to-do"):
        stage.do(Act.CONFIRM, case, "officer")


def test_the_standard_asks_for_a_photo_of_the_new_cover(stage: Stage):
    case = stage.accepted(stage.report("cover"), "handling-team")
    done = {"result": "New cover.", "outcome": "solved"}
    with pytest.raises(Refusal, match=r"evidence.*photo-after"):
        stage.do(Act.FINISH, case, "officer-team", **done)
    photo = Shown(stage.photo(), "photo-after")
    case = stage.do(Act.FINISH, case, "officer-team", **done, files=(photo,))
    assert case.state == State.HANDLED


def test_more_time_is_asked_for_once_and_granted_by_somebody_else(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    promised = case.promised_at
    wish = {"limit": Limit.parse("1 work-day"), "reason": "materials", "text": "Bulb."}
    case = stage.do(Act.ASK_EXTENSION, case, "officer", **wish)
    with pytest.raises(Refusal, match="not-yours-to-do"):
        stage.do(Act.GRANT_EXTENSION, case, "officer")
    case = stage.do(Act.GRANT_EXTENSION, case, "dispatcher-centre")
    assert promised is not None
    assert case.promised_at == promised + timedelta(days=1)
    with pytest.raises(Refusal, match="extensions-left"):
        stage.do(Act.ASK_EXTENSION, case, "officer", **wish)


def test_an_extension_beyond_the_cap_is_refused(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    wish = {"limit": Limit.parse("9 work-day"), "reason": "complex", "text": "Long."}
    with pytest.raises(Refusal, match="extension-too-long"):
        stage.do(Act.ASK_EXTENSION, case, "officer", **wish)


def test_a_suspended_case_waits_once_and_comes_back_by_itself(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    until = (stage.now + timedelta(days=10)).date()
    case = stage.do(Act.SUSPEND, case, "supervisor", until=until, text="Road works.")
    assert case.state == State.SUSPENDED
    stage.wait(days=9)
    assert stage.watched(case).state == State.SUSPENDED
    stage.wait(days=1)
    case = stage.watched(case)
    assert (case.state, case.suspended_until) == (State.HANDLING, None)
    assert case.promised_at is not None
    assert case.promised_at > stage.now
    with pytest.raises(Refusal, match="never-suspended"):
        stage.do(
            Act.SUSPEND,
            case,
            "supervisor",
            until=(stage.now + timedelta(days=2)).date(),
            text="Again.",
        )


def test_closing_without_a_result_takes_two_people(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    why = {"reason": "beyond-powers", "text": "Not our pole."}
    case = stage.do(Act.PROPOSE_CLOSING, case, "dispatcher-centre", **why)
    with pytest.raises(Refusal, match="closing-proposed-by-another"):
        stage.do(Act.CLOSE_BY_FORCE, case, "dispatcher-centre", text="Yes.")
    case = stage.do(Act.CLOSE_BY_FORCE, case, "supervisor", text="Agreed.")
    assert (case.state, case.forced, case.outcome) == (State.VERIFIED, True, "cannot")


def test_filing_waits_for_a_proof_or_a_reason(stage: Stage):
    case = stage.do(Act.CONFIRM, stage.handled(stage.report("lamp")), "verifier")
    with pytest.raises(Refusal, match="told-or-reason"):
        stage.do(Act.FILE, case, "dispatcher-centre")
    case = stage.do(Act.FILE, case, "dispatcher-centre", reason="Nobody left a number.")
    assert case.untold_reason == "Nobody left a number."


def test_two_people_on_one_case_do_not_overwrite_each_other(stage: Stage):
    case = stage.report("lamp")
    seen = case.revision
    stage.do(Act.NOTE, case, "dispatcher-centre", text="I am on it.")
    with pytest.raises(Refusal, match="changed-meanwhile"):
        stage.do(
            Act.DISPATCH,
            case,
            "dispatcher-command",
            unit=stage.town.unit("landscaping"),
            revision=seen,
        )


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({}, "facts-missing"),
        ({"reason": "too-far", "text": "No."}, "not-a-choice"),
        ({"reason": "not-our-duty", "text": "x" * 2001}, "too-long"),
        ({"reason": "not-our-duty", "text": "No.", "state": "filed"}, "facts-unknown"),
    ],
)
def test_bad_facts_change_nothing(stage: Stage, facts: dict[str, str], refusal: str):
    case = stage.dispatched(stage.report("lamp"))
    with pytest.raises(Refusal, match=refusal):
        stage.do(Act.SEND_BACK, case, "officer", **facts)
    case.refresh_from_db()
    assert (case.state, case.revision) == (State.DISPATCHED, 3)


def test_an_act_in_the_wrong_state_names_the_state(stage: Stage):
    case = stage.report("lamp")
    with pytest.raises(Refusal, match=r"act-not-open.*established"):
        stage.do(Act.ACCEPT, case, "officer")


def test_nothing_happens_in_the_future_or_before_the_last_act(stage: Stage):
    case = stage.report("lamp")
    with pytest.raises(Refusal, match="in-the-future"):
        stage.do(Act.NOTE, case, "dispatcher-centre", text="x", at=timedelta(hours=1))
    with pytest.raises(Refusal, match="before-the-last-act"):
        stage.do(Act.NOTE, case, "dispatcher-centre", text="x", at=timedelta(hours=-1))


def test_a_place_outside_the_district_is_refused(stage: Stage):
    with pytest.raises(Refusal, match="outside-the-district"):
        stage.report("lamp", at=(0.0, 0.0))


def test_a_place_nobody_can_name_lies_with_the_district(stage: Stage):
    case = stage.report("lamp", at=None)
    assert (case.grid, case.located) == (stage.town.area("district"), "not-located")
