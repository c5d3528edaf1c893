"""Who has a thing open now, so that two do not do the same: seconds, then gone.

A row says that somebody looks at a subject and until when that may be believed. Leaving
deletes it at once; nothing of it is journalled, counted or kept.
"""

from datetime import datetime, timedelta

from quincunx.foundation.models import Presence
from quincunx.foundation.subjects import Subject

LASTS = timedelta(seconds=45)  # three times as long as a screen waits before it says so


def come(subject: Subject, person: int, *, at: datetime) -> None:
    """Say that somebody has a subject open, and nothing else of its kind."""
    gone = Presence.objects.filter(subject_kind=subject.kind, person=person)
    gone.exclude(subject_id=subject.id).delete()
    Presence.objects.update_or_create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        person=person,
        defaults={"until": at + LASTS},
    )


def leave(kind: str, person: int) -> None:
    """Say that somebody has no subject of this kind open any more."""
    Presence.objects.filter(subject_kind=kind, person=person).delete()


def others(subject: Subject, person: int, *, at: datetime) -> list[int]:
    """Return who else has a subject open. One query."""
    there = Presence.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, until__gt=at
    )
    return sorted(there.exclude(person=person).values_list("person", flat=True))


def everybody(kind: str, *, at: datetime) -> dict[str, set[int]]:
    """Return who has which subject open. One query."""
    found: dict[str, set[int]] = {}
    rows = Presence.objects.filter(subject_kind=kind, until__gt=at)
    for subject, person in rows.values_list("subject_id", "person"):
        found.setdefault(subject, set()).add(person)
    return found


def expire(now: datetime) -> int:
    """Delete what nobody said to be over: a browser fell or lost the network."""
    return Presence.objects.filter(until__lt=now).delete()[0]
