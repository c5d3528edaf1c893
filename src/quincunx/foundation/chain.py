"""How journal entries are hashed and linked; plain functions, the same everywhere.

An entry's hash covers the hash before it and its own contents, so that nothing can
be changed, taken out, put in or moved without every later hash telling.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from quincunx.foundation.subjects import Subject
from quincunx.lib import canonical

START = bytes(32)  # what the first link of every chain follows


@dataclass(frozen=True)
class Contents:
    """All that an entry says, apart from its place in the chain."""

    subject: Subject
    seq: int
    act: str
    by_kind: str
    by_person: int | None
    at: datetime
    recorded_at: datetime
    facts: Mapping[str, Any]
    commitments: Mapping[str, str]


def link(prev: bytes, written: bytes) -> bytes:
    """Return the hash of what is `written` after the link `prev`."""
    return sha256(prev + written).digest()


def written(contents: Contents) -> bytes:
    """Return the one way in which these contents are written down."""
    return canonical.encode(
        {
            "act": contents.act,
            "at": canonical.moment(contents.at),
            "by": [contents.by_kind, contents.by_person],
            "commitments": contents.commitments,
            "facts": contents.facts,
            "recorded_at": canonical.moment(contents.recorded_at),
            "seq": contents.seq,
            "subject": [contents.subject.kind, contents.subject.id],
        }
    )


def entry_hash(prev: bytes, contents: Contents) -> bytes:
    return link(prev, written(contents))


def seal_hash(prev: bytes, number: int, entry: bytes, sealed_at: datetime) -> bytes:
    """Return the hash of an entry's place in the chain over all subjects."""
    place = f"{number} {canonical.moment(sealed_at)} ".encode()
    return link(prev, place + entry)


def commitment(salt: bytes, text: str) -> str:
    """Return what stands in the journal for `text`; without the salt it tells nothing.

    HMAC-SHA256 keyed by the salt, as in RFC 2104.
    """
    return hmac.new(salt, text.encode(), sha256).hexdigest()
