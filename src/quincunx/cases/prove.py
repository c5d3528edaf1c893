"""Proving the journal with what every case remembers of it, at once or when asked.

An administrator asks on a page; the clock walks beside its rounds, for a walk of a
million entries takes a minute or more and nobody's notice may wait for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

from django.db import connection

from quincunx.cases import queries
from quincunx.foundation import health, journal
from quincunx.foundation.actors import CLOCK
from quincunx.foundation.journal import Verdict
from quincunx.foundation.models import LastRun

PROOF = "journal verify"
ASKED = "journal verify asked"
AT_MOST = timedelta(hours=6)  # a walk that has not ended by then was cut off


@dataclass(frozen=True)
class Standing:
    """When it was last proved and how that went; whether a walk is awaited."""

    proved: LastRun | None
    asked: datetime | None

    @property
    def waits(self) -> bool:
        return self.asked is not None


def prove(
    anchor: Mapping[str, Any] | None = None,
    *,
    at: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Walk the whole journal, write down how it went, and return what was found.

    `at` is when the walk began.
    """
    links = queries.links(CLOCK)
    verdict = journal.verify(anchor, links=links, progress=progress)
    seen = {"entries": verdict.entries, "seals": verdict.seals}
    health.ran(PROOF, at=at, well=verdict.holds, facts=seen)
    return verdict


def ask(at: datetime) -> None:
    """Ask for a walk; to ask again while one is awaited changes nothing."""
    if not standing(at).waits:
        health.ran(ASKED, at=at, well=False, facts={})


def standing(now: datetime) -> Standing:
    """Say how it stands; an ask that nobody answered for hours is let go."""
    proved, asked = health.last_run(PROOF), health.last_run(ASKED)
    if asked is None or now - asked.at > AT_MOST:
        return Standing(proved, None)
    answered = proved is not None and proved.at >= asked.at
    return Standing(proved, None if answered else asked.at)


def prove_if_asked(now: datetime) -> int:
    """Begin the walk that was asked for, beside the rounds; return 1 if it began.

    Of several loops one takes it: the row of the ask turns once.
    """
    taken = LastRun.objects.filter(name=ASKED, well=False, at__gt=now - AT_MOST)
    if not taken.update(well=True):
        return 0
    Thread(target=_walk, args=[now], name="journal verify").start()
    return 1


def _walk(now: datetime) -> None:
    try:
        prove(at=now)
    finally:
        if not connection.in_atomic_block:
            connection.close()
