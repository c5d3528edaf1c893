"""What a subject was before its last act, kept as long as that may be taken back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from quincunx.foundation import rows
from quincunx.foundation.models import Before, Entry
from quincunx.foundation.subjects import Subject

KEPT = timedelta(minutes=1)


def keep(entry: Entry, was: Mapping[str, Any]) -> None:
    """Keep what the act of an entry changed, as it was. One INSERT with the others."""
    before = Before(
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        seq=entry.seq,
        by_person=entry.by_person or 0,
        at=entry.at,
        was=was,
    )
    rows.insert([before])


def last(subject: Subject) -> Before | None:
    """Return what is kept of the last act of a subject. One query."""
    kept = Before.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return kept.order_by("-seq").first()


def expire(now: datetime) -> int:
    """Forget what can no longer be taken back; return how much."""
    return Before.objects.filter(at__lt=now - KEPT).delete()[0]
