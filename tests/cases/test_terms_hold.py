"""What a matter says holds: milestones, who verifies, what needs no look, the list."""

import pytest

from quincunx.cases import access, report
from quincunx.cases.models import Case, Milestone
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.models import Notice
from quincunx.lib.refusal import Refusal
from quincunx.matters import admission
from quincunx.matters.load import load
from quincunx.matters.source import Source as Files
from quincunx.staff.kinds import Source
from tests.cases.conftest import PACK, Stage
from tests.cast import appointed, enrolled


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def test_a_milestone_is_due_on_the_way_and_warned_of_once(stage: Stage):
    case = stage.accepted(stage.report("permit"))
    due = Milestone.objects.get(case=case).due_at
    stage.wait(hours=6)
    assert due < stage.now
    case = stage.watched(case)
    stage.wait(hours=1)
    stage.watched(case)
    assert told("milestone-over") == 2  # the unit and the desk, once
    reached = {"milestone": "stopped", "text": "The stall was told to stop."}
    case = stage.do(Act.MILESTONE, case, "officer", **reached)
    assert Milestone.objects.get(case=case).reached_at == stage.now
    with pytest.raises(Refusal, match="milestone-open"):
        stage.do(Act.MILESTONE, case, "officer", **reached)


@pytest.fixture
def steps_with_limits(stage: Stage) -> Stage:
    """Every step before the decision has a limit of its own."""
    pack = PACK.read_text()
    for act in ("report", "check-documents", "endorse", "define", "opine"):
        at = pack.index(f'act = "{act}"', pack.index('code = "approve"')) + len(act) + 8
        pack = f'{pack[:at]}, limit = "1 work-day"{pack[at:]}'
    source = Files.of({"five-elms.toml": pack})
    load(source, by=stage.town.owner, at=stage.now)
    stage.wait(minutes=1)
    return stage


def test_doing_a_step_with_a_limit_reaches_it(steps_with_limits: Stage):
    stage = steps_with_limits
    case = stage.report("meals")
    case = stage.do(Act.CHECK_DOCUMENTS, case, "leader-a1", text="Complete.")
    assert reached(case) == {"report", "check-documents"}
    stage.wait(hours=1)
    case = stage.do(Act.ENDORSE, case, "dispatcher-station", text="Accepted.")
    assert Milestone.objects.get(case=case, code="endorse").reached_at == stage.now
    stage.wait(days=5)
    stage.watched(case)
    assert told("milestone-over") == 1  # to the desk; no unit is known yet


def test_opinions_are_reached_by_the_last_of_them(steps_with_limits: Stage):
    stage = steps_with_limits
    for unit in ("civil-affairs", "social-security", "family-and-health"):
        stage.officer(unit)
    case = stage.report("meals")
    case = stage.do(Act.CHECK_DOCUMENTS, case, "leader-a1", text="Complete.")
    case = stage.do(Act.ENDORSE, case, "dispatcher-station", text="Accepted.")
    asked = (stage.town.unit("social-security"), stage.town.unit("family-and-health"))
    case = stage.do(Act.DEFINE, case, "dispatcher-centre", text="x", units=asked)
    case = stage.do(Act.OPINE, case, "social-security", opinion="agree", text="Yes.")
    assert "opine" not in reached(case)
    case = stage.do(Act.OPINE, case, "family-and-health", opinion="agree", text="Yes.")
    assert "opine" in reached(case)


def reached(case: Case) -> set[str]:
    laid = Milestone.objects.filter(case=case, reached_at__isnull=False)
    return set(laid.values_list("code", flat=True))


def test_where_the_matter_says_so_the_reporter_confirms(stage: Stage):
    case, resident = stage.resident_report()
    case = stage.do(
        Act.ESTABLISH, case, "dispatcher-centre", matter=stage.matter("permit")
    )
    case = stage.handled(case)
    assert case.state == State.HANDLED
    case = stage.do(Act.CONFIRM, case, resident)
    assert (case.state, case.verifier) == (State.VERIFIED, None)


def test_elsewhere_the_reporter_does_not(stage: Stage):
    case, resident = stage.resident_report()
    case = stage.do(
        Act.ESTABLISH, case, "dispatcher-centre", matter=stage.matter("lamp")
    )
    with pytest.raises(Refusal, match="verifier-of-the-matter"):
        stage.do(Act.CONFIRM, stage.handled(case), resident)


def test_a_matter_may_do_without_a_second_look(stage: Stage):
    case = stage.handled(stage.report("notice"))
    assert (case.state, case.verifier) == (State.VERIFIED, None)


def test_what_is_off_the_list_is_not_given_to_grid_workers(stage: Stage):
    said = Report(
        text="Moved.", place=stage.place("a1"), matter=stage.matter("bicycle")
    )
    admission.remove(
        stage.matter("bicycle"), reason="Over.", by=stage.town.owner, at=stage.now
    )
    stage.wait(days=1)
    with pytest.raises(Refusal, match="admitted"):
        report.record(said, result="Done.", by=stage.actor("member"), at=stage.now)


def test_a_member_from_the_police_asks_and_does_not_browse(stage: Stage):
    stage.town.people["constable"] = enrolled("constable", "constable")
    appointed(
        stage.town,
        "constable",
        "policing-link",
        "a1",
        unit="police-office",
        source=Source.COMMUNITY_POLICE,
    )
    case = stage.report("lamp")
    constable = stage.actor("constable")
    with pytest.raises(Refusal, match="no-such-case"):
        access.case_for(constable, case.number)
    with pytest.raises(Refusal, match="not-yours-to-do"):
        stage.do(Act.NOTE, case, constable, text="I looked.")


def test_a_desk_flags_whom_a_case_is_about(stage: Stage):
    case = stage.report("lamp")
    company = stage.town.unit("property-company")
    flag = {"unit": company, "text": "It is their lamp."}
    case = stage.do(Act.FLAG_CONFLICT, case, "dispatcher-centre", **flag)
    with pytest.raises(Refusal, match="unit-not-complained-of"):
        stage.dispatched(case, "property-company")
