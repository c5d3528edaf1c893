"""Writing entries, one at a time or in batches, and reading a subject's own."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from quincunx.foundation import chain
from quincunx.foundation.actors import Actor
from quincunx.foundation.journal.inserting import insert
from quincunx.foundation.models import Entry, Salt, Unsealed
from quincunx.foundation.subjects import Subject
from quincunx.lib import canonical


@dataclass(frozen=True)
class Happening:
    """One thing to be recorded.

    `facts` hold ids and codes only; each of `texts` leaves a salted commitment.
    `seq` is the number this entry gets (from 1) and `prev` the hash of the one before
    it (b"" before the first), if the caller knows them; else they are read.
    """

    subject: Subject
    act: str
    by: Actor
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    seq: int | None = None
    prev: bytes | None = None


_FEW = 8


class Draft(NamedTuple):
    """An entry with its place in the chain, and the salts of its texts: to be kept."""

    entry: Entry
    salts: Mapping[str, bytes]


def record(  # noqa: PLR0913  # an entry is told all of it, by name
    subject: Subject,
    act: str,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    seq: int | None = None,
    prev: bytes | None = None,
) -> Entry:
    """Write that `act` happened, under the subject's lock, and return the entry.

    Two INSERTs, one more if there are texts; and one SELECT unless the caller passes
    the next `seq` and the hash of the entry before as `prev`.
    """
    happening = Happening(subject, act, by, at, facts or {}, texts or {}, seq, prev)
    return record_many([happening])[0]


def record_many(happenings: Sequence[Happening]) -> list[Entry]:
    """Write many entries with two INSERTs for all, three if there are texts.

    Several entries of one subject follow each other as they stand in the list.
    """
    _inside_a_transaction()
    last = _last_links(h for h in happenings if h.seq is None or h.prev is None)
    made: list[Draft] = []
    for happening in happenings:
        known = ((happening.seq or 1) - 1, happening.prev or b"")
        seq, prev = last.get(happening.subject, known)
        drafted = _entry(happening, seq + 1, prev)
        last[happening.subject] = (seq + 1, bytes(drafted.entry.hash))
        made.append(drafted)
    return _keep_at_once(made)


def draft(happening: Happening) -> Draft:
    """Return the entry of a happening that knows its `seq` and `prev`, to be kept.

    For a caller that writes many acts together; nothing is written yet.
    """
    if happening.seq is None or happening.prev is None:
        raise ValueError("a draft knows its place in the chain")
    return _entry(happening, happening.seq, happening.prev)


def keep(drafts: Sequence[Draft]) -> None:
    """Write drafted entries in their order; a few go with what else is written."""
    _inside_a_transaction()
    if len(drafts) <= _FEW:
        insert(drafts)
    else:
        _keep_at_once(drafts)


def _keep_at_once(drafts: Sequence[Draft]) -> list[Entry]:
    """Write entries now: two INSERTs, three if there are texts."""
    written = Entry.objects.bulk_create([each.entry for each in drafts])
    Unsealed.objects.bulk_create([Unsealed(entry=entry) for entry in written])
    _keep_salts(drafts)
    return written


def entries(subject: Subject) -> QuerySet[Entry]:
    """Return what happened to `subject`, oldest first."""
    return Entry.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id
    ).order_by("seq")


def entries_of(
    kind: str, ids: Collection[str], acts: Collection[str]
) -> QuerySet[Entry]:
    """Return what certain acts did to several subjects, oldest first."""
    return Entry.objects.filter(
        subject_kind=kind, subject_id__in=ids, act__in=acts
    ).order_by("at", "id")


def histories(subjects: Collection[Subject]) -> QuerySet[Entry]:
    """Return what happened to subjects of one kind, each oldest first. One query."""
    return Entry.objects.filter(
        subject_kind__in={subject.kind for subject in subjects},
        subject_id__in=[subject.id for subject in subjects],
    ).order_by("subject_id", "seq")


def says(entry: Entry, label: str, text: str) -> bool:
    """Return whether the entry commits to `text`; never once its salt is erased."""
    salt = Salt.objects.filter(entry=entry, label=label).first()
    if salt is None:
        return False
    committed: str | None = entry.commitments.get(label)
    return committed == chain.commitment(bytes(salt.salt), text)


def forget_texts(subject: Subject) -> int:
    """Erase the salts of a subject, so that no text can be linked to its entries."""
    salts = Salt.objects.filter(
        entry__subject_kind=subject.kind, entry__subject_id=subject.id
    )
    return salts.delete()[0]


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is written in the transaction of what it tells")


def _entry(happening: Happening, seq: int, prev: bytes) -> Draft:
    salts = {label: secrets.token_bytes(16) for label in happening.texts}
    contents = chain.Contents(
        subject=happening.subject,
        seq=seq,
        act=str(happening.act),
        by_kind=str(happening.by.kind),
        by_person=happening.by.person,
        at=happening.at,
        recorded_at=happening.by.received_at or happening.at,
        facts=canonical.plain(happening.facts),
        commitments={
            label: chain.commitment(salt, happening.texts[label])
            for label, salt in salts.items()
        },
    )
    return Draft(_row(contents, bytes(prev) or chain.START), salts)


def _row(contents: chain.Contents, prev: bytes) -> Entry:
    return Entry(
        subject_kind=contents.subject.kind,
        subject_id=contents.subject.id,
        seq=contents.seq,
        act=contents.act,
        by_kind=contents.by_kind,
        by_person=contents.by_person,
        at=contents.at,
        recorded_at=contents.recorded_at,
        facts=contents.facts,
        commitments=contents.commitments,
        prev=prev,
        hash=chain.entry_hash(prev, contents),
    )


def _keep_salts(made: Iterable[Draft]) -> None:
    rows = [
        Salt(entry=entry, label=label, salt=salt)
        for entry, salts in made
        for label, salt in salts.items()
    ]
    if rows:
        Salt.objects.bulk_create(rows)


def _last_links(unknown: Iterable[Happening]) -> dict[Subject, tuple[int, bytes]]:
    """Return number and hash of the last entry of each subject that has one.

    One query for each kind of subject.
    """
    ids: dict[str, set[str]] = {}
    for happening in unknown:
        ids.setdefault(happening.subject.kind, set()).add(happening.subject.id)
    return {
        Subject(kind, subject_id): (seq, hashed)
        for kind, wanted in ids.items()
        for subject_id, seq, hashed in _last_of(kind, wanted)
    }


def _last_of(kind: str, ids: set[str]) -> Iterator[tuple[str, int, bytes]]:
    of_same = Entry.objects.filter(
        subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id")
    )
    last = Subquery(of_same.order_by("-seq").values("seq")[:1])
    found = Entry.objects.filter(subject_kind=kind, subject_id__in=ids, seq=last)
    for entry in found:
        yield entry.subject_id, entry.seq, bytes(entry.hash)


def by_people(
    kinds: Collection[str],
    acts: Collection[str],
    people: Collection[int],
    within: tuple[datetime, datetime],
) -> list[tuple[str, datetime, dict[str, Any]]]:
    """Return act, moment and facts of what some people did to subjects of some kinds.

    One query, by an index where `kinds` are of the registers.
    """
    start, end = within
    rows = Entry.objects.filter(
        subject_kind__in=kinds, act__in=acts, by_person__in=people
    )
    found = rows.filter(at__gte=start, at__lt=end).order_by()
    return list(found.values_list("act", "at", "facts"))
