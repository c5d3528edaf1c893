"""The second walk: along the one chain of seals, and to what is known of its end."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from quincunx.foundation import chain
from quincunx.foundation.journal.anchors import Anchor
from quincunx.foundation.journal.faults import Broken, Fault, Link
from quincunx.foundation.models import (
    ChainHead,
    DayHead,
    DroppedPeriod,
    Entry,
    Seal,
    Unsealed,
)
from quincunx.lib.refusal import Refusal

CHUNK = 5000


class _Covered(NamedTuple):
    number: int
    entry: int
    sealed_at: datetime
    hash: bytes

    def covers(self, prev: bytes, hashed: bytes) -> bool:
        expected = chain.seal_hash(prev, self.number, hashed, self.sealed_at)
        return expected == self.hash


def broken_seals(tick: Callable[[], None]) -> Iterator[Broken]:
    """Walk all seals up to the head known now, calling `tick` at each."""
    head = ChainHead.objects.first()
    last, prev = start()
    for seals in _chunks(last, head.number if head else 0):
        hashes = _hashes_of(seals)
        for seal in seals:
            tick()
            broken = _fault(seal, last, prev, hashes)
            if broken:
                yield broken
            last, prev = seal.number, seal.hash
    if head and last != head.number:
        yield Broken(Fault.TRUNCATED, number=last + 1)
    elif head and bytes(head.hash) != prev:
        yield Broken(Fault.REWRITTEN, number=last)


def broken_unsealed() -> Iterator[Broken]:
    """Yield entries that waited to be sealed and are gone."""
    entry = Entry.objects.filter(id=OuterRef("entry_id"))
    gone = Unsealed.objects.filter(~Exists(entry)).order_by("entry_id")
    for entry_id in gone.values_list("entry_id", flat=True).iterator():
        yield Broken(Fault.REMOVED, entry_id)


def broken_days() -> Iterator[Broken]:
    """Compare every day's head with the seal it names."""
    began, _ = start()
    heads = DayHead.objects.filter(number__gt=began).order_by("number")
    for day in heads.iterator():
        yield from _differs(Anchor(day.number, bytes(day.hash)))


def broken_anchor(anchor: Anchor) -> Iterator[Broken]:
    """Compare a head that was kept elsewhere with the seal it names."""
    began, hashed = start()
    if anchor.number > began:
        yield from _differs(anchor)
    elif anchor.number == began:
        if anchor.hash != hashed:
            yield Broken(Fault.REWRITTEN, number=anchor.number)
    else:
        day = DayHead.objects.filter(number=anchor.number).first()
        if day is None:
            raise Refusal("anchor-too-old", number=anchor.number)
        if bytes(day.hash) != anchor.hash:
            yield Broken(Fault.REWRITTEN, number=anchor.number)


def broken_links(links: Iterable[Link]) -> Iterator[Broken]:
    """Compare where subjects remember to stand with their entries; one query each.

    Where periods were dropped an entry may be gone rightly; the seals tell.
    """
    began, _ = start()
    for subject, seq, hashed in links:
        entry = Entry.objects.filter(
            subject_kind=subject.kind, subject_id=subject.id, seq=seq
        ).first()
        if entry is None:
            if not began:
                yield Broken(Fault.TRUNCATED, subject=subject, seq=seq)
        elif bytes(entry.hash) != bytes(hashed):
            yield Broken(Fault.REWRITTEN, entry.id, subject, seq)


def start() -> tuple[int, bytes]:
    """Return number and hash of the last dropped seal, from which the walk begins."""
    dropped = DroppedPeriod.objects.order_by("-number").first()
    return (dropped.number, bytes(dropped.hash)) if dropped else (0, chain.START)


def _chunks(last: int, head: int) -> Iterator[list[_Covered]]:
    ordered = (
        Seal.objects.filter(number__lte=head)
        .order_by("number")
        .values_list("number", "entry_id", "sealed_at", "hash")
    )
    while seals := [
        _Covered(number, entry, at, bytes(hashed))
        for number, entry, at, hashed in ordered.filter(number__gt=last)[:CHUNK]
    ]:
        yield seals
        last = seals[-1].number


def _hashes_of(seals: list[_Covered]) -> dict[int, bytes]:
    entries = Entry.objects.filter(id__in=[seal.entry for seal in seals])
    found = entries.values_list("id", "hash")
    return {entry: bytes(hashed) for entry, hashed in found.iterator()}


def _fault(
    seal: _Covered, last: int, prev: bytes, hashes: dict[int, bytes]
) -> Broken | None:
    if seal.number != last + 1:
        return Broken(Fault.REMOVED, number=last + 1)
    hashed = hashes.get(seal.entry)
    if hashed is None:
        return Broken(Fault.REMOVED, seal.entry, number=seal.number)
    if seal.covers(prev, hashed):
        return None
    moved = any(seal.covers(prev, other) for other in hashes.values())
    fault = Fault.REORDERED if moved else Fault.ALTERED
    entry = Entry.objects.get(id=seal.entry)
    return Broken(fault, entry.id, entry.subject, entry.seq, seal.number)


def _differs(anchor: Anchor) -> Iterator[Broken]:
    seal = Seal.objects.filter(number=anchor.number).first()
    if seal is None:
        final = Seal.objects.order_by("-number").first()
        yield Broken(Fault.TRUNCATED, number=final.number + 1 if final else 1)
    elif bytes(seal.hash) != anchor.hash:
        yield Broken(Fault.REWRITTEN, number=anchor.number)
