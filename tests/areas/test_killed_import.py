"""A process killed in the middle of an import leaves nothing half done."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.drill

IMPORT = """
import sys
from datetime import date
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from quincunx.areas import bring_in
from quincunx.areas.options import Options
from tests.areas.cast import ADMINISTRATOR, AT
call_command("migrate", verbosity=0)
told = Options(level=1, valid_from=date(2020, 1, 1))
preview = bring_in.read(Path(sys.argv[1]), told)
print("writing", flush=True)
bring_in.apply(preview, by=ADMINISTRATOR, at=AT)
print("written", flush=True)
"""
WHOLE = 1 + 200 + 200 * 200


def codes(tmp_path):
    file = tmp_path / "codes.csv"
    towns = [f"110105{town:03}" for town in range(1, 201)]
    lanes = [f"{town}{lane:03}" for town in towns for lane in range(1, 201)]
    file.write_text("\n".join(["code", "110105", *towns, *lanes]))
    return file


def start(tmp_path, file):
    told = {
        "QUINCUNX_HOME": str(tmp_path),
        "QUINCUNX_DATABASE": f"sqlite:///{tmp_path / 'town.db'}",
        "QUINCUNX_SECRET": "only-for-this-test",
        "DJANGO_SETTINGS_MODULE": "quincunx.settings",
        "PYTHONPATH": "src:.",
    }
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(file)],
        env={**os.environ, **told},
        stdout=subprocess.PIPE,
        text=True,
    )


def count(tmp_path):
    with sqlite3.connect(tmp_path / "town.db") as database:
        tables = ("areas_area", "areas_code", "areas_change", "foundation_entry")
        return [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in tables
        ]


@pytest.mark.parametrize("after", [0.05, 0.2, 0.4, 0.7])
def test_nothing_is_there_after_a_kill_and_all_of_it_after_the_next_run(
    tmp_path, after
):
    file = codes(tmp_path)
    killed = start(tmp_path, file)
    assert killed.stdout.readline() == "writing\n"
    time.sleep(after)
    killed.send_signal(signal.SIGKILL)
    rest, _ = killed.communicate()
    done = [WHOLE, WHOLE, 1, 1]
    assert count(tmp_path) == (done if rest == "written\n" else [0, 0, 0, 0])
    again = start(tmp_path, file)
    assert again.communicate()[0].endswith("written\n")
    assert count(tmp_path)[:2] == [WHOLE, WHOLE]
