"""The loop: one round does all that is due, and a fault in one part stops no other."""

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from django.test import Client

from quincunx.cases.models import Remark, Tally
from quincunx.cases.papers import Shown
from quincunx.cases.tally import open_by_state
from quincunx.cases.vocabulary import Act, State
from quincunx.duty import rounds
from quincunx.duty.command import duty
from quincunx.foundation import files, health
from quincunx.foundation.models import StoredFile, Unsealed
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


def test_the_loop_lives_on_when_the_database_goes_while_a_round_is_written_down(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    def lose(_name: str) -> None:
        raise OperationalError("terminating connection")

    monkeypatch.setattr(health, "last_run", lose)
    monkeypatch.setattr(rounds, "close_old_connections", list)  # the test needs it
    assert list(rounds.make_round(stage.now).failed) == ["beat"]
    monkeypatch.undo()
    assert rounds.make_round(stage.now).failed == {}


def test_what_could_not_be_sealed_is_said_counted_and_logged(
    stage: Stage, client: Client, caplog: pytest.LogCaptureFixture
):
    """A text was changed in the books; the other case is sealed all the same."""
    cases = [stage.handled(stage.report("lamp")) for _ in range(2)]
    for case in cases:
        confirmed = stage.do(Act.CONFIRM, case, "verifier")
        stage.do(Act.FILE, confirmed, "dispatcher-centre", reason="No contact.")
    spoiled = cases[0]
    Remark.objects.filter(case=spoiled, name="result").update(text="Nothing was done.")
    stage.wait(minutes=16)
    made = rounds.make_round(stage.now)
    said = f"1 not sealed: {spoiled.number}: package-not-sound"
    assert made.done["packages"] == 1
    assert made.failed["packages"].startswith(said)
    assert f"packages: {said}" in caplog.text
    told = client.get("/readyz")
    assert (told.status_code, told.json()["unsealed"]) == (200, 1)


def test_duty_once_says_what_failed_beside_what_was_done(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    def leave(_now: object) -> int:
        raise rounds.Left(2, "1 not sealed: 260515-7K3M9W: font-missing")

    monkeypatch.setitem(rounds.ALWAYS, "packages", leave)
    told = CliRunner().invoke(duty, ["--once"]).output
    assert "packages: 2\n" in told
    assert "packages failed: 1 not sealed: 260515-7K3M9W: font-missing" in told


def test_photos_of_a_report_that_was_never_sent_are_forgotten(stage: Stage):
    sent, never = stage.photo("grey"), stage.photo("red")
    again = stage.photo("grey")  # the same bytes, sent by nobody
    stage.report("lamp", files=(Shown(sent, "photo-before"),))
    stage.wait(days=1)
    assert rounds.make_round(stage.now).done["files"] == 0, "a draft lives a day"
    fresh = stage.photo("blue")
    stage.wait(days=1)
    assert rounds.make_round(stage.now).done["files"] == 2
    left = set(StoredFile.objects.values_list("pk", flat=True))
    assert {sent.pk, fresh.pk} <= left
    assert not {never.pk, again.pk} & left
    assert files.is_whole(sent.sha)
    assert not files.is_whole(never.sha)
