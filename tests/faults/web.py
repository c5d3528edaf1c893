"""The web as it is served, in processes that can be killed, and clients that insist.

A client sends a report under a key until it is acknowledged, whatever happens to the
server meanwhile, and writes into its ledger what it was told.
"""

import http.client
import json
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.cast import SOUTH, STEP, WEST
from tests.faults.ledger import Ledger
from tests.faults.stand import Stand, end

HOST = "127.0.0.1"
PATIENCE = 90  # seconds in which every report is acknowledged, whatever is broken
PASSING = {409, 503, 507}  # the client asks again


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    headers: dict[str, str]
    content: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.content)


class Web:
    """`quincunx serve` with two processes of four threads."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        with closing(socket.socket()) as free:
            free.bind((HOST, 0))
            self.port = int(free.getsockname()[1])
        self.start()

    def start(self) -> None:
        told = ["--port", self.port, "--workers", 2, "--no-duty"]
        self.process = self.stand.start("quincunx", "serve", *told, log="web.log")
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                end(self.process)
                raise RuntimeError((self.stand.home / "web.log").read_text()[-2000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill everything at once, as a power cut of the machine's would."""
        end(self.process)

    def workers(self) -> set[int]:
        """Return the processes that answer."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {int(c) for c in children if b"serve" in _command(c)}

    def kill_one(self, dice: random.Random) -> None:
        """Kill one of the processes that answer."""
        if workers := sorted(self.workers()):
            os.kill(dice.choice(workers), signal.SIGKILL)

    def kill_workers(self) -> None:
        """Kill all the processes that answer; return when as many others do."""
        before = self.workers()
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while not self._answers() or len(self.workers() - before) < len(before):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.stand.home / "web.log").read_text()[-2000:])
            time.sleep(0.02)

    def ask(
        self, path: str, told: Any = None, *, key: str = "", **headers: str
    ) -> Answer:
        """Ask once on a connection of its own; a JSON body is POSTed."""
        body = b"" if told is None else json.dumps(told).encode()
        return self.send(path, body, "application/json", key=key, **headers)

    def send(
        self, path: str, body: bytes, kind: str, *, key: str = "", **headers: str
    ) -> Answer:
        sent = {"Content-Type": kind, **headers}
        if key:
            sent["Authorization"] = f"Bearer {key}"
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        with closing(connection):
            connection.request("POST" if body else "GET", path, body or None, sent)
            answer = connection.getresponse()
            kept = answer.headers.get_content_type()
            heads = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, kept, heads, answer.read())

    def _answers(self) -> bool:
        try:
            return self.ask("/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def served(stand: Stand) -> Iterator[Web]:
    web = Web(stand)
    try:
        yield web
    finally:
        web.kill()


@dataclass
class Clients:
    """So many who report at once until it is over; `answers` counts what they saw."""

    web: Web
    folder: Path
    count: int = 8
    answers: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    kept_at: list[float] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def reporting(self) -> Iterator["Clients"]:
        going = [
            threading.Thread(target=self._report, args=[number])
            for number in range(self.count)
        ]
        for each in going:
            each.start()
        try:
            yield self
        finally:
            self.over.set()
            for each in going:
                each.join()

    def back_after(self, moment: float) -> float:
        """Return after how many seconds the next report was acknowledged."""
        return min(at for at in self.kept_at if at > moment) - moment

    def wait_for_one(self, moment: float) -> None:
        """Wait until a report is acknowledged that came after `moment`."""
        until = moment + PATIENCE
        while time.monotonic() < until:
            if any(at > moment for at in list(self.kept_at)):
                return
            time.sleep(0.05)
        raise TimeoutError("nothing was acknowledged any more")

    def _report(self, number: int) -> None:
        ledger = Ledger(self.folder / f"client-{number}.jsonl")
        while not self.over.is_set():
            key = str(uuid4())
            text = f"The lamp {key} is dark."
            ledger.note("wanted", key=key, text=text)
            made = self._insist(key, text)
            ledger.note("kept", key=key, text=text, **made)
            self.kept_at.append(time.monotonic())

    def _insist(self, key: str, text: str) -> dict[str, str]:
        told, until = report(text), time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.web.ask(
                    "/api/v1/reports",
                    told,
                    key=self.web.stand.keys["leader-a1"],
                    **{"Idempotency-Key": key},
                )
            except (OSError, http.client.HTTPException):
                self.answers["cut"] += 1
                time.sleep(0.1)
                continue
            self.answers[str(answer.status)] += 1
            if answer.status == 201:
                return {name: answer.told[name] for name in ("number", "code")}
            if not _may_pass(answer):
                self.odd.append(f"{answer.status} {answer.content[:300]!r}")
            time.sleep(0.2)
        raise TimeoutError(f"not acknowledged in {PATIENCE} seconds: {key}")


def report(text: str) -> dict[str, Any]:
    spot = {"lon": WEST + STEP / 2, "lat": SOUTH + STEP / 2}
    return {"text": text, "place": spot, "channel": "api"}


def _may_pass(answer: Answer) -> bool:
    """Return whether a refusal is one that says in one form when to come back."""
    problem = answer.kind == "application/problem+json"
    return answer.status in PASSING and problem and "retry-after" in answer.headers
