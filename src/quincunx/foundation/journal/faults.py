"""What a walk along the journal may find."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from quincunx.foundation.subjects import Subject


class Fault(StrEnum):
    """In what way a link is broken."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"  # the end is missing
    REWRITTEN = "rewritten"  # sound in itself, but not what was known elsewhere


@dataclass(frozen=True)
class Broken:
    """The first link that does not hold: of which entry, of what, how.

    `seq` is the place in the subject's chain, `number` that in the chain of seals.
    """

    fault: Fault
    entry: int | None = None
    subject: Subject | None = None
    seq: int | None = None
    number: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What was walked, and the first broken link if there is one."""

    entries: int
    seals: int
    unsealed: int
    oldest_unsealed: datetime | None
    broken: Broken | None

    @property
    def holds(self) -> bool:
        return self.broken is None


class Link(NamedTuple):
    """Where a subject's chain stood, as the subject's own row remembers it."""

    subject: Subject
    seq: int
    hash: bytes
