"""RD9: a database that goes away is told in words, and comes back by itself."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from quincunx.foundation import outages
from tests.api.test_api import Caller
from tests.cases.conftest import Stage, stage
from tests.faults.stand import Stand, end
from tests.faults.test_kills import check
from tests.faults.web import Clients, Web, served

__all__ = ["stage"]

pytestmark = pytest.mark.xdist_group("faults")

CHINESE, ENGLISH = {"Accept-Language": "zh-hans"}, {"Accept-Language": "en"}
SAYS = "数据库暂时没有响应", "The database does not answer"


def read_while_away(web: Web) -> None:
    """A page in both languages, a problem for programs; nothing else breaks."""
    for language, words in zip((CHINESE, ENGLISH), SAYS, strict=True):
        page = web.ask("/matters", Cookie="sessionid=somebody", **language)
        assert (page.status, page.kind) == (503, "text/html")
        assert words in page.content.decode()
        problem = web.ask("/api/v1/cases", key=web.stand.keys["officer"], **language)
        assert (problem.status, problem.kind) == (503, "application/problem+json")
        assert problem.told["detail"].startswith(words)
        assert page.headers["retry-after"] == problem.headers["retry-after"] == "5"
    assert web.ask("/healthz").status == 200
    assert web.ask("/readyz").status == 503


@contextmanager
def lasting(stand: Stand) -> Iterator[None]:
    """Run the loop of duty beside; it must not end before it is told to."""
    duty = stand.start("quincunx", "duty", log="duty.log")
    try:
        yield
        assert duty.poll() is None
    finally:
        end(duty)


def go_away(stand: Stand, ledgers: Path, seconds: float) -> Clients:
    """Take the database away under load; duty and web live through it."""
    server = stand.server
    assert server is not None
    with (
        lasting(stand),
        served(stand) as web,
        Clients(web, ledgers, count=4).reporting() as clients,
    ):
        time.sleep(1)
        server.kill()
        away = time.monotonic()
        read_while_away(web)
        time.sleep(max(0.0, away + seconds - time.monotonic()))
        server.start()
        back = time.monotonic()
        clients.wait_for_one(back)
        assert web.ask("/readyz").status == 200
    assert not [at for at in clients.kept_at if away + 1 < at < back - 5]
    assert clients.odd == []
    assert check(stand, ledgers)["kept"] == len(clients.kept_at)
    print(clients.answers, f"back after {clients.back_after(back):.1f} s")  # noqa: T201
    return clients


def test_the_database_is_away_for_a_moment(postgresql: Stand, ledgers: Path) -> None:
    assert go_away(postgresql, ledgers, 0).answers["503"] > 0


@pytest.mark.drill
def test_the_database_is_away_for_ten_seconds(postgresql: Stand, ledgers: Path) -> None:
    clients = go_away(postgresql, ledgers, 10)
    assert clients.answers["503"] > 4


@pytest.mark.drill
def test_the_database_stands_still_for_ten_seconds(
    postgresql: Stand, ledgers: Path
) -> None:
    server = postgresql.server
    assert server is not None
    with served(postgresql) as web, Clients(web, ledgers).reporting() as clients:
        time.sleep(2)
        server.freeze()
        time.sleep(10)
        server.thaw()
        clients.wait_for_one(time.monotonic())
    assert clients.odd == []
    assert check(postgresql, ledgers)["kept"] == len(clients.kept_at)


@pytest.mark.django_db(transaction=True)
@pytest.mark.only_on("sqlite")
def test_who_waits_too_long_for_the_lock_of_sqlite_is_told_to_send_again() -> None:
    other = connection.copy()
    other.settings_dict["OPTIONS"]["timeout"] = 0.05
    try:
        with transaction.atomic(), pytest.raises(OperationalError) as busy:
            other.cursor().execute("BEGIN IMMEDIATE")
    finally:
        other.close()
    refusal = outages.refusal_of(busy.value)
    assert refusal is not None
    assert refusal.code == "database-busy"


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["/api/v1/cases/%00", "/api/v1/matters/%00"])
def test_signs_that_are_no_text_are_refused_in_words(stage: Stage, door: str) -> None:
    stage.now = timezone.now()
    officer = Caller(stage, "officer")
    answer = officer.client.get(door, headers=officer.headers)
    assert 400 <= answer.status_code < 500
    assert answer["Content-Type"] == "application/problem+json"


def test_a_bug_of_ours_is_no_outage() -> None:
    assert outages.refusal_of(ValueError("no")) is None
    assert outages.refusal_of(OSError(2, "no such file")) is None
    full = outages.refusal_of(OSError(28, "no space"))
    away = outages.refusal_of(InterfaceError("connection already closed"))
    assert [each and each.code for each in (full, away)] == ["no-room", "database-away"]
