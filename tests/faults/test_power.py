"""Power cuts: what was acknowledged had been flushed.

On SQLite the cut is simulated, write for write. On PostgreSQL it is only seen that the
server is asked to flush: docs/mechanisms/faults.md says what that shows and what not.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.stand import ROOT, Stand

pytestmark = pytest.mark.xdist_group("faults")

WELL = dict.fromkeys(("lost", "doubled", "altered", "torn", "broken", "not flushed"), 0)
# Who may speak of it: the settings, and the demo, which says so and takes it back.
SPEAKERS = {"settings.py", "demo/filling.py"}


def cut(stand: Stand, folder: Path, reports: int, cuts: int, how: str = "FULL") -> Any:
    return stand.work("power", folder, reports, cuts, how)


def well(found: dict[str, int]) -> dict[str, int]:
    return {name: found[name] for name in WELL}


def test_a_power_cut_at_any_moment_loses_nothing_acknowledged(
    sqlite: Stand, ledgers: Path
) -> None:
    found = cut(sqlite, ledgers, 30, 12)
    assert well(found) == WELL
    assert found["kept"] > 80
    assert found["checkpoints"] > 0


def test_the_cuts_would_show_what_was_not_flushed(sqlite: Stand, ledgers: Path) -> None:
    """With one flush fewer acknowledged reports are lost, though nothing is torn."""
    found = cut(sqlite, ledgers, 8, 6, "NORMAL")
    assert found["lost"] > 0
    assert (found["torn"], found["broken"]) == (0, 0)


@pytest.mark.drill
def test_five_hundred_power_cuts_under_five_hundred_reports(
    sqlite: Stand, ledgers: Path
) -> None:
    found = cut(sqlite, ledgers, 500, 500)
    print(found)  # noqa: T201  # the figures of a drill
    assert well(found) == WELL


def test_every_connection_asks_for_the_flush(sqlite: Stand) -> None:
    full = 2
    assert sqlite.work("manners") == [["wal", full], ["wal", full]]


def test_postgresql_flushes_before_it_answers(postgresql: Stand) -> None:
    assert postgresql.work("manners") == [["on", "on", "on"], ["on", "on", "on"]]


def test_nobody_else_opens_the_database_or_forgoes_the_flush() -> None:
    source = ROOT / "src" / "quincunx"
    words = ("sqlite3.connect(", "psycopg.connect(", "synchronous", "fsync=")
    speakers = {
        str(file.relative_to(source))
        for file in source.rglob("*.py")
        if any(word in file.read_text() for word in words)
    }
    assert speakers == SPEAKERS
