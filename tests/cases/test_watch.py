"""The clock: it reminds, marks, escalates, files, and finds what comes back."""

from datetime import timedelta

from quincunx.cases.models import Case, Clock
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.models import Notice
from tests.cases.conftest import Stage


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def test_the_unit_is_reminded_once_and_then_once_more_when_late(stage: Stage):
    case = stage.accepted(stage.report("lamp"))  # two work days from Monday, nine
    for hours in (2, 22, 10, 2, 20, 1):
        stage.wait(hours=hours)
        case = stage.watched(case)
    assert (told("clock-soon-handle"), told("clock-over-handle")) == (1, 1)
    assert case.overdue


def test_what_stays_late_climbs_to_the_house_above(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    assert case.desk == stage.town.area("west")
    for _ in range(8):
        stage.wait(hours=12)
        case = stage.watched(case)
    assert (case.desk, case.escalations) == (stage.town.area("district"), 1)


def test_a_finish_counts_when_it_happened_and_mends_the_mark(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    stage.wait(days=2, hours=1)
    case = stage.watched(case)
    stage.watched(case)
    assert stage.watched(case).overdue
    # Done offline before the deadline, received only now.
    from_the_field = {"result": "New bulb.", "outcome": "solved"}
    case = stage.do(
        Act.FINISH, case, "officer", at=-timedelta(hours=3), **from_the_field
    )
    assert case.overdue is False


def test_a_told_case_is_filed_by_the_clock(stage: Stage):
    case = stage.do(Act.CONFIRM, stage.handled(stage.report("lamp")), "verifier")
    case = stage.do(
        Act.TELL, case, "dispatcher-centre", channel="in-person", text="It is lit."
    )
    assert stage.watched(case).state == State.FILED


def test_where_nobody_can_be_told_the_clock_files_with_that_reason(stage: Stage):
    case = stage.do(Act.CONFIRM, stage.handled(stage.report("lamp")), "verifier")
    stage.wait(days=3)
    stage.watched(case)
    case = stage.watched(case)
    assert (case.state, case.untold_reason) == (State.FILED, "no-contact")


def test_a_supervised_unit_replies_within_a_limit(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    case = stage.do(Act.SUPERVISE, case, "supervisor", text="Why so long?")
    assert Clock.objects.get(case=case, stage="reply").stopped_at is None
    case = stage.do(Act.REPLY, case, "officer", text="The bulb comes today.")
    assert (case.supervised_by, told("case-replied")) == (None, 1)


def test_the_same_lamp_a_third_time_opens_a_root_cause_case(stage: Stage):
    for _ in range(3):
        case = stage.do(Act.CONFIRM, stage.handled(stage.report("lamp")), "verifier")
        case = stage.do(Act.FILE, case, "dispatcher-centre", reason="No contact.")
        case = stage.watched(case)
        stage.wait(days=7)
    root = Case.objects.get(channel="recurrence")
    assert root.state == State.REPORTED
    assert root.recurrences.count() == 3


def test_an_overdue_mark_is_contested_in_two_steps_and_stays(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    stage.wait(days=5)
    done = {"result": "New bulb.", "outcome": "solved"}
    case = stage.do(Act.FINISH, case, "officer", **done)
    case = stage.do(Act.CONFIRM, case, "verifier")
    case = stage.do(Act.FILE, case, "dispatcher-centre", reason="No contact.")
    assert case.overdue
    case = stage.do(Act.APPEAL, case, "officer", ground="overdue", text="Storm.")
    decided = {"decision": "uphold", "text": "There was a storm."}
    case = stage.do(Act.DECIDE_APPEAL, case, "dispatcher-centre", **decided)
    case = stage.do(Act.REVIEW_APPEAL, case, "supervisor", **decided)
    assert (case.appeal.first, case.appeal.second, case.overdue) == (
        "uphold",
        "uphold",
        True,
    )


def test_whoever_verifies_is_reminded(stage: Stage):
    case = stage.handled(stage.report("lamp"))
    stage.wait(days=2)
    stage.watched(case)
    assert told("clock-over-verify") == 1
