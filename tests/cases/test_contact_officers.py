"""A grid leader sends a problem straight to a department that has named somebody."""

import pytest

from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.models import Notice
from quincunx.lib.refusal import Refusal
from tests.cases.conftest import Stage


def test_a_leader_sends_a_case_to_a_department_with_a_contact_officer(stage: Stage):
    case = stage.report("lamp", by="leader-a1")
    unit = stage.town.unit("city-management")
    case = stage.do(Act.DISPATCH, case, "leader-a1", unit=unit, text="The third lamp.")
    assert (case.state, case.unit) == (State.DISPATCHED, unit)
    assert case.clocks.filter(stage="accept", stopped_at=None).exists()
    told = Notice.objects.filter(kind="case-dispatched", recipient_id=str(unit.pk))
    assert told.count() == 1
    assert stage.do(Act.ACCEPT, case, "officer").state == State.HANDLING


@pytest.mark.parametrize(
    ("leader", "grid", "unit"),
    [("leader-a1", "a1", "landscaping"), ("leader-b1", "b1", "city-management")],
)
def test_without_a_named_officer_the_desk_sends_it(
    stage: Stage, leader: str, grid: str, unit: str
):
    case = stage.report("lamp", by=leader, at=grid)
    chosen = stage.town.unit(unit)
    with pytest.raises(Refusal, match="to-its-contact"):
        stage.do(Act.DISPATCH, case, leader, unit=chosen)
    case = stage.do(Act.DISPATCH, case, "dispatcher-centre", unit=chosen)
    assert case.unit == chosen
