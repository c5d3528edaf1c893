"""The one log of who read who a resident is, shown to that resident."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from quincunx.foundation.actors import Actor
from quincunx.foundation.models import IdentityRead
from quincunx.foundation.personal import READS_KEPT_DAYS as KEPT_DAYS
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal


def note(
    subject: Subject, fields: Collection[str], *, purpose: str, by: Actor, at: datetime
) -> IdentityRead:
    """Write down a read before it happens; one INSERT.

    If it cannot be written the error goes on and nothing is read. `purpose` is a
    code; whoever has none is refused.
    """
    if not purpose:
        raise Refusal("purpose-missing")
    return IdentityRead.objects.create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        fields=sorted(fields),
        purpose=purpose,
        by_kind=str(by.kind),
        by_person=by.person,
        at=at,
    )


def note_all(
    subjects: Collection[Subject],
    fields: Collection[str],
    *,
    purpose: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write down a read of several subjects for one purpose; one INSERT."""
    IdentityRead.objects.bulk_create(
        [
            IdentityRead(
                subject_kind=subject.kind,
                subject_id=subject.id,
                fields=sorted(fields),
                purpose=purpose,
                by_kind=str(by.kind),
                by_person=by.person,
                at=at,
            )
            for subject in subjects
        ]
    )


def reads_of_all(subjects: Collection[Subject], most: int) -> list[IdentityRead]:
    """Return who read these subjects' identity, newest first. One query a kind."""
    found: list[IdentityRead] = []
    for kind in sorted({subject.kind for subject in subjects}):
        ids = [subject.id for subject in subjects if subject.kind == kind]
        rows = IdentityRead.objects.filter(subject_kind=kind, subject_id__in=ids)
        found += rows.order_by("-id")[:most]
    return found


def reads_of(subject: Subject) -> QuerySet[IdentityRead]:
    """Return who read this subject's identity, newest first."""
    return IdentityRead.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id
    ).order_by("-id")


def over(at: datetime) -> QuerySet[IdentityRead]:
    """Return the reads noted longer ago than they are kept."""
    return IdentityRead.objects.filter(at__lte=at - timedelta(days=KEPT_DAYS))
