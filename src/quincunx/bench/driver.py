"""The driver: clients over HTTP, in a process of its own whose processor share is told.

Plain threads over kept connections; the server is on this machine only.
"""

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

HOST = "127.0.0.1"
COOKIE = "sessionid"


@dataclass
class Measured:
    """What one run of clients saw: the time of each answer, and what went wrong."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    driver_share: float = 0.0  # of one core

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def percentile(self, percent: float) -> float:
        """Return so many percent's time in milliseconds."""
        ordered = sorted(self.times)
        place = min(len(ordered) - 1, int(len(ordered) * percent / 100))
        return ordered[place] * 1000 if ordered else float("nan")


class Client:
    """One client with one kept connection."""

    def __init__(self, port: int, keys: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.keys = keys

    def get(self, path: str, who: str) -> Any:
        return self._ask("GET", path, None, who)

    def post(self, path: str, told: Any, who: str) -> Any:
        return self._ask("POST", path, json.dumps(told).encode(), who)

    def page(self, path: str, session: str = "") -> bytes:
        """Return a page as whoever has signed in sees it, or anybody."""
        told = {"Cookie": f"{COOKIE}={session}"} if session else {}
        return self._answer("GET", path, None, told)

    def _ask(self, verb: str, path: str, body: bytes | None, who: str) -> Any:
        headers = {
            "Authorization": f"Bearer {self.keys[who]}",
            "Content-Type": "application/json",
        }
        return json.loads(self._answer(verb, f"/api/v1{path}", body, headers))

    def _answer(
        self, verb: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> bytes:
        self.connection.request(verb, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in {200, 201}:
            raise RuntimeError(f"{answer.status} {content[:200]!r}")
        return content


Deed = Callable[[Client, int], Any]


def run(
    port: int, keys: dict[str, str], deed: Deed, *, clients: int, seconds: float
) -> Measured:
    """Let so many clients do a deed again and again."""
    until = time.perf_counter() + seconds
    return _measure(port, keys, deed, clients, lambda _: time.perf_counter() < until)


def burst(
    port: int, keys: dict[str, str], deed: Deed, *, rate: float, seconds: float
) -> Measured:
    """Begin a deed every 1/rate seconds, whether the last has been answered or not."""
    begun = time.perf_counter()
    clients = 64

    def due(number: int) -> bool:
        at = begun + number / rate
        if at > begun + seconds:
            return False
        time.sleep(max(0.0, at - time.perf_counter()))
        return True

    return _measure(port, keys, deed, clients, due)


def _measure(
    port: int,
    keys: dict[str, str],
    deed: Deed,
    clients: int,
    goes_on: Callable[[int], bool],
) -> Measured:
    measured, turn, lock = Measured(), iter(range(1 << 40)), threading.Lock()
    begun, cpu = time.perf_counter(), time.process_time()

    def act() -> None:
        client = Client(port, keys)
        while True:
            with lock:
                number = next(turn)
            if not goes_on(number):
                return
            _once(client, deed, number, measured, lock)

    together([threading.Thread(target=act) for _ in range(clients)])
    measured.seconds = time.perf_counter() - begun
    measured.driver_share = (time.process_time() - cpu) / measured.seconds
    return measured


def _once(
    client: Client, deed: Deed, number: int, measured: Measured, lock: threading.Lock
) -> None:
    start = time.perf_counter()
    try:
        deed(client, number)
    except (OSError, RuntimeError, http.client.HTTPException) as fault:
        with lock:
            measured.errors.append(str(fault))
        client.connection.close()
        return
    with lock:
        measured.times.append(time.perf_counter() - start)


def together(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
