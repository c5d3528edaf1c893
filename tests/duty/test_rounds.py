"""The loop: one round does all that is due, and a fault in one part stops no other."""

import pytest

from quincunx.cases.models import Tally
from quincunx.cases.tally import open_by_state
from quincunx.cases.vocabulary import Act, State
from quincunx.duty import rounds
from quincunx.foundation.models import Unsealed
from quincunx.lib.refusal import Refusal
from tests.cases.conftest import Stage, stage

__all__ = ["stage"]


def test_a_round_seals_what_was_written_and_folds_the_counts(stage: Stage):
    case = stage.report("lamp")
    stage.do(Act.NOTE, stage.dispatched(case), "dispatcher-centre", text="Today.")
    before = Tally.objects.count()
    made = rounds.make_round(stage.now)
    assert (made.failed, made.done["seals"] > 3) == ({}, True)
    assert not Unsealed.objects.exists()
    assert Tally.objects.count() < before
    path = stage.town.area("district").path
    assert open_by_state(path) == {State.DISPATCHED: 1}


def test_housekeeping_waits_five_minutes(stage: Stage):
    first = rounds.make_round(stage.now)
    stage.wait(minutes=1)
    second = rounds.make_round(stage.now, last_kept=first.last_kept)
    assert ("tally" in first.done, "tally" in second.done) == (True, False)


def test_a_part_that_fails_does_not_stop_the_others(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    def refuse(_now: object) -> int:
        raise Refusal("disk-full")

    monkeypatch.setitem(rounds.ALWAYS, "cases", refuse)
    stage.report("lamp")
    made = rounds.make_round(stage.now)
    assert list(made.failed) == ["cases"]
    assert made.done["seals"] > 0
