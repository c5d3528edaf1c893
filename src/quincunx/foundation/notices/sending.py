"""Sending what is due: claim, resolve, send, note how it went.

A claimed notice is due again after a while, so that one whose sender was killed goes
out after all; only then, or when a provider timed out, may somebody be told twice.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from quincunx.foundation import channels, wording
from quincunx.foundation.models import Notice, NoticeState
from quincunx.foundation.notices.recipients import (
    Address,
    Recipient,
    describe,
    resolve,
)

MOST_TRIES = 5
_LEASE = timedelta(minutes=15)
_FIRST_PAUSE = timedelta(minutes=1)  # five times longer after each failure

Behind = tuple[Address | Recipient, ...]


@dataclass(frozen=True)
class Round:
    """What became of the notices of one round; `postponed` wait out quiet hours."""

    sent: int = 0
    spread: int = 0
    nowhere: int = 0
    postponed: int = 0
    failed: int = 0
    parked: int = 0

    @property
    def claimed(self) -> int:
        return (
            self.sent
            + self.spread
            + self.nowhere
            + self.postponed
            + self.failed
            + self.parked
        )


def send_due(now: datetime, most: int = 50) -> Round:
    """Send at most `most` notices that are due; safe while others do the same.

    Two queries to claim, one for each kind of recipient, one for each notice.
    """
    went: Counter[str] = Counter()
    for notice, behind in _resolved(_claim(now, most), now):
        went[_deliver(notice, behind, now)] += 1
    return Round(**went)


@transaction.atomic
def _claim(now: datetime, most: int) -> list[Notice]:
    skip = connection.features.has_select_for_update_skip_locked
    due = Notice.objects.filter(state=NoticeState.WAITING, due_at__lte=now)
    claimed = list(
        due.select_for_update(skip_locked=skip).order_by("due_at", "id")[:most]
    )
    Notice.objects.filter(id__in=[notice.id for notice in claimed]).update(
        tries=F("tries") + 1, due_at=now + _LEASE
    )
    for notice in claimed:
        notice.tries += 1
    return claimed


def _resolved(
    claimed: list[Notice], now: datetime
) -> Iterator[tuple[Notice, Behind | Exception]]:
    """Yield each notice with what stands behind its recipient, or what failed."""
    for kind in sorted({notice.recipient_kind for notice in claimed}):
        of_kind = [notice for notice in claimed if notice.recipient_kind == kind]
        wanted = {_recipient(notice) for notice in of_kind}
        found: dict[Recipient, Behind] | Exception
        try:
            found = resolve(wanted, now)
        except Exception as fault:  # noqa: BLE001  # one room must not stop the others
            found = fault
        for notice in of_kind:
            yield (
                notice,
                found if isinstance(found, Exception) else found[_recipient(notice)],
            )


def _deliver(notice: Notice, behind: Behind | Exception, now: datetime) -> str:
    """Do what can be done with one notice, and return which field of Round it is."""
    if notice.tries > MOST_TRIES:
        return _settle(notice, NoticeState.PARKED, now, "its sender never came back")
    if isinstance(behind, Exception):
        return _failed(notice, behind, now)
    if notice.channel:
        behind = tuple(each for each in behind if _is_over(each, notice.channel))
    match behind:
        case ():
            return _settle(notice, NoticeState.NOWHERE, now)
        case (Address() as address,):
            return _send(notice, address, now)
    return _spread(notice, behind, now)


def _send(notice: Notice, address: Address, now: datetime) -> str:
    if address.not_before is not None and address.not_before > now:
        return _postpone(notice, address.not_before)
    try:
        channels.send(address.channel, _letter(notice, address))
    except Exception as fault:  # noqa: BLE001  # one poisoned notice must not stop all
        return _failed(notice, fault, now)
    return _settle(notice, NoticeState.SENT, now)


def _letter(notice: Notice, address: Address) -> channels.Letter:
    facts = {**describe(notice.about_kind, notice.about_id), **notice.facts}
    title, body = wording.notice_in_words(notice.kind, facts, address.language)
    return channels.Letter(notice.id, address.value, title, body, address.language)


@transaction.atomic
def _spread(notice: Notice, behind: Behind, now: datetime) -> str:
    """Make one notice for each person or channel; who was told already is not again."""
    Notice.objects.bulk_create(
        [_copy(notice, each, now) for each in behind], ignore_conflicts=True
    )
    return _settle(notice, NoticeState.SPREAD, now)


def _copy(notice: Notice, each: Address | Recipient, now: datetime) -> Notice:
    to = each if isinstance(each, Recipient) else _recipient(notice)
    return Notice(
        about_kind=notice.about_kind,
        about_id=notice.about_id,
        event=notice.event,
        kind=notice.kind,
        recipient_kind=to.kind,
        recipient_id=to.id,
        channel=each.channel if isinstance(each, Address) else "",
        facts=notice.facts,
        told_at=notice.told_at,
        due_at=now,
    )


def _failed(notice: Notice, fault: Exception, now: datetime) -> str:
    """Put off, or park after the fifth try; the fault's name holds nothing personal."""
    name = type(fault).__name__
    if notice.tries >= MOST_TRIES:
        return _settle(notice, NoticeState.PARKED, now, name)
    pause = _FIRST_PAUSE * 5 ** (notice.tries - 1)
    Notice.objects.filter(id=notice.id).update(due_at=now + pause, fault=name)
    return "failed"


def _postpone(notice: Notice, until: datetime) -> str:
    Notice.objects.filter(id=notice.id).update(due_at=until, tries=notice.tries - 1)
    return "postponed"


def _settle(notice: Notice, state: NoticeState, now: datetime, fault: str = "") -> str:
    Notice.objects.filter(id=notice.id).update(
        state=state, settled_at=now, fault=fault[:80]
    )
    return str(state)


def _recipient(notice: Notice) -> Recipient:
    return Recipient(notice.recipient_kind, notice.recipient_id)


def _is_over(each: Address | Recipient, channel: str) -> bool:
    return isinstance(each, Address) and each.channel == channel
