"""Putting notices into the outbox, and taking them back before they go."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from quincunx.foundation import rows
from quincunx.foundation.actors import Actor
from quincunx.foundation.models import Notice, NoticeState
from quincunx.foundation.notices.recipients import Recipient
from quincunx.foundation.subjects import Subject
from quincunx.lib import canonical

UNDO = timedelta(seconds=10)
_hushed: ContextVar[bool] = ContextVar("hushed", default=False)


@contextmanager
def hushed() -> Iterator[None]:
    """Tell nobody of what is done inside: it happened long ago, somewhere else."""
    before = _hushed.set(True)
    try:
        yield
    finally:
        _hushed.reset(before)


def tell(  # a notice is told all of it, by name
    to: Recipient,
    kind: str,
    *,
    about: Subject,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    wait: timedelta = UNDO,
    event: str = "",
) -> None:
    """Tell one recipient; one INSERT. See `tell_many`."""
    tell_many([to], kind, about=about, at=at, facts=facts, wait=wait, event=event)


def tell_many(  # a notice is told all of it, by name
    recipients: Iterable[Recipient],
    kind: str,
    *,
    about: Subject,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    wait: timedelta = UNDO,
    event: str = "",
) -> None:
    """Tell everybody of one event, once each; one INSERT for all.

    `facts` are ids and codes for the words of this kind. `event` tells two events of
    one kind apart; left out, it is the moment. Told again, an event is not told twice.
    """
    if _hushed.get():
        return
    rows.insert(
        [
            Notice(
                about_kind=about.kind,
                about_id=about.id,
                event=event or f"{kind}@{canonical.moment(at)}",
                kind=kind,
                recipient_kind=to.kind,
                recipient_id=to.id,
                facts=canonical.plain(facts or {}),
                told_at=at,
                due_at=(at + wait),
            )
            for to in dict.fromkeys(recipients)
        ],
        unless_there=True,
    )


def was_told(about: Subject, event: str) -> bool:
    """Say whether anybody was told of an event that its caller has named."""
    return Notice.objects.filter(
        about_kind=about.kind, about_id=about.id, event=event
    ).exists()


def recall(about: Subject, after: datetime, *, by: Actor, at: datetime) -> int:
    """Take back what was told of a subject since `after` and has not begun to go.

    One UPDATE; returns how many were taken back.
    """
    waiting = Notice.objects.filter(
        about_kind=about.kind,
        about_id=about.id,
        told_at__gte=after,
        state=NoticeState.WAITING,
        tries=0,
    )
    return waiting.update(
        state=NoticeState.RECALLED, settled_at=at, recalled_by=by.person
    )


def parked() -> QuerySet[Notice]:
    """Return the notices that failed too often and wait for somebody to look."""
    return Notice.objects.filter(state=NoticeState.PARKED).order_by("id")


def try_again(ids: Collection[int], *, at: datetime) -> int:
    """Let parked notices go out anew, as if never tried; return how many."""
    again = Notice.objects.filter(id__in=ids, state=NoticeState.PARKED)
    return again.update(state=NoticeState.WAITING, tries=0, due_at=at, fault="")
