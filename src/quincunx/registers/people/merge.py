"""Two records of one person: found, explained, put together, taken apart again.

A merged record keeps all it has and points to the other, so that nothing is lost.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import access
from quincunx.registers.people.models import Merge, Resident, Stay

MOST_FOUND = 50
# Why two records may be one person; a number is of one person only.
REASONS = {
    "same-number": ("number_index",),
    "same-name-and-birthday": ("birth_index",),
    "same-name-and-phone": ("name_index", "phone_index"),
}


@dataclass(frozen=True)
class Match:
    """Two records that may be one, and why."""

    one: Resident
    other: Resident
    reasons: tuple[str, ...]


def duplicates(by: Actor) -> list[Match]:
    """Return pairs of records in one's places that may be one. Four queries."""
    seen = access.visible_residents(by, access.must_reach(by))
    reasons: defaultdict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    for reason, columns in REASONS.items():
        there = Q(*((f"{column}__isnull", False) for column in columns))
        groups = seen.filter(there).order_by().values(*columns)
        several = groups.annotate(n=Count("pk")).filter(n__gt=1)[:MOST_FOUND]
        for group in several:
            alike = Q(*((column, group[column]) for column in columns))
            _pair(seen.filter(alike).values_list("pk", flat=True), reason, reasons)
    found = seen.in_bulk({key for pair in reasons for key in pair})
    return [
        Match(found[one], found[other], tuple(why))
        for (one, other), why in sorted(reasons.items())[:MOST_FOUND]
    ]


def _pair(
    keys: Iterable[UUID], reason: str, into: defaultdict[tuple[UUID, UUID], list[str]]
) -> None:
    first, *others = sorted(keys)
    for other in others:
        into[first, other].append(reason)


def reasons_of(one: Resident, other: Resident) -> list[str]:
    """Return in what two records agree."""
    return [
        reason
        for reason, columns in REASONS.items()
        if all(_equal(getattr(one, c), getattr(other, c)) for c in columns)
    ]


def _equal(one: bytes | None, other: bytes | None) -> bool:
    return one is not None and other is not None and bytes(one) == bytes(other)


@transaction.atomic
def merge(kept: Resident, other: Resident, *, by: Actor, at: datetime) -> Merge:
    """Let one record stand for both; refuses two that agree in nothing."""
    one, two = (_held(each, by) for each in (kept, other))
    reasons = reasons_of(one, two)
    if one.pk == two.pk or not reasons:
        raise Refusal("residents-not-alike")
    if _live_apart(one, two):
        raise Refusal("residents-live-apart")
    two.merged_into = one
    two.save(update_fields=["merged_into"])
    Resident.objects.filter(merged_into=two).update(merged_into=one)
    made = Merge.objects.create(
        kept=one, merged=two, reasons=reasons, at=at, by_person=by.person
    )
    _write(made, "merge", by, at)
    return made


@transaction.atomic
def unmerge(done: Merge, *, by: Actor, at: datetime) -> Merge:
    """Take two records apart again, as they were."""
    access.resident_for(by, done.kept_id)
    held = Merge.objects.select_for_update().get(pk=done.pk)
    if held.undone_at is not None:
        raise Refusal("merge-undone-already")
    merged = Resident.objects.select_for_update().get(pk=held.merged_id)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    held.undone_at = at
    held.save(update_fields=["undone_at"])
    _write(held, "unmerge", by, at)
    return held


def _held(resident: Resident, by: Actor) -> Resident:
    access.resident_for(by, resident.pk)
    return Resident.objects.select_for_update().get(pk=resident.pk)


def _live_apart(one: Resident, two: Resident) -> bool:
    """Say whether both live somewhere, and not in one place: that is settled first."""
    stays = Stay.objects.filter(resident__in=[one, two], until=None)
    places: defaultdict[str, set[tuple[int, int | None]]] = defaultdict(set)
    for kind, building, room in stays.values_list("kind", "building", "room"):
        places[kind].add((building, room))
    return any(len(found) > 1 for found in places.values())


def _write(done: Merge, act: str, by: Actor, at: datetime) -> None:
    facts = {"kept": str(done.kept_id), "merged": str(done.merged_id)}
    for resident in (done.kept, done.merged):
        journal.record(resident.subject, act, by=by, at=at, facts=facts)
