"""Set before Django reads its settings: a home and a database for tests only.

Loaded as a plugin (`-p tests.environment`), because pytest-django reads the settings
before any conftest.py. `QUINCUNX_TEST_DATABASE` chooses the database:

    (nothing)         SQLite, a file in a folder of its own
    postgres          an embedded PostgreSQL, started for this run and stopped after it
    postgresql://...  a server that is there already, as a user who may create databases
"""

import atexit
import os
import shutil
import tempfile
from importlib import import_module
from pathlib import Path

from tools import messages

HOME = Path(tempfile.mkdtemp(prefix="quincunx-test-"))


def _database() -> str:
    wanted = os.environ.get("QUINCUNX_TEST_DATABASE", "sqlite")
    if wanted == "sqlite":
        return f"sqlite:///{HOME / 'quincunx.db'}"
    # Only here, so that tests on SQLite need no PostgreSQL on the machine.
    return str(import_module("tests.postgres").ready(wanted, HOME / "postgres"))


def _leave() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


atexit.register(_leave)
os.environ["QUINCUNX_HOME"] = str(HOME)
os.environ["QUINCUNX_SECRET"] = "only-for-tests-" * 4
os.environ["QUINCUNX_DATABASE"] = _database()
os.environ.setdefault("QUINCUNX_LANGUAGE", "zh-hans")
messages.compile_stale()
# Playwright's event loop runs in the test's own thread; Django would take it for
# asynchronous code and refuse every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
