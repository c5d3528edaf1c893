"""The door through which time comes in: what the clock does, one round after another.

Every part claims its rows in small batches, so any number of loops may run; a part
that fails is written to the log and does not keep the others from their work.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import Error, close_old_connections

from quincunx.areas import propose, tree_changes
from quincunx.cases import follow, package, prove, retire, tally, watch
from quincunx.foundation import (
    befores,
    health,
    journal,
    leftovers,
    notices,
    presence,
    proofs,
    receipts,
    retention,
    uploads,
)
from quincunx.foundation.actors import CLOCK
from quincunx.foundation.channels import sms
from quincunx.matters import watch as matters_watch
from quincunx.registers.exchange import bring
from quincunx.registers.handover import offer
from quincunx.registers.people import erase, tokens
from quincunx.registers.places import judge
from quincunx.registers.renting import declare as renting
from quincunx.registers.subjects import ask
from quincunx.registers.visits import visit
from quincunx.staff import devices, key_calls
from quincunx.staff import watch as staff_watch
from quincunx.staff.office import day_of
from quincunx.webhooks import deliver, events

log = logging.getLogger("quincunx.duty")

Part = Callable[[datetime], int]


class Left(Exception):
    """A part did `done` things and says what it could not do, and why."""

    def __init__(self, done: int, why: str) -> None:
        super().__init__(why)
        self.done = done


@dataclass
class Round:
    """How many things each part did; those that failed, with what was said."""

    last_kept: datetime | None
    done: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def is_quiet(self) -> bool:
        return not any(self.done.values())


def _seal_packages(now: datetime) -> int:
    found = package.seal_due(now)
    if found.failed:
        raise Left(found.sealed, f"{len(found.failed)} not sealed: {found.said}")
    return found.sealed


ALWAYS: dict[str, Part] = {
    "drafts": lambda now: propose.take_effect_due(day_of(now), at=now),
    "areas": lambda now: tree_changes.follow_due(day_of(now), at=now),
    "care": follow.catch_up,
    "people": lambda now: tokens.follow_tree(),  # noqa: ARG005  # the tree has no hour
    "cases": watch.make_round,
    "staff": staff_watch.keep,
    "seals": journal.seal_all,
    "notices": lambda now: notices.send_due(now).sent,
    "packages": _seal_packages,
    "events": events.gather,
    "webhooks": deliver.deliver_due,
    "tables": bring.work_due,
    "proof": prove.prove_if_asked,
}
RECEIPTS_KEPT = timedelta(days=30)  # as long as a telephone may sleep
# Housekeeping that nobody waits for, once every five minutes.
NOW_AND_THEN: dict[str, Part] = {
    "tally": lambda _now: tally.fold(),
    "residents": lambda now: erase.erase_due(now, by=CLOCK),
    "requests": ask.forget_over,
    "reads": retention.forget_reads,
    "contacts": retire.erase_due,
    "positions": retire.forget_positions,
    "visit notes": visit.forget_notes,
    "rental declarations": renting.forget_old,
    "calendars": matters_watch.warn_of_years,
    "presence": presence.expire,
    "undo": befores.expire,
    "receipts": lambda now: receipts.expire(now - RECEIPTS_KEPT),
    "uploads": lambda now: uploads.expire(now - uploads.LEFT),
    "files": leftovers.forget_unused,
    "texted": sms.expire,
    "proofs": lambda now: proofs.expire(now - proofs.KEPT),
    "calls": key_calls.expire,
    "devices": devices.end_left,
    "deliveries": events.expire,
    "tiers": lambda now: judge.judge_due(by=CLOCK, at=now, on=day_of(now)),
    "brought-in": bring.forget_due,
    "hand-overs": offer.forget,
}
BETWEEN = timedelta(minutes=5)
BEAT = timedelta(seconds=30)  # how often a round like the last one is written down


def make_round(now: datetime, *, last_kept: datetime | None = None) -> Round:
    """Do everything that is due at `now`, once; housekeeping if it was long ago."""
    kept = last_kept is None or now - last_kept >= BETWEEN
    parts = {**ALWAYS, **NOW_AND_THEN} if kept else ALWAYS
    made = Round(now if kept else last_kept)
    for name, part in parts.items():
        try:
            made.done[name] = part(now)
        except Left as left:
            made.done[name], made.failed[name] = left.done, str(left)
            log.warning("%s: %s", name, left)
        except Exception as fault:  # one poisoned case stops one part only
            made.failed[name] = str(fault)
            log.exception("%s failed", name)
            if isinstance(fault, Error):
                close_old_connections()
    try:
        failed = {"failed": sorted(made.failed)}
        health.ran("duty", at=now, well=not made.failed, facts=failed, every=BEAT)
    except Error as fault:  # the database is away: the next round writes it down
        made.failed["beat"] = str(fault)
        log.exception("beat failed")
        close_old_connections()
    return made
