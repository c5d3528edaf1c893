"""The journal: what happened, to what, by whom, when, and that nobody changed it.

Actions write it inside their own transaction; `duty` seals it; `verify` proves it.
"""

from quincunx.foundation.journal.anchors import anchor, head
from quincunx.foundation.journal.drop import drop
from quincunx.foundation.journal.faults import Broken, Fault, Link, Verdict
from quincunx.foundation.journal.record import (
    Happening,
    entries,
    forget_texts,
    record,
    record_many,
    says,
)
from quincunx.foundation.journal.seal import seal, seal_all
from quincunx.foundation.journal.verify import verify
from quincunx.foundation.subjects import Subject

__all__ = [
    "Broken",
    "Fault",
    "Happening",
    "Link",
    "Subject",
    "Verdict",
    "anchor",
    "drop",
    "entries",
    "forget_texts",
    "head",
    "record",
    "record_many",
    "says",
    "seal",
    "seal_all",
    "verify",
]
