"""How a resident leaves the register: asked for, or a year after they moved away.

The key of the person is destroyed, so that backups made before open no more without
the master key of their time, and every row of theirs goes: the sealed fields, the
search tokens, where they lived, who answered for them. What stays is that somebody was
erased, when and why; the journal kept ids and never a value.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from quincunx.foundation import journal, privacy
from quincunx.foundation.actors import Actor
from quincunx.registers.people.models import Erasure, NameToken, Resident, Stay, Tie
from quincunx.registers.people.personal import KEPT_DAYS
from quincunx.staff.office import day_of

ASKED, MOVED_AWAY = "asked", "moved-away"
AT_ONCE = 200


@dataclass(frozen=True)
class Count:
    """How many rows of a class would be erased."""

    residents: int
    stays: int
    tokens: int
    ties: int


def due(at: datetime) -> QuerySet[Resident]:
    """Return those who live nowhere here, and have not for as long as is declared.

    A merged record goes with the one that stands for it.
    """
    before = day_of(at) - timedelta(days=KEPT_DAYS)
    theirs = Stay.objects.filter(
        Q(resident=OuterRef("pk")) | Q(resident__merged_into=OuterRef("pk"))
    )
    lately = theirs.filter(Q(until=None) | Q(until__gt=before))
    return Resident.objects.filter(~Exists(lately), Exists(theirs), merged_into=None)


def preview(at: datetime) -> Count:
    """Count what `erase_due` would erase. Four queries."""
    over = due(at)
    whole = Resident.objects.filter(Q(pk__in=over) | Q(merged_into__in=over))
    return Count(
        whole.count(),
        Stay.objects.filter(resident__in=whole).count(),
        NameToken.objects.filter(resident__in=whole).count(),
        Tie.objects.filter(Q(resident__in=whole) | Q(other__in=whole)).count(),
    )


def erase_due(at: datetime, *, by: Actor, most: int = AT_ONCE) -> int:
    """Erase those whose time is over; return how many, `most` at once."""
    done = 0
    for resident in due(at).order_by("pk")[:most]:
        erase(resident, why=MOVED_AWAY, by=by, at=at)
        done += 1
    return done


@transaction.atomic
def erase(resident: Resident, *, why: str, by: Actor, at: datetime) -> None:
    """Erase somebody and the records merged into theirs. Six queries or so each."""
    rows = Resident.objects.select_for_update()
    held = list(rows.filter(Q(pk=resident.pk) | Q(merged_into=resident.pk)))
    for each in sorted(held, key=lambda r: r.merged_into_id is None):
        subject = each.subject
        journal.record(subject, "erase", by=by, at=at, facts={"why": why})
        privacy.erase(subject)
        Erasure.objects.create(subject_id=subject.id, why=why, at=at)
        each.delete()
