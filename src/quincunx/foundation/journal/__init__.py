"""The journal: what happened, to what, by whom, when, and that nobody changed it.

Actions write it inside their own transaction; `duty` seals it; `verify` proves it.
"""

from quincunx.foundation.journal.anchors import anchor, head
from quincunx.foundation.journal.dropping import drop
from quincunx.foundation.journal.faults import Broken, Fault, Link, Verdict
from quincunx.foundation.journal.proving import verify
from quincunx.foundation.journal.sealing import seal, seal_all
from quincunx.foundation.journal.writing import (
    Draft,
    Happening,
    by_people,
    draft,
    entries,
    entries_of,
    forget_texts,
    histories,
    keep,
    record,
    record_many,
    says,
)
from quincunx.foundation.subjects import Subject

__all__ = [
    "Broken",
    "Draft",
    "Fault",
    "Happening",
    "Link",
    "Subject",
    "Verdict",
    "anchor",
    "by_people",
    "draft",
    "drop",
    "entries",
    "entries_of",
    "forget_texts",
    "head",
    "histories",
    "keep",
    "record",
    "record_many",
    "says",
    "seal",
    "seal_all",
    "verify",
]
