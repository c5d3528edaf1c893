"""A million cases, copied in bulk from cases that were walked.

Every copy has a key, a number, a code, a place and times of its own, and a journal
entry of its own, sealed with the others, so that the journal verifies. Left out: the
further entries of each copy, remarks, stopped clocks, notices and packages.
"""

import random
import secrets
from collections.abc import Iterator
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from quincunx.bench import lay
from quincunx.bench.life import cast_of, live, told
from quincunx.cases import dispatch, handle, report
from quincunx.cases.models import Case, Clock, Tally
from quincunx.cases.tidings import subject_of
from quincunx.foundation import journal
from quincunx.foundation.actors import CLOCK
from quincunx.foundation.journal import Happening
from quincunx.foundation.models import new_id

OPEN_SHARE = 0.03
BATCH = 2000
EACH = 40  # walked cases of each kind
YEARS = timedelta(days=3 * 365)


def multiply(count: str) -> dict[str, int]:
    """Bring the database to `count` cases."""
    wanted = int(count) - Case.objects.count()
    closed, opened = _walked()
    dice = random.Random(1)  # a town, not a secret
    for numbers in _batches(wanted):
        _copy(numbers, closed, opened, dice)
        journal.seal_all(timezone.now())
    return {"cases": Case.objects.count()}


def prove() -> dict[str, Any]:
    """Walk the whole journal."""
    begun = timezone.now()
    journal.seal_all(begun)
    verdict = journal.verify()
    seconds = (timezone.now() - begun).total_seconds()
    return {"entries": verdict.entries, "holds": verdict.holds, "seconds": seconds}


def _batches(wanted: int) -> Iterator[range]:
    for start in range(0, max(0, wanted), BATCH):
        yield range(start, min(start + BATCH, wanted))


def _walked() -> tuple[list[Case], list[Case]]:
    town, now = lay.town(), timezone.now()
    cast = cast_of(town, now)
    closed = [live(town, cast, number) for number in range(EACH)]
    opened = []
    for number in range(EACH, 4 * EACH):
        case = report.submit(
            told(town, number, cast.matter), by=cast.dispatcher, at=timezone.now()
        ).case
        if number % 3:
            case = dispatch.dispatch(
                case, unit=cast.unit, by=cast.dispatcher, at=timezone.now()
            )
        if number % 3 == 2:
            case = handle.accept(case, by=cast.officer, at=timezone.now())
        opened.append(case)
    return closed, opened


@transaction.atomic
def _copy(
    numbers: range, closed: list[Case], opened: list[Case], dice: random.Random
) -> None:
    now = timezone.now()
    cases = [_one(closed, opened, dice, now) for _ in numbers]
    entries = journal.record_many(
        [
            Happening(
                subject_of(case),
                "report",
                by=CLOCK,
                at=case.reported_at,
                facts={"copied": True},
                seq=1,
                prev=b"",
            )
            for case in cases
        ]
    )
    for case, entry in zip(cases, entries, strict=True):
        case.head = entry.hash
    Case.objects.bulk_create(cases)
    running = [case for case in cases if case.closed_at is None]
    Clock.objects.bulk_create(_clock(case) for case in running)
    Tally.objects.bulk_create(
        Tally(care_path=c.care_path, unit_id=c.unit_id, state=c.state, count=1)
        for c in running
    )


def _one(
    closed: list[Case], opened: list[Case], dice: random.Random, now: datetime
) -> Case:
    is_open = dice.random() < OPEN_SHARE
    case = copy(dice.choice(opened if is_open else closed))
    case.pk = new_id()
    case.number = f"{case.number[:7]}{secrets.token_hex(6).upper()}"
    case.code_index = secrets.token_bytes(8)
    case.lon = (case.lon or 0) + dice.uniform(-1, 1) * 1e-4
    case.lat = (case.lat or 0) + dice.uniform(-1, 1) * 1e-4
    case.revision = 1
    ago = dice.random() * (timedelta(days=20) if is_open else YEARS)
    for column in _MOMENTS:
        moment = getattr(case, column)
        if moment is not None and moment.year < 9000:
            setattr(case, column, moment - ago)
    if is_open:
        case.due_at = now + timedelta(hours=dice.uniform(-100, 200))
        case.look_at = None
    return case


def _clock(case: Case) -> Clock:
    due = case.due_at or case.reported_at
    return Clock(
        case=case,
        stage="handle",
        limit="2 work-day",
        calendar="office",
        started_at=case.reported_at,
        due_at=due,
    )


_MOMENTS = (
    "reported_at", "established_at", "dispatched_at", "handled_at", "verified_at",
    "closed_at", "last_act_at", "promised_at",
)  # fmt: skip
