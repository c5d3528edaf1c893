"""Notices on a person's own screen: the list, how many are new, and marking them read.

Each person's copy of a notice is one row without a channel, whatever became of it on
its way: who has no address, or sleeps, finds it here. What was taken back, or may still
be undone, is not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quincunx.foundation import wording
from quincunx.foundation.actors import Actor
from quincunx.foundation.models import Notice, NoticeState
from quincunx.foundation.notices.links import path_to
from quincunx.foundation.notices.recipients import describe_all
from quincunx.foundation.notices.telling import UNDO
from quincunx.lib.refusal import Refusal

PAGE = 50
MOST_COUNTED = 99
_PERSON = "person"


@dataclass(frozen=True)
class Shown:
    """A notice as its reader sees it."""

    id: int
    kind: str
    title: str
    body: str
    at: datetime
    is_new: bool
    is_urgent: bool


def told_to(by: Actor, at: datetime) -> QuerySet[Notice]:
    """Return what this person was told, newest first; nobody else's."""
    if by.person is None:
        return Notice.objects.none()
    told = Notice.objects.filter(
        recipient_kind=_PERSON,
        recipient_id=str(by.person),
        channel="",
        told_at__lte=at - UNDO,
    )
    return told.exclude(state=NoticeState.RECALLED).order_by("-id")


def unread(by: Actor, at: datetime) -> int:
    """Return how many are new, one more than MOST_COUNTED at most. One query."""
    new = told_to(by, at).filter(read_at=None).order_by()
    return new.values("id")[: MOST_COUNTED + 1].count()


def page(
    by: Actor, at: datetime, *, before: int | None = None, language: str = ""
) -> list[Shown]:
    """Return a page of them in words; one query more for each kind of subject."""
    told = told_to(by, at)
    rows = list((told.filter(id__lt=before) if before else told)[:PAGE])
    facts = _facts(rows)
    return [_shown(row, facts[row.id], language) for row in rows]


def opened(by: Actor, key: int, *, at: datetime) -> str:
    """Mark one read and return the path of what it tells of; "" if no page shows it."""
    notice = told_to(by, at).filter(id=key).first()
    if notice is None:
        raise Refusal("no-such-notice", notice=key)
    Notice.objects.filter(id=key, read_at=None).update(read_at=at)
    return path_to(notice.about_kind, notice.about_id, _facts([notice])[notice.id])


def read_all(by: Actor, *, at: datetime) -> int:
    """Mark everything read; returns how many were new."""
    new = told_to(by, at).filter(read_at=None).order_by()
    return Notice.objects.filter(id__in=new.values("id")).update(read_at=at)


def _facts(rows: list[Notice]) -> dict[int, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    for kind in {row.about_kind for row in rows}:
        ids = {row.about_id for row in rows if row.about_kind == kind}
        found[kind] = describe_all(kind, ids)
    return {
        row.id: {**found[row.about_kind].get(row.about_id, {}), **row.facts}
        for row in rows
    }


def _shown(row: Notice, facts: Mapping[str, Any], language: str) -> Shown:
    title, body = _in_words(row.kind, facts, language)
    is_urgent = bool(facts.get("urgent"))
    return Shown(
        row.id, row.kind, title, body, row.told_at, row.read_at is None, is_urgent
    )


def _in_words(kind: str, facts: Mapping[str, Any], language: str) -> tuple[str, str]:
    """Return title and text; of what is gone, only that there was something."""
    try:
        return wording.notice_in_words(kind, facts, language)
    except KeyError:
        return wording.title_for_many(kind, {}, language), ""
