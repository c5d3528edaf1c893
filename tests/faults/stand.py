"""Where faults are made: a home and a database of its own, as in production.

The tests' own database forgives a power cut and is one process's; here each worker,
server and proof is a process that can be killed.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from quincunx.foundation import masters
from tests.faults.server import Postgres

ROOT = Path(__file__).parents[2]
SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Stand:
    """A home with its database; `server` is there on PostgreSQL."""

    home: Path
    database: str
    server: Postgres | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("QUINCUNX_")}
        own = {
            "QUINCUNX_HOME": str(self.home),
            "QUINCUNX_DATABASE": self.database,
            "QUINCUNX_SECRET": "only-for-tests-" * 4,
            "QUINCUNX_LANGUAGE": "en",
            "DJANGO_SETTINGS_MODULE": "quincunx.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        return {**kept, **own}

    @property
    def keys(self) -> dict[str, str]:
        """The access keys of those who call over HTTP, by their logins."""
        return dict(json.loads((self.home / "keys.json").read_text()))

    def start(
        self, *words: object, log: str, out: IO[str] | int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """Start `python -m WORDS` in a group of its own; `log` takes what it logs."""
        with (self.home / log).open("a") as err:
            return subprocess.Popen(
                [sys.executable, "-m", *map(str, words)],
                env=self.environment,
                cwd=ROOT,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def work(self, work: str, *told: object) -> Any:
        """Do one piece of `tests.faults.work`; return what it says."""
        code, said = self._run("tests.faults.work", work, *told)
        if code:
            raise RuntimeError((self.home / "log").read_text()[-3000:])
        return json.loads(said.splitlines()[-1])

    def program(self, *words: object) -> tuple[int, Any]:
        """Call the program with `--json`; return its exit code and what it says."""
        code, said = self._run("quincunx", *words, "--json")
        return code, json.loads(said) if said else None

    def _run(self, *words: object) -> tuple[int, str]:
        # A file and no pipe: what a process leaves behind would hold the pipe open.
        with tempfile.TemporaryFile("w+") as out:
            process = self.start(*words, log="log", out=out)
            code = process.wait()
            end(process)
            out.seek(0)
            return code, out.read().strip()


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything it has started, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def standing(kind: str, where: Path | None = None) -> Iterator[Stand]:
    """Lay a new stand with a town in it; it goes when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="quincunx-faults-", dir=where))
    folder.chmod(0o755)
    server = Postgres(folder / "postgresql") if kind == POSTGRESQL else None
    home = folder / "home"
    (home / "keys").mkdir(parents=True)
    masters.create(home / "keys" / "master")
    address = server.address if server else f"sqlite:///{home / 'quincunx.db'}"
    stand = Stand(home, address, server)
    try:
        stand.work("lay")
        yield stand
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
