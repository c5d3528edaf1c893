"""What was written of a case up to its filing, as rows to be told from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quincunx.cases.models import Attachment, Case, Package, Remark
from quincunx.cases.tidings import subject_of
from quincunx.foundation import chain, journal
from quincunx.foundation.models import Entry, Salt


@dataclass(frozen=True)
class Written:
    """A case with its journal up to the entry that filed it, and what was said."""

    package: Package
    case: Case
    entries: tuple[Entry, ...]
    contents: tuple[Mapping[str, Any], ...]  # as they were hashed, entry by entry
    salts: Mapping[tuple[int, str], bytes]  # by entry and label; erased ones are gone
    texts: Mapping[tuple[int, str], str]  # by number of the entry and label
    shown: tuple[Attachment, ...]

    @property
    def head(self) -> str:
        return bytes(self.entries[-1].hash).hex()


def read(package: Package) -> Written:
    """Gather what belongs into `package`. Five queries."""
    case = Case.objects.select_related(
        "matter", "condition", "grid", "desk", "unit", "last_unit"
    ).get(pk=package.case_id)
    entries = tuple(journal.entries(subject_of(case)).filter(seq__lte=package.seq))
    shown = Attachment.objects.filter(case=case, seq__lte=package.seq)
    return Written(
        package=package,
        case=case,
        entries=entries,
        contents=tuple(map(_contents, entries)),
        salts=_salts(entries),
        texts=_texts(case, package.seq),
        shown=tuple(shown.select_related("file").order_by("seq", "id")),
    )


def _contents(entry: Entry) -> Mapping[str, Any]:
    """Return an entry as the object whose canonical JSON was hashed."""
    contents = chain.Contents(
        subject=entry.subject,
        seq=entry.seq,
        act=entry.act,
        by_kind=entry.by_kind,
        by_person=entry.by_person,
        at=entry.at,
        recorded_at=entry.recorded_at,
        facts=entry.facts,
        commitments=entry.commitments,
    )
    told: dict[str, Any] = json.loads(chain.written(contents))
    return told


def _salts(entries: tuple[Entry, ...]) -> dict[tuple[int, str], bytes]:
    rows = Salt.objects.filter(entry__in=[entry.pk for entry in entries])
    return {(row.entry_id, row.label): bytes(row.salt) for row in rows}


def _texts(case: Case, seq: int) -> dict[tuple[int, str], str]:
    """Return what was said; the report's own text stands with the case."""
    said = Remark.objects.filter(case=case, seq__lte=seq)
    texts = {(row.seq, row.name): row.text for row in said}
    return {(1, "text"): case.text, **texts}
