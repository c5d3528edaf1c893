"""RD5: under one key a report is made once, however the net repeats and drops."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quincunx.cases.models import Case
from quincunx.foundation import receipts
from tests.api.test_api import Caller, told
from tests.cases.conftest import Stage, stage

__all__ = ["stage"]

# What arrives: reports by their number, in any order, any of them again and again.
# One that never arrives was dropped on its way; of a repeated one the answer was.
ARRIVALS = st.lists(st.integers(0, 5), min_size=1, max_size=20)


@pytest.fixture
def caller(stage: Stage) -> Caller:
    stage.now = timezone.now()
    return Caller(stage, "leader-a1")


def send(caller: Caller, stage: Stage, report: int, **more: Any) -> Any:
    body = {**told(stage, **more), "text": f"The lamp {report} is dark."}
    return caller.post("/reports", body, **{"Idempotency-Key": f"key-{report}"})


def deliver(caller: Caller, stage: Stage, arrivals: list[int]) -> None:
    """Let all arrive; each is answered alike every time and made once."""
    answers: dict[int, Any] = {}
    for report in arrivals:
        answer = send(caller, stage, report)
        assert answer.status_code == 201
        assert answer.json() == answers.setdefault(report, answer.json())
    made = sorted(Case.objects.values_list("number", flat=True))
    assert made == sorted(answer["number"] for answer in answers.values())


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals=ARRIVALS)
def test_whatever_the_net_does_each_report_is_made_once(
    stage: Stage, caller: Caller, arrivals: list[int]
) -> None:
    with transaction.atomic():
        deliver(caller, stage, arrivals)
        before = Case.objects.count()
        other = send(caller, stage, arrivals[0], language="en")
        assert (other.status_code, other.json()["code"]) == (422, "key-used-otherwise")
        assert Case.objects.count() == before
        transaction.set_rollback(True)


@pytest.mark.drill
def test_a_thousand_arrivals_of_three_hundred_reports(
    stage: Stage, caller: Caller
) -> None:
    dice = random.Random(11)
    deliver(caller, stage, [dice.randrange(300) for _ in range(1000)])


@pytest.mark.django_db(transaction=True)
@pytest.mark.only_on("postgresql")  # on SQLite the second one waits
def test_while_the_first_is_under_way_the_second_is_told_to_ask_again(
    stage: Stage, caller: Caller
) -> None:
    """A key whose first sending has not been committed: 409, and when to return."""
    under_way, go_on = Event(), Event()
    owner = str(stage.town.person("leader-a1").pk)

    def first() -> None:
        try:
            with receipts.once("key-1", owner, b"x", at=stage.now) as sending:
                under_way.set()
                go_on.wait(20)
                sending.keep({})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        under_way.wait(20)
        second = send(caller, stage, 1)
        go_on.set()
        running.result()
    assert (second.status_code, second.json()["code"]) == (409, "receipt-in-flight")
    assert second["Retry-After"] == "2"
