"""One list of checks, and two who read it: each finding says what to run."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.utils import translation

from quincunx.cli.doctor import doctor
from quincunx.foundation import health
from quincunx.foundation.health import Check, Tone
from quincunx.foundation.models import Notice, NoticeState

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def _found(now: datetime = NOW) -> dict[str, health.Finding]:
    return {each.name: each for each in health.look(now)}


def test_whatever_is_not_well_names_its_command(db: None):
    with translation.override("en"):
        found = _found()
    assert found["duty"].tone is Tone.BAD
    assert found["duty"].command == "quincunx serve"
    for each in found.values():
        assert each.said
        assert each.word
        assert bool(each.command) == (each.tone is not Tone.WELL), each.name


def test_duty_is_missed_after_two_minutes(db: None):
    health.ran("duty", at=NOW, well=True, facts={"failed": []})
    assert _found(NOW + timedelta(minutes=1))["duty"].tone is Tone.WELL
    assert _found(NOW + timedelta(minutes=3))["duty"].tone is Tone.BAD
    health.ran("duty", at=NOW, well=False, facts={"failed": ["seals"]})
    assert "seals" in _found()["duty"].said


def test_a_round_like_the_last_one_is_written_down_now_and_then(db: None):
    def again(seconds: int, *, well: bool = True) -> datetime:
        at = NOW + timedelta(seconds=seconds)
        health.ran("duty", at=at, well=well, facts={}, every=timedelta(seconds=30))
        last = health.last_run("duty")
        assert last is not None
        return last.at

    assert again(0) == NOW
    assert again(10) == NOW
    assert again(40) == NOW + timedelta(seconds=40)
    assert again(41, well=False) == NOW + timedelta(seconds=41)


def test_parked_and_late_notices_are_counted(db: None):
    told = {
        "about_kind": "case", "about_id": "1", "kind": "case-urged",
        "recipient_kind": "person", "recipient_id": "1",
        "told_at": NOW, "due_at": NOW,
    }  # fmt: skip
    Notice.objects.create(event="a", **told)
    assert _found()["notices"].tone is Tone.WELL
    assert _found(NOW + timedelta(hours=1))["notices"].tone is Tone.WARN
    Notice.objects.create(event="b", state=NoticeState.PARKED, **told)
    assert _found()["notices"].tone is Tone.WARN


def test_a_backup_of_yesterday_is_well(db: None, settings, tmp_path):
    settings.QUINCUNX_BACKUP = str(tmp_path)
    assert _found()["backup"].tone is Tone.BAD
    (tmp_path / "quincunx.db").write_bytes(b"x")
    made = datetime.fromtimestamp((tmp_path / "quincunx.db").stat().st_mtime, UTC)
    assert _found(made + timedelta(hours=20))["backup"].tone is Tone.WELL
    assert _found(made + timedelta(days=2))["backup"].tone is Tone.BAD


def test_a_check_that_fails_is_a_finding_and_stops_no_other(
    db: None, monkeypatch: pytest.MonkeyPatch
):
    def falls(_now: datetime) -> health.Finding:
        raise ValueError("no such thing")

    monkeypatch.setitem(health._checks, "disk", Check("disk", "Disk", falls))
    found = _found()
    assert "no such thing" in found["disk"].said
    assert found["versions"].tone is Tone.WELL
    assert not health.is_sound(list(found.values()))


def test_doctor_leaves_with_one_while_something_is_wrong(db: None):
    answer = CliRunner().invoke(doctor, [])
    assert answer.exit_code == 1
    assert "quincunx serve" in answer.output
