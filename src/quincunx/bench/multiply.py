"""A million cases, copied in bulk from cases that were walked.

Every copy has a key, a number, a code, a place and times of its own, and a journal
entry of its own, sealed with the others, so that the journal verifies; one in ten of
the closed ones is released. Left out: the further entries of each copy, remarks but
the words released, stopped clocks, notices and packages.
"""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from quincunx.bench import lay
from quincunx.bench.life import cast_of, live, told
from quincunx.bench.pouring import Mould, pour, settle
from quincunx.cases import dispatch, handle, report
from quincunx.cases.models import Case, Clock, Remark, Tally
from quincunx.cases.release import release
from quincunx.foundation import journal
from quincunx.foundation.actors import CLOCK
from quincunx.foundation.journal import Happening
from quincunx.foundation.models import new_id
from quincunx.foundation.subjects import Subject
from quincunx.lib import numbers

OPEN_SHARE = 0.03
BATCH = 5000
EACH = 40  # walked cases of each kind
YEARS = timedelta(days=3 * 365)


@dataclass(frozen=True)
class _Copied:
    """A copy to be: of which walked case, and what it has of its own."""

    mould: Mould
    told: dict[str, Any]

    @property
    def case(self) -> Case:
        """The case that was walked."""
        return cast("Case", self.mould.row)


def multiply(count: str, share: str = str(OPEN_SHARE)) -> dict[str, int]:
    """Bring the database to `count` cases; of the copies `share` are open."""
    wanted = int(count) - Case.objects.count()
    closed, opened = _walked()
    dice = random.Random(1)  # a town, not a secret
    for batch in _batches(wanted):
        opens = [dice.random() < float(share) for _ in batch]
        _copy([dice.choice(opened if each else closed) for each in opens], dice)
        journal.seal_all(timezone.now())
    settle()
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


def _walked() -> tuple[list[Mould], list[Mould]]:
    town, now = lay.town(), timezone.now()
    cast = cast_of(town, now)
    closed = [live(town, cast, number) for number in range(EACH)]
    for place, case in enumerate(closed[: EACH // 10]):
        said = {"text": case.text, "result": "New bulb."}
        closed[place] = release(case, **said, by=cast.dispatcher, at=timezone.now())
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
    return [Mould(case) for case in closed], [Mould(case) for case in opened]


@transaction.atomic
def _copy(moulds: list[Mould], dice: random.Random) -> None:
    now = timezone.now()
    copies = [_one(mould, dice, now) for mould in moulds]
    entries = journal.record_many([_first(copied.told) for copied in copies])
    for copied, entry in zip(copies, entries, strict=True):
        copied.told["head"] = entry.hash
    pour(Case, (copied.mould.cast(copied.told) for copied in copies))
    running = [copied for copied in copies if "due_at" in copied.told]
    Clock.objects.bulk_create(_clock(copied.told) for copied in running)
    cases = [copied.case for copied in running]
    Tally.objects.bulk_create(
        Tally(care_path=c.care_path, unit_id=c.unit_id, state=c.state, count=1)
        for c in cases
    )
    released = (copied for copied in copies if "outside_id" in copied.told)
    Remark.objects.bulk_create(_words(copied) for copied in released)


def _words(copied: _Copied) -> Remark:
    case, key = copied.case, copied.told["id"]
    seq = case.released_seq or 0
    return Remark(case_id=key, seq=seq, name="text", text=case.text, public=True)


def _first(told: dict[str, Any]) -> Happening:
    subject = Subject("case", str(told["id"]))
    at = told["reported_at"]
    return Happening(
        subject, "report", by=CLOCK, at=at, facts={"copied": True}, seq=1, prev=b""
    )


def _one(mould: Mould, dice: random.Random, now: datetime) -> _Copied:
    case = cast("Case", mould.row)
    is_open = case.closed_at is None
    ago = dice.random() * (timedelta(days=20) if is_open else YEARS)
    told: dict[str, Any] = {
        "id": new_id(),
        "number": f"{case.number[:7]}{secrets.token_hex(6).upper()}",
        "code_index": secrets.token_bytes(8),
        "lon": (case.lon or 0) + dice.uniform(-1, 1) * 1e-4,
        "lat": (case.lat or 0) + dice.uniform(-1, 1) * 1e-4,
        "revision": 1,
    }
    for column in _MOMENTS:
        moment = getattr(case, column)
        if moment is not None and moment.year < 9000:
            told[column] = moment - ago
    if is_open:
        told["due_at"] = now + timedelta(hours=dice.uniform(-100, 200))
        told["look_at"] = None
    if case.released_at is not None:
        told["outside_id"] = numbers.new_outside_id()
    return _Copied(mould, told)


def _clock(told: dict[str, Any]) -> Clock:
    return Clock(
        case_id=told["id"],
        stage="handle",
        limit="2 work-day",
        calendar="office",
        started_at=told["reported_at"],
        due_at=told["due_at"],
    )


_MOMENTS = (
    "reported_at", "established_at", "dispatched_at", "handled_at", "verified_at",
    "closed_at", "last_act_at", "promised_at",
)  # fmt: skip
