"""Sealing: every entry gets its place in one chain over all subjects.

Writers only leave an `unsealed` row, so they never wait for each other; whoever
seals holds the one head row, and a second one goes away empty-handed.
"""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from quincunx.foundation import chain
from quincunx.foundation.models import ChainHead, DayHead, Entry, Seal, Unsealed


def seal_all(at: datetime, most: int = 500) -> int:
    """Seal until nothing waits, in batches of `most`; return how many."""
    sealed = batch = seal(at, most)
    while batch:
        batch = seal(at, most)
        sealed += batch
    return sealed


@transaction.atomic
def seal(at: datetime, most: int = 500) -> int:
    """Seal at most `most` waiting entries, oldest first; return how many.

    Zero if nothing waits or another process is sealing. Six queries a batch.
    """
    head = _head_if_free()
    waiting = list(_waiting(most)) if head else []
    if head is None or not waiting:
        return 0
    seals = _links(head, waiting, at)
    Seal.objects.bulk_create(seals)
    Unsealed.objects.filter(entry__in=[entry_id for entry_id, _ in waiting]).delete()
    _move_head(seals[-1], at)
    return len(seals)


def _head_if_free() -> ChainHead | None:
    """Return the head, locked; None while another holds it.

    SQLite has no such lock and needs none: one transaction writes at a time.
    """
    first = ChainHead(id=1, hash=chain.START)
    ChainHead.objects.bulk_create([first], ignore_conflicts=True)
    skip = connection.features.has_select_for_update_skip_locked
    return ChainHead.objects.select_for_update(skip_locked=skip).first()


def _waiting(most: int) -> list[tuple[int, bytes]]:
    ids = Unsealed.objects.order_by("entry_id").values_list("entry_id", flat=True)
    found = Entry.objects.filter(id__in=list(ids[:most])).order_by("id")
    return [(entry, bytes(hashed)) for entry, hashed in found.values_list("id", "hash")]


def _links(
    head: ChainHead, waiting: list[tuple[int, bytes]], at: datetime
) -> list[Seal]:
    prev = bytes(head.hash)
    seals = []
    for number, (entry_id, hashed) in enumerate(waiting, head.number + 1):
        prev = chain.seal_hash(prev, number, hashed, at)
        seals.append(Seal(number=number, entry_id=entry_id, sealed_at=at, hash=prev))
    return seals


def _move_head(last: Seal, at: datetime) -> None:
    ChainHead.objects.update(number=last.number, hash=last.hash)
    day = at.astimezone(timezone.get_default_timezone()).date()
    DayHead.objects.bulk_create(
        [DayHead(day=day, number=last.number, hash=last.hash)],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["number", "hash"],
    )
