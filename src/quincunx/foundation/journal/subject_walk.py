"""The first walk: along every subject's own chain, in the order of its numbers."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from quincunx.foundation import chain
from quincunx.foundation.journal.faults import Broken, Fault
from quincunx.foundation.models import DroppedPeriod, Entry, Seal
from quincunx.foundation.subjects import Subject

CHUNK = 5000
_FAR = 1000  # how far from its place a moved entry is looked for


class _Row(NamedTuple):
    kind: str
    key: str
    seq: int
    id: int
    act: str
    by_kind: str
    by_person: int | None
    at: datetime
    recorded_at: datetime
    facts: dict[str, Any]
    commitments: dict[str, str]
    prev: bytes
    hash: bytes
    seal: int | None
    unsealed: int | None

    @property
    def subject(self) -> Subject:
        return Subject(self.kind, self.key)

    def hashes_as(self, seq: int) -> bool:
        """Return whether the stored hash is that of these contents at `seq`."""
        contents = chain.Contents(
            self.subject,
            seq,
            self.act,
            self.by_kind,
            self.by_person,
            self.at,
            self.recorded_at,
            self.facts,
            self.commitments,
        )
        return chain.entry_hash(bytes(self.prev), contents) == bytes(self.hash)


_COLUMNS = (
    "subject_kind",
    "subject_id",
    "seq",
    "id",
    "act",
    "by_kind",
    "by_person",
    "at",
    "recorded_at",
    "facts",
    "commitments",
    "prev",
    "hash",
    "seal__number",
    "unsealed__entry_id",
)


def broken_entries(tick: Callable[[], None]) -> Iterator[Broken]:
    """Walk all entries and yield what does not hold, calling `tick` at each."""
    began_later = DroppedPeriod.objects.exists()
    before: _Row | None = None
    for row in _rows():
        tick()
        if before is not None and before.subject != row.subject:
            before = None
        broken = _own_fault(row) or _fault_between(before, row, began_later=began_later)
        if broken:
            yield broken
        before = row


def _own_fault(row: _Row) -> Broken | None:
    if row.seal is None and row.unsealed is None:
        return _broken(Fault.INSERTED, row)
    if row.hashes_as(row.seq):
        return None
    nearby = range(max(1, row.seq - _FAR), row.seq + _FAR)
    moved = any(row.hashes_as(seq) for seq in nearby)
    return _broken(Fault.REORDERED if moved else Fault.ALTERED, row)


def _fault_between(
    before: _Row | None, row: _Row, *, began_later: bool
) -> Broken | None:
    """Return what is wrong between an entry and the one before it, if anything.

    Where expired periods were dropped a chain may begin later; that nothing else is
    missing then shows in the chain of seals.
    """
    if before is None and row.seq > 1 and began_later:
        return None
    last, prev = (before.seq, bytes(before.hash)) if before else (0, chain.START)
    if row.seq != last + 1:
        missing = _missing_before(row, before)
        return Broken(Fault.REMOVED, missing, row.subject, seq=last + 1)
    if bytes(row.prev) != prev:
        guilty = before if before and not _seal_holds(before) else row
        return _broken(Fault.ALTERED, guilty)
    return None


def _rows() -> Iterator[_Row]:
    kinds = Entry.objects.order_by("subject_kind").values_list("subject_kind")
    for (kind,) in kinds.distinct():
        yield from _rows_of(kind)


def _rows_of(kind: str) -> Iterator[_Row]:
    """Yield a kind's entries by key, so that no walk starts again from the front."""
    ordered = (
        Entry.objects.filter(subject_kind=kind)
        .order_by("subject_id", "seq")
        .values_list(*_COLUMNS)
    )
    after = Q()
    while rows := [_Row(*values) for values in ordered.filter(after)[:CHUNK]]:
        yield from rows
        last = rows[-1]
        after = Q(subject_id__gte=last.key) & (
            Q(subject_id__gt=last.key) | Q(seq__gt=last.seq)
        )


def _missing_before(row: _Row, before: _Row | None) -> int | None:
    """Return the id of the sealed entry that is gone from before `row`, if known."""
    entry = Entry.objects.filter(id=OuterRef("entry_id"))
    gone = Seal.objects.filter(~Exists(entry), entry_id__lt=row.id)
    if before:
        gone = gone.filter(entry_id__gt=before.id)
    return gone.order_by("number").values_list("entry_id", flat=True).first()


def _seal_holds(row: _Row) -> bool:
    """Return whether the entry's seal still covers the hash it has now."""
    if row.seal is None:
        return True
    seal = Seal.objects.get(number=row.seal)
    previous = (
        Seal.objects.filter(number=row.seal - 1).first()
        or DroppedPeriod.objects.filter(number=row.seal - 1).first()
    )
    prev = bytes(previous.hash) if previous else chain.START
    expected = chain.seal_hash(prev, seal.number, bytes(row.hash), seal.sealed_at)
    return expected == bytes(seal.hash)


def _broken(fault: Fault, row: _Row) -> Broken:
    return Broken(fault, row.id, row.subject, row.seq, row.seal)
