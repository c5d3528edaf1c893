"""Dropping expired periods: an owner's act, never the program's."""

from datetime import date, datetime

from django.db import connection, transaction

from quincunx.foundation import guards
from quincunx.foundation.journal.anchors import head
from quincunx.foundation.models import ChainHead, DroppedPeriod, Entry, Salt, Seal
from quincunx.lib.refusal import Refusal

_BATCH = 5000


@transaction.atomic
def drop(through: date, *, at: datetime) -> int:
    """Drop all sealed entries up to the head of the day `through`; return how many.

    Run as the owner of the tables: the program's account is refused by the database.
    The head stays, so that the rest of the chain still verifies against it. Writers
    wait meanwhile.
    """
    last = head(through)
    if last is None:
        raise Refusal("nothing-sealed-yet", day=through)
    ChainHead.objects.select_for_update().first()
    with guards.lifted(connection):
        dropped = 0
        while batch := _drop_batch(last.number):
            dropped += batch
    if dropped:
        DroppedPeriod.objects.create(number=last.number, hash=last.hash, dropped_at=at)
    return dropped


def _drop_batch(through: int) -> int:
    expired = Seal.objects.filter(number__lte=through).order_by("number")
    pairs = list(expired.values_list("number", "entry_id")[:_BATCH])
    entry_ids = [entry for _, entry in pairs]
    Salt.objects.filter(entry__in=entry_ids).delete()
    Seal.objects.filter(number__in=[number for number, _ in pairs]).delete()
    Entry.objects.filter(id__in=entry_ids).delete()
    return len(pairs)
