"""A killed import leaves nothing half done: areas whole or not, cases go on."""

import random
import time
from pathlib import Path

import pytest

from quincunx.bench.land import region_codes
from tests.cli.test_cases import HEAD, MAP
from tests.faults.stand import Stand, end
from tests.faults.test_kills import check

pytestmark = pytest.mark.xdist_group("imports")


def killed_after(stand: Stand, seconds: float, *words: object) -> bool:
    """Call the program and kill it; return whether it was faster than that."""
    process = stand.start("quincunx", *words, log="log")
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        time.sleep(0.01)
    done = process.poll() is not None
    end(process)
    return done


def import_of_areas(folder: Path, root: int, committees: int) -> list[object]:
    file = folder / f"codes-{root}.csv"
    region_codes(file, committees)
    fields = ["--code-field", "code", "--name-field", "name"]
    return ["areas", "import", file, "--level", 1, *fields, "--apply"]


def kill_imports_of_areas(stand: Stand, folder: Path, kills: int, rows: int) -> None:
    """Kill at moments spread over the whole import; then let one come to its end.

    A kill may fall between the commit and the last word of the program: then the
    import is there, and must be whole.
    """
    dice = random.Random(kills)
    words = import_of_areas(folder, kills, rows)
    before = stand.work("count")
    begun = time.monotonic()
    for _ in range(kills):
        killed_after(stand, dice.uniform(1, 4 + rows / 2000), *words)
        if stand.work("count") != before:
            break
    else:
        code, told = stand.program(*words)
        assert (code, told["applied"]) == (0, True)
    assert_whole(folder, kills, before, stand.work("count"))
    assert time.monotonic() - begun < 1200


def assert_whole(
    folder: Path, root: int, before: dict[str, int], after: dict[str, int]
) -> None:
    """Every area of the file, one journal entry, and nothing else."""
    codes = len((folder / f"codes-{root}.csv").read_text().splitlines()) - 1
    assert after == before | {
        "Area": before["Area"] + codes,
        "Entry": before["Entry"] + 1,
    }


def test_an_import_of_areas_is_whole_or_nothing(sqlite: Stand, tmp_path: Path) -> None:
    kill_imports_of_areas(sqlite, tmp_path, 1, 2_000)


@pytest.mark.drill
def test_ten_killed_imports_of_areas_leave_nothing(
    stand: Stand, tmp_path: Path
) -> None:
    kill_imports_of_areas(stand, tmp_path, 10, 20_000)


def list_of_cases(folder: Path, name: str, rows: int) -> list[object]:
    days = [f"2026-01-{5 + n % 20:02d}T09:{n % 60:02d}" for n in range(rows)]
    lines = [
        f"{n},{day},,Lamp {n},116.405,39.905,lamp,open" for n, day in enumerate(days)
    ]
    (folder / "list.csv").write_text("\n".join([HEAD, *lines]))
    (folder / "map.toml").write_text(MAP.replace("hotline", name))
    return ["cases", "import", folder / "list.csv", "--map", folder / "map.toml"]


def kill_imports_of_cases(
    stand: Stand, folder: Path, name: str, kills: int, rows: int
) -> None:
    """Kill again and again; what was kept is known the next time, the rest is new."""
    words = list_of_cases(folder, name, rows)
    before = stand.work("count")["Case"]
    kept = 0
    for number in range(kills):
        killed_after(stand, 2.5 + number, *words)
        now = stand.work("count")["Case"] - before
        assert kept <= now <= rows
        assert now % 100 == 0 or now == rows  # whole batches
        kept = now
    code, told = stand.program(*words)
    assert (code, told["known"], told["new"]) == (0, kept, rows - kept)
    check(stand, folder)


def test_a_killed_import_of_cases_goes_on_where_it_was(
    sqlite: Stand, tmp_path: Path
) -> None:
    kill_imports_of_cases(sqlite, tmp_path, "one", 1, 300)


@pytest.mark.drill
def test_an_import_of_cases_killed_ten_times_goes_on(
    stand: Stand, tmp_path: Path
) -> None:
    kill_imports_of_cases(stand, tmp_path, "ten", 10, 5_000)
