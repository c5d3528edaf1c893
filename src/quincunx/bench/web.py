"""The served program: two web processes and the driver, both databases."""

import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from quincunx.bench.driver import HOST, Client, Measured, burst, run
from quincunx.bench.stand import Stand

WORKERS = 2


@contextmanager
def served(stand: Stand) -> Iterator[int]:
    """Serve the stand with two web processes; return the port once it answers."""
    with closing(socket.socket()) as free:
        free.bind((HOST, 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "quincunx", "serve", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--no-duty"]
    server = subprocess.Popen(  # noqa: S603 -- our own program
        command, env=stand.environment, stdout=subprocess.DEVNULL
    )
    try:
        for each in (port, port + 1):  # the web, and the live process beside it
            _wait(each, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("the server did not start")
        with closing(socket.socket()) as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def report(number: int, box: list[float], matter: str | None) -> dict[str, Any]:
    west, south, east, north = box
    x, y = (number * 0.6180339887) % 1, (number * 0.7548776662) % 1
    return {
        "text": f"The lamp at number {number} is dark since yesterday evening.",
        "channel": "api",
        "matter": matter,
        "place": {
            "lon": west + (east - west) * (0.001 + 0.998 * x),
            "lat": south + (north - south) * (0.001 + 0.998 * y),
            "words": f"Lane {number % 997}",
        },
    }


def posts(
    port: int, keys: dict[str, str], box: list[float], *, clients: int, seconds: float
) -> Measured:
    """POST reports from so many clients; each answer means: durable."""

    def deed(client: Client, number: int) -> None:
        client.post("/reports", report(number, box, None), "dispatcher")

    return run(port, keys, deed, clients=clients, seconds=seconds)


def lives(
    port: int, keys: dict[str, str], box: list[float], *, clients: int, seconds: float
) -> Measured:
    """Walk whole lives over HTTP: six requests, six commits each."""

    def deed(client: Client, number: int) -> None:
        made = client.post("/reports", report(number, box, "lamp"), "dispatcher")
        acts = f"/cases/{made['number']}/acts"
        client.post(f"{acts}/dispatch", {"unit": "city-management"}, "dispatcher")
        client.post(f"{acts}/accept", {}, "officer")
        done = {"result": "New bulb.", "outcome": "solved"}
        client.post(f"{acts}/finish", done, "officer")
        client.post(f"{acts}/confirm", {}, "verifier")
        client.post(f"{acts}/file", {"reason": "No contact."}, "dispatcher")

    return run(port, keys, deed, clients=clients, seconds=seconds)


def storm(
    port: int, keys: dict[str, str], box: list[float], *, rate: float, seconds: float
) -> Measured:
    """Reports at a steady rate, whatever the server does."""

    def deed(client: Client, number: int) -> None:
        client.post("/reports", report(number, box, None), "dispatcher")

    return burst(port, keys, deed, rate=rate, seconds=seconds)


def reads(
    port: int, keys: dict[str, str], box: list[float], *, seconds: float
) -> dict[str, Measured]:
    """The pages a dispatcher opens all day, at four clients each."""
    numbers = [
        case["number"]
        for case in Client(port, keys).get("/cases", "dispatcher")["cases"]
    ]
    west, south, east, north = box
    whole = f"/map/cells?west={west}&south={south}&east={east}&north={north}"
    dice = random.Random(1)
    paths = {
        "queue, overdue": lambda: "/queue/overdue",
        "lanes": lambda: "/lanes",
        "list, no filter": lambda: "/cases",
        "list, by matter and time": lambda: "/cases?matter=1&open=false",
        "list, in one community": lambda: f"/cases?area={dice.randrange(6, 60)}",
        "map cells, whole district": lambda: whole,
        "case page": lambda: f"/cases/{dice.choice(numbers)}",
        "timeline": lambda: f"/cases/{dice.choice(numbers)}/timeline",
    }
    measured = {}
    for name, path in paths.items():

        def deed(client: Client, _: int, path: Any = path) -> None:
            client.get(path(), "dispatcher")

        measured[name] = run(port, keys, deed, clients=4, seconds=seconds)
    return measured


def pages(port: int, session: str, *, seconds: float) -> dict[str, Measured]:
    """What managers and other systems open, at four clients each."""
    since = (datetime.now(UTC) - timedelta(days=80)).strftime("%Y-%m-%dT%H:%M:%SZ")
    paths = {
        "manager's overview, page": ("/desk/overview", session),
        "manager's overview, Excel": ("/desk/overview.xlsx", session),
        "workbench, page": ("/desk/queue", session),
        "Open311, last requests": ("/open311/v2/requests.json", ""),
        "Open311, closed since a day": (
            f"/open311/v2/requests.xml?start_date={since}&status=closed",
            "",
        ),
    }
    measured = {}
    for name, (path, by) in paths.items():

        def deed(client: Client, _: int, path: str = path, by: str = by) -> None:
            client.page(path, by)

        measured[name] = run(port, {}, deed, clients=4, seconds=seconds)
    return measured
