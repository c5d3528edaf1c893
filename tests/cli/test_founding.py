"""`quincunx init` and `serve`, as somebody calls them on a machine of their own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

QUINCUNX = (sys.executable, "-m", "quincunx")


def _environment(home: Path) -> dict[str, str]:
    ours = {name: v for name, v in os.environ.items() if not name.startswith("QUINC")}
    return {**ours, "QUINCUNX_HOME": str(home), "LC_ALL": "C.UTF-8"}


def _call(home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*QUINCUNX, *args],
        env=_environment(home),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    ended = _call(folder, "init", "--json", "--district", "东城区")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["login"] == "admin"
    return folder


def test_what_is_secret_only_its_owner_reads(home: Path) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in home.glob("keys/*")}
    assert modes == {"master": 0o600, "secret": 0o600}
    assert (home / "keys").stat().st_mode & 0o777 == 0o700


def test_a_second_call_keeps_the_keys_and_gives_a_new_link(home: Path) -> None:
    before = (home / "keys" / "secret").read_text()
    ended = _call(home, "init")

    assert ended.returncode == 0, ended.stderr
    assert (home / "keys" / "secret").read_text() == before
    assert re.search(r"http://localhost:8000/sign-in/link/\S+", ended.stdout)


def test_there_is_nothing_to_serve_before_init(tmp_path: Path) -> None:
    ended = _call(tmp_path / "empty", "serve")

    assert ended.returncode == 1
    assert "quincunx init" in ended.stderr


def test_the_web_is_served_and_stops_when_told(home: Path) -> None:
    with _served(home, port=_free_port()) as answer:
        assert answer("/sign-in") == 200
        assert answer("/nowhere") == 404


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def _served(home: Path, port: int) -> Iterator[Callable[[str], int]]:
    server = subprocess.Popen(
        [*QUINCUNX, "serve", "--no-duty", "--workers", "1", "--port", str(port)],
        env=_environment(home),
    )

    def answer(path: str) -> int:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}") as said:
                return int(said.status)
        except HTTPError as refused:
            return refused.code

    try:
        _wait_for(port)
        yield answer
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            urlopen(f"http://127.0.0.1:{port}/sign-in").close()
        except URLError as nobody:
            if isinstance(nobody, HTTPError):
                return
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nobody answers")
