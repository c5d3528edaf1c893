"""The ways of their own: on the spot, at the community's table, approved, emergency."""

import pytest

from quincunx.cases import report
from quincunx.cases.models import Call, Case
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.models import Notice
from quincunx.lib.refusal import Refusal
from tests.cases.conftest import Stage


def recorded(stage: Stage, by: str = "member", result: str = "Moved it.") -> Case:
    told = Report(
        text="Three bicycles on the ramp.",
        channel="on-the-spot",
        place=stage.place("a1"),
        matter=stage.matter("bicycle"),
    )
    return report.record(told, result=result, by=stage.actor(by), at=stage.now).case


def test_a_bicycle_is_moved_and_recorded_in_one_step(stage: Stage):
    case = recorded(stage)
    assert (case.state, case.outcome, case.sampled) == (State.FILED, "solved", True)
    with pytest.raises(Refusal, match="not-yours-to-do"):
        stage.do(Act.INSPECT, case, "member", found="still-good")
    case = stage.do(Act.INSPECT, case, "verifier", found="not-good", text="Back again.")
    assert case.sampled is False
    case = stage.do(Act.REOPEN, case, "dispatcher-station", text="Back again.")
    assert (case.state, case.reopenings) == (State.ESTABLISHED, 1)


def test_what_needs_a_unit_cannot_be_recorded_on_the_spot(stage: Stage):
    told = Report(text="Dark.", place=stage.place("a1"), matter=stage.matter("lamp"))
    with pytest.raises(Refusal, match="tier-on-the-spot"):
        report.record(told, result="Done.", by=stage.actor("member"), at=stage.now)
    assert not Case.objects.exists()


def test_noise_is_brought_to_the_table_and_settled(stage: Stage):
    case = stage.report("noise")
    case = stage.do(Act.COORDINATE, case, "leader-a1", text="Two families, at night.")
    assert (case.state, case.desk) == (State.COORDINATING, stage.town.area("a"))
    with pytest.raises(Refusal, match="not-yours-to-do"):
        stage.do(Act.AGREE, case, "dispatcher-centre", result="x", parties="x")
    case = stage.do(
        Act.AGREE,
        case,
        "dispatcher-station",
        result="Quiet from ten o'clock.",
        parties="Rooms 301 and 401",
    )
    assert case.state == State.HANDLED
    case = stage.do(Act.CONFIRM, case, "leader-a1", text="It has been quiet.")
    assert case.state == State.VERIFIED


def test_without_an_agreement_it_goes_up_to_be_dispatched(stage: Stage):
    case = stage.report("noise")
    case = stage.do(Act.COORDINATE, case, "leader-a1", text="Two families.")
    case = stage.do(Act.NO_AGREEMENT, case, "dispatcher-station", text="They left.")
    assert (case.state, case.desk) == (State.ESTABLISHED, stage.town.area("west"))


def examined(stage: Stage) -> Case:
    case = stage.report("meals")
    case = stage.do(Act.CHECK_DOCUMENTS, case, "leader-a1", text="Papers complete.")
    assert case.desk == stage.town.area("a")
    case = stage.do(Act.ENDORSE, case, "dispatcher-station", text="Accepted.")
    assert case.desk == stage.town.area("west")
    return stage.do(Act.DEFINE, case, "dispatcher-centre", text="To civil affairs.")


def test_an_application_goes_through_leader_station_centre_and_departments(
    stage: Stage,
):
    stage.officer("civil-affairs")
    stage.officer("social-security")
    case = examined(stage)
    assert (case.state, case.unit) == (
        State.EXAMINING,
        stage.town.unit("civil-affairs"),
    )
    with pytest.raises(Refusal, match="opinions-in"):
        stage.do(Act.APPROVE, case, "civil-affairs", result="From Monday on.")
    case = stage.do(
        Act.OPINE, case, "social-security", opinion="agree", text="Entitled."
    )
    case = stage.do(Act.APPROVE, case, "civil-affairs", result="From Monday on.")
    assert (case.state, case.outcome) == (State.HANDLED, "solved")


def test_a_unit_named_twice_is_asked_once(stage: Stage):
    case = stage.report("meals")
    case = stage.do(Act.CHECK_DOCUMENTS, case, "leader-a1", text="Papers complete.")
    case = stage.do(Act.ENDORSE, case, "dispatcher-station", text="Accepted.")
    asked = (stage.town.unit("social-security"),) * 2
    case = stage.do(Act.DEFINE, case, "dispatcher-centre", text="Say.", units=asked)
    assert Call.objects.get(case=case).unit == asked[0]


def test_a_department_refuses_with_its_reasons(stage: Stage):
    stage.officer("civil-affairs")
    stage.officer("social-security")
    case = examined(stage)
    case = stage.do(Act.OPINE, case, "social-security", opinion="disagree", text="No.")
    case = stage.do(Act.DISAPPROVE, case, "civil-affairs", result="Under sixty.")
    assert (case.state, case.outcome) == (State.HANDLED, "cannot")


def test_gas_is_told_to_everybody_at_once(stage: Stage):
    case = stage.report("gas")
    called = Call.objects.filter(case=case).values_list("unit__code", flat=True)
    assert (case.state, case.unit, set(called), case.desk) == (
        State.RESPONDING,
        stage.town.unit("city-management"),
        {"public-security", "property-company"},
        stage.town.area("district"),
    )
    told = Notice.objects.filter(kind="case-alert")
    assert told.filter(recipient_kind="unit").count() == 3

    case = stage.do(Act.ARRIVE, case, "property", text="At the valve.")
    case = stage.do(Act.SITUATION, case, "property", text="Valve closed.")
    assert Call.objects.get(case=case, unit__code="property-company").arrived_at
    with pytest.raises(Refusal, match="evidence"):
        stage.do(Act.MAKE_SAFE, case, "officer", result="Safe.")
    case = stage.do(Act.MAKE_SAFE, case, "officer", result="0.0 % at the door.")
    assert case.state == State.HANDLED


def test_departments_are_whistled_to_the_spot_and_both_sides_rate(stage: Stage):
    case = stage.report("cover")
    units = (stage.town.unit("landscaping"), stage.town.unit("city-management"))
    case = stage.do(Act.WHISTLE, case, "leader-a1", units=units, text="Tree on cover.")
    with pytest.raises(Refusal, match="not-yours-to-do"):
        stage.do(Act.ARRIVE, case, "police")
    stage.do(Act.ARRIVE, case, "officer-landscaping")
    rated = {"unit": units[0], "rating": 5}
    stage.do(Act.RATE_ARRIVAL, case, "leader-a1", **rated)
    stage.do(Act.RATE_ARRIVAL, case, "officer-landscaping", **(rated | {"rating": 4}))
    call = Call.objects.get(case=case, unit=units[0])
    assert (call.rating_of_unit, call.rating_by_unit) == (5, 4)
    assert call.arrived_at == stage.now


@pytest.mark.parametrize(
    ("act", "by", "refusal"),
    [
        (Act.COORDINATE, "leader-a1", "tier-coordinate"),
        (Act.CHECK_DOCUMENTS, "leader-a1", "tier-approve"),
        (Act.ALERT, "leader-a1", "tier-emergency"),
    ],
)
def test_a_lamp_takes_none_of_the_other_ways(
    stage: Stage, act: Act, by: str, refusal: str
):
    case = stage.report("lamp")
    with pytest.raises(Refusal, match=refusal):
        stage.do(act, case, by, text="Another way.")


def test_whoever_walks_the_grid_sets_off_the_alarm(stage: Stage):
    """A member may not alert, but an emergency told by one goes out at once."""
    case = stage.report("gas", by="member")
    assert case.state == State.RESPONDING
