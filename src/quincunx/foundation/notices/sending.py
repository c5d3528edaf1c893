"""Sending what is due: claim, resolve, send, note how it went.

A claimed notice is due again after a while, so that one whose sender was killed goes
out after all; only then, or when a provider timed out, may somebody be told twice.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from quincunx.foundation import channels, wording
from quincunx.foundation.channels import Letter, NotNow
from quincunx.foundation.models import Notice, NoticeState
from quincunx.foundation.notices import fares, links
from quincunx.foundation.notices.bundles import Bundles
from quincunx.foundation.notices.recipients import (
    Address,
    Recipient,
    describe,
    resolve,
)
from quincunx.foundation.notices.settling import (
    MOST_TRIES,
    fail,
    name_of,
    postpone,
    settle,
)

_LEASE = timedelta(minutes=15)

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
    bundles = Bundles(now)
    for notice, behind in _resolved(_claim(now, most), now):
        became = _deliver(notice, behind, bundles)
        went.update([became] if became else [])
    went.update(bundles.send())
    fares.note(bundles.fared, now)
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


def _deliver(notice: Notice, behind: Behind | Exception, bundles: Bundles) -> str:
    """Do what can be done with one notice, and return which field of Round it is.

    What gathers for a robot is nothing yet.
    """
    now = bundles.now
    if notice.tries > MOST_TRIES:
        return settle(notice, NoticeState.PARKED, now, "its sender never came back")
    if isinstance(behind, Exception):
        return fail(notice, behind, now)
    behind = tuple(each for each in behind if _is_for(notice, each))
    match behind:
        case ():
            return settle(notice, NoticeState.NOWHERE, now)
        case (Address() as address,):
            return _send(notice, address, bundles)
    return _spread(notice, behind, now)


def _send(notice: Notice, address: Address, bundles: Bundles) -> str:
    now = bundles.now
    try:
        facts = {**describe(notice.about_kind, notice.about_id), **notice.facts}
        is_urgent = bool(facts.get("urgent"))
        if address.urgent_only and not is_urgent:
            return settle(notice, NoticeState.NOWHERE, now)
        if address.not_before and address.not_before > now and not is_urgent:
            return postpone(notice, address.not_before)
        if channels.pause_of(address.channel) is not None:
            bundles.put(address.channel, notice, _line(notice, address, facts, now))
            return ""
        channels.send(address.channel, _letter(notice, address, facts, now))
    except NotNow as later:
        return postpone(notice, later.until)
    except Exception as fault:  # noqa: BLE001  # one poisoned notice must not stop all
        bundles.fared[address.channel] = name_of(fault)
        return fail(notice, fault, now)
    bundles.fared.setdefault(address.channel, "")
    return settle(notice, NoticeState.SENT, now)


def _letter(
    notice: Notice, address: Address, facts: Mapping[str, Any], now: datetime
) -> Letter:
    title, body = wording.notice_in_words(notice.kind, facts, address.language)
    return Letter(
        notice.id,
        address.value,
        title,
        body,
        address.language,
        kind=notice.kind,
        link=_link(notice, facts),
        facts=facts,
        at=now,
    )


def _line(
    notice: Notice, address: Address, facts: Mapping[str, Any], now: datetime
) -> Letter:
    """Return what a group may read: what kind of thing, its number, and a link."""
    told = {"number": facts.get("number", "")}
    title = wording.title_for_many(notice.kind, told, address.language)
    link = _link(notice, facts)
    return Letter(
        notice.id, address.value, title, "", address.language, link=link, at=now
    )


def _link(notice: Notice, facts: Mapping[str, Any]) -> str:
    about, to = notice.about, notice.recipient_kind
    return links.address_of(links.path_to(about.kind, about.id, facts, to))


@transaction.atomic
def _spread(notice: Notice, behind: Behind, now: datetime) -> str:
    """Make one notice for each person or channel; who was told already is not again."""
    Notice.objects.bulk_create(
        [_copy(notice, each, now) for each in behind], ignore_conflicts=True
    )
    return settle(notice, NoticeState.SPREAD, now)


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


def _recipient(notice: Notice) -> Recipient:
    return Recipient(notice.recipient_kind, notice.recipient_id)


def _is_for(notice: Notice, each: Address | Recipient) -> bool:
    """Say whether a notice goes there, over its own channel if it has one."""
    if isinstance(each, Recipient):
        return not notice.channel
    over = each.channel
    return notice.channel in ("", over) and channels.takes(over, notice.kind)
