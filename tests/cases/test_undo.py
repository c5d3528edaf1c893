"""Ten seconds to think again: what is taken back is as if it had not been, but told."""

from datetime import timedelta

import pytest
from django.forms.models import model_to_dict

from quincunx.cases import tally
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Call, Case, Clock
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import befores, journal, notices
from quincunx.foundation.models import Before, Notice, NoticeState
from quincunx.lib.refusal import Refusal
from tests.cases.conftest import Stage

DESK = "dispatcher-centre"
RUNS_ON = {"revision", "head", "last_act_at"}


def as_it_is(case: Case) -> tuple[object, ...]:
    """Return what an undo brings back: the case, its running clocks, the counts."""
    case.refresh_from_db()
    columns = {k: v for k, v in model_to_dict(case).items() if k not in RUNS_ON}
    running = Clock.objects.filter(case=case, stopped_at__isnull=True).order_by("stage")
    clocks = [model_to_dict(clock) for clock in running]
    return columns, clocks, tally.open_by_place("")


def waiting(case: Case) -> int:
    told = Notice.objects.filter(about_id=str(case.pk), state=NoticeState.WAITING)
    return told.count()


def test_a_dispatch_is_taken_back_and_everything_is_as_before(stage: Stage):
    case = stage.report("lamp")
    stage.wait(minutes=20)
    before, told = as_it_is(case), waiting(case)
    helpers = (stage.town.unit("landscaping"),)
    unit = stage.town.unit("city-management")
    case = stage.do(Act.DISPATCH, case, DESK, unit=unit, units=helpers)
    assert waiting(case) > told
    case = stage.wait(seconds=9).do(Act.TAKE_BACK, case, DESK)
    assert as_it_is(case) == before
    assert waiting(case) == told
    assert not Call.objects.filter(case=case).exists()
    acts = [entry.act for entry in journal.entries(subject_of(case))]
    assert acts[-2:] == [Act.DISPATCH, Act.TAKE_BACK]
    assert stage.dispatched(case).state == State.DISPATCHED


@pytest.mark.parametrize("act", [Act.REFUSE, Act.MERGE, Act.WITHDRAW, Act.ASK_CHECK])
def test_what_ends_or_stops_a_report_is_taken_back(stage: Stage, act: Act):
    other = stage.report("lamp")
    case = stage.wait(seconds=1).report(matter="")
    facts = {
        Act.REFUSE: {"reason": "not-ours", "text": "Ask the railway."},
        Act.MERGE: {"into": other},
        Act.WITHDRAW: {"reason": "by-mistake"},
        Act.ASK_CHECK: {},
    }[act]
    before = as_it_is(case)
    case = stage.wait(seconds=5).do(act, case, DESK, **facts)
    case = stage.wait(seconds=10).do(Act.TAKE_BACK, case, DESK)
    assert as_it_is(case) == before


def refused(stage: Stage, case: Case, who: str) -> None:
    with pytest.raises(Refusal, match="may-be-taken-back"):
        stage.do(Act.TAKE_BACK, case, who)


def test_after_ten_seconds_it_stands(stage: Stage):
    case = stage.dispatched(stage.report("lamp"))
    stage.wait(seconds=10, microseconds=1)
    refused(stage, case, DESK)
    notices.send_due(stage.now)
    assert not Notice.objects.filter(state=NoticeState.RECALLED).exists()


def test_nobody_takes_back_what_another_did_or_what_went_on(stage: Stage):
    case = stage.dispatched(stage.report("lamp"))
    refused(stage, case, "dispatcher-station")
    case = stage.do(Act.ACCEPT, case, "officer")
    refused(stage, case, DESK)


def test_one_act_is_taken_back_once_and_not_the_one_before_it(stage: Stage):
    case = stage.report(matter="")
    case = stage.do(Act.ESTABLISH, case, DESK, matter=stage.matter("lamp"))
    case = stage.dispatched(case)
    case = stage.do(Act.TAKE_BACK, case, DESK)
    assert case.state == State.ESTABLISHED
    refused(stage, case, DESK)


def test_an_act_whose_row_does_not_say_so_is_not_taken_back(stage: Stage):
    case = stage.do(Act.NOTE, stage.report("lamp"), DESK, text="Rang.")
    assert not LIFECYCLE.row(Act.NOTE).undo
    refused(stage, case, DESK)
    assert not Before.objects.exists()


def test_what_was_kept_is_forgotten_after_a_minute(stage: Stage):
    stage.dispatched(stage.report("lamp"))
    assert befores.expire(stage.now + timedelta(seconds=59)) == 0
    assert befores.expire(stage.now + timedelta(seconds=61)) == 1
