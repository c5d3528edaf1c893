"""Acts written together tell the same story as acts written one by one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from quincunx.cases.books import together
from quincunx.cases.models import Case, Clock, Remark
from quincunx.cases.tally import open_by_state
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import journal
from quincunx.lib.refusal import Refusal
from tests.cases.conftest import Stage

UNTOLD = ("id", "number", "code_index", "head")  # differ between any two cases


def worked_over(stage: Stage) -> Case:
    """A lamp is mended, sent back once, mended again."""
    unit = stage.town.unit("city-management")
    case = stage.report("lamp")
    case = stage.do(Act.DISPATCH, case, "dispatcher-centre", unit=unit)
    case = stage.do(Act.ACCEPT, case, "officer")
    stage.wait(hours=1)
    told = {"result": "New bulb.", "outcome": "solved"}
    case = stage.do(Act.FINISH, case, "officer", **told)
    case = stage.do(Act.REWORK, case, "verifier", text="Still dark.")
    stage.wait(hours=1)
    case = stage.do(Act.FINISH, case, "officer", **told)
    return stage.do(Act.CONFIRM, case, "verifier")


def told_of(case: Case) -> list[Any]:
    columns = {f.attname for f in Case._meta.concrete_fields} - set(UNTOLD)
    clocks = Clock.objects.filter(case=case).order_by("stage", "id")
    said = Remark.objects.filter(case=case).order_by("seq")
    return [
        Case.objects.values(*sorted(columns)).get(pk=case.pk),
        list(clocks.values("stage", "limit", "started_at", "pauses", "stopped_at")),
        list(said.values("seq", "name", "text")),
        [(e.seq, e.act, e.at, e.facts) for e in journal.entries(subject_of(case))],
    ]


def test_a_case_is_the_same_written_together_or_at_once(stage: Stage) -> None:
    started = stage.now
    plain = worked_over(stage)
    stage.now = started
    with transaction.atomic(), together():
        gathered = worked_over(stage)

    assert told_of(gathered) == told_of(plain)
    assert open_by_state(stage.town.area("district").path) == {"verified": 2}
    assert journal.verify().holds


def test_a_case_in_the_books_goes_on_together_and_afterwards(stage: Stage) -> None:
    case = stage.report("lamp")
    unit = stage.town.unit("city-management")
    with transaction.atomic(), together():
        case = stage.do(Act.DISPATCH, case, "dispatcher-centre", unit=unit)
        case = stage.do(Act.ACCEPT, case, "officer")
        assert Case.objects.get().state == State.ESTABLISHED
    assert Case.objects.get().state == State.HANDLING

    told = {"result": "New bulb.", "outcome": "solved"}
    case = stage.do(Act.FINISH, case, "officer", **told)
    assert case.state == State.HANDLED
    assert Clock.objects.filter(case=case, stopped_at=None).get().stage == "verify"
    assert journal.verify().holds


def test_a_block_that_fails_takes_back_its_own_acts_only(stage: Stage) -> None:
    unit = stage.town.unit("city-management")
    with transaction.atomic(), together():
        case = stage.report("lamp")
        with pytest.raises(Refusal):
            _failing(stage, case)
        case = stage.do(Act.DISPATCH, case, "dispatcher-centre", unit=unit)

    assert Case.objects.get().state == State.DISPATCHED
    acts = [entry.act for entry in journal.entries(subject_of(case))]
    assert acts == ["report", "establish", "dispatch"]
    assert open_by_state(stage.town.area("district").path) == {"dispatched": 1}
    assert journal.verify().holds


def test_nothing_is_written_if_the_whole_fails(stage: Stage) -> None:
    def failing() -> None:
        with transaction.atomic(), together():
            stage.report("lamp")
            stage.now -= timedelta(days=400)
            stage.report("lamp", at="nowhere")

    with pytest.raises(KeyError):
        failing()
    assert not Case.objects.exists()
    assert journal.verify().holds


def _failing(stage: Stage, case: Case) -> None:
    unit = stage.town.unit("handling-team")
    with transaction.atomic(), together():
        stage.do(Act.DISPATCH, case, "dispatcher-centre", unit=unit)
        stage.report("lamp")
        stage.do(Act.FINISH, case, "officer", result="", outcome="solved")
