"""Many open workbenches: each listens to the live process and counts its lanes.

The desks are plain sockets in one thread; what a browser does beyond that, drawing, is
done on somebody else's machine. A desk's delay is from the answer to whoever changed a
case, so from when it is durable, to the message that arrives.
"""

import asyncio
import json
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from quincunx.bench.driver import COOKIE, HOST, Client, Measured
from quincunx.bench.web import report

ASKS = 30.0  # seconds between two counts of a desk's lanes, as its page has it


@dataclass
class Desks:
    """So many desks; `port` is the web's, `live` the live process's."""

    port: int
    live: int
    sessions: Sequence[str]
    heard: dict[str, list[float]] = field(default_factory=dict)
    joined: int = 0
    counts: Measured = field(default_factory=Measured)

    async def sit(self, seconds: float) -> None:
        """Listen and count at every desk, for so long."""
        sitting = [self._listen(session) for session in self.sessions]
        counting = [self._count(session) for session in self.sessions]
        together = asyncio.gather(*sitting, *counting, return_exceptions=True)
        try:
            ended = await asyncio.wait_for(together, seconds)
            self.counts.errors += [repr(each) for each in ended if each]
        except TimeoutError:
            return

    async def _listen(self, session: str) -> None:
        reader, writer = await asyncio.open_connection(HOST, self.live)
        writer.write(_asking("/live", session))
        known: set[str] = set()
        try:
            while line := await reader.readline():
                if line.startswith(b"event: hello"):
                    self.joined += 1
                if line.startswith(b'data: {"at"') and b'"changes"' in line:
                    self._hear(json.loads(line[6:]), known)
        finally:
            writer.close()

    def _hear(self, told: dict[str, Any], known: set[str]) -> None:
        """Keep when a desk first heard of each case."""
        now = time.perf_counter()
        for number in {change["number"] for change in told["changes"]} - known:
            known.add(number)
            self.heard.setdefault(number, []).append(now)

    async def _count(self, session: str) -> None:
        await asyncio.sleep(random.random() * ASKS)
        while True:
            begun = time.perf_counter()
            reader, writer = await asyncio.open_connection(HOST, self.port)
            writer.write(_asking("/desk/queue/counts", session))
            status = (await reader.readline()).split()
            await reader.read()
            writer.close()
            self.counts.times.append(time.perf_counter() - begun)
            if status[1:2] != [b"200"]:
                self.counts.errors.append(str(status))
            await asyncio.sleep(ASKS)


def _asking(path: str, session: str) -> bytes:
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {HOST}",
        f"Cookie: {COOKIE}={session}",
        "X-Part: 1",
        "X-Beat: 1",
        "Connection: close",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(frozen=True)
class Sat:
    """What the desks have seen: the delay of every message at every desk."""

    delays: Measured
    counts: Measured
    changes: int
    missed: int  # messages that did not arrive


def sit(
    port: int,
    live: int,
    keys: dict[str, str],
    box: list[float],
    sessions: Sequence[str],
    *,
    rate: float,
    seconds: float,
) -> Sat:
    """Open a desk for each session, then report so many cases a second."""
    desks = Desks(port, live, sessions)
    begun, cpu = time.perf_counter(), time.process_time()
    thread = threading.Thread(target=lambda: asyncio.run(desks.sit(seconds + 40)))
    thread.start()
    while desks.joined < len(sessions):
        time.sleep(0.1)
        if not thread.is_alive() or time.perf_counter() > begun + 30:
            raise RuntimeError(f"only {desks.joined} desks have sat down")
    made = _reports(Client(port, keys), box, rate, seconds)
    thread.join()
    delays = Measured(seconds=time.perf_counter() - begun)
    for number, at in made.items():
        delays.times += [heard - at for heard in desks.heard.get(number, ())]
    delays.driver_share = (time.process_time() - cpu) / delays.seconds
    desks.counts.seconds = delays.seconds
    missed = len(made) * len(sessions) - len(delays.times)
    return Sat(delays, desks.counts, len(made), missed)


def _reports(
    client: Client, box: list[float], rate: float, seconds: float
) -> dict[str, float]:
    """Report at a steady rate; return when each number was answered."""
    made, begun = {}, time.perf_counter()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        told = client.post("/reports", report(number, box, "lamp"), "dispatcher")
        made[told["number"]] = time.perf_counter()
    return made
