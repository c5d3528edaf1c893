"""RD1: what was acknowledged survives kill -9, of writers, of the web, of PostgreSQL.

`make test` kills for a few seconds; `make drill` kills 200 times under 20,000 reports
on each database.
"""

import random
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults.stand import Stand
from tests.faults.web import Clients, served

pytestmark = pytest.mark.xdist_group("faults")

WELL = {
    "lost": 0,
    "doubled": 0,
    "altered": 0,
    "torn": 0,
    "some": [],
    "journal": "holds",
    "database": "ok",
}


def check(stand: Stand, ledgers: Path) -> dict[str, Any]:
    """Hold the database against the ledgers; return what was counted."""
    proof = stand.work("prove", ledgers)
    assert {name: proof[name] for name in WELL} == WELL
    return dict(proof)


def test_writers_are_killed_and_nothing_acknowledged_is_lost(
    sqlite: Stand, ledgers: Path
) -> None:
    told = sqlite.work("storm", ledgers, 5, 20, 0.6, 30)
    proof = check(sqlite, ledgers)
    assert told["kills"] >= 5
    assert proof["kept"] >= 20


@pytest.mark.drill
def test_two_hundred_kills_under_twenty_thousand_reports(
    stand: Stand, ledgers: Path
) -> None:
    told = stand.work("storm", ledgers, 200, 20_000, 2.5, 3600)
    print(told, check(stand, ledgers))  # noqa: T201  # the figures of a drill
    assert told["kills"] >= 200
    assert told["kept"] >= 20_000


def test_the_web_is_killed_and_every_client_gets_one_answer(
    sqlite: Stand, ledgers: Path
) -> None:
    dice = random.Random(4)
    with served(sqlite) as web, Clients(web, ledgers, count=4).reporting() as clients:
        time.sleep(1)
        web.kill_one(dice)
        time.sleep(1)
        web.kill()
        web.start()
    assert clients.odd == []
    assert check(sqlite, ledgers)["kept"] == len(clients.kept_at) > 0


def test_web_processes_killed_again_and_again_come_back(sqlite: Stand) -> None:
    """Twice within seconds: the program itself goes on, with all of them."""
    with served(sqlite) as web:
        first = web.workers()
        for _ in range(2):
            web.kill_workers()
        assert (len(first), len(web.workers())) == (2, 2)
        assert not first & web.workers()
        assert web.ask("/readyz").status == 200


@pytest.mark.drill
def test_thirty_kills_of_the_web_under_load(stand: Stand, ledgers: Path) -> None:
    dice = random.Random(5)
    with served(stand) as web, Clients(web, ledgers).reporting() as clients:
        for number in range(30):
            time.sleep(dice.uniform(0.5, 4))
            if number % 5 == 4:
                web.kill()
                web.start()
            else:
                web.kill_one(dice)
    print(clients.answers, check(stand, ledgers))  # noqa: T201
    assert clients.odd == []


@pytest.mark.drill
def test_postgresql_is_killed_twenty_times_under_load(
    postgresql: Stand, ledgers: Path
) -> None:
    """RD9: 503 with Retry-After, no 500, answered again within five seconds."""
    server = postgresql.server
    assert server is not None
    backs = []
    with served(postgresql) as web, Clients(web, ledgers).reporting() as clients:
        for _ in range(20):
            time.sleep(3)
            server.kill()
            server.start()
            backs.append(time.monotonic())
        time.sleep(6)
    slowest = max(map(clients.back_after, backs))
    print(clients.answers, slowest, check(postgresql, ledgers))  # noqa: T201
    assert clients.odd == []
    assert "500" not in clients.answers
    assert slowest < 6
