"""How journal entries are hashed and linked; plain functions, the same everywhere.

An entry's hash covers the hash before it and its own contents, so that nothing can
be changed, taken out, put in or moved without every later hash telling.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from quincunx.foundation.subjects import Subject

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
    return _canonical(
        {
            "act": contents.act,
            "at": moment(contents.at),
            "by": [contents.by_kind, contents.by_person],
            "commitments": contents.commitments,
            "facts": contents.facts,
            "recorded_at": moment(contents.recorded_at),
            "seq": contents.seq,
            "subject": [contents.subject.kind, contents.subject.id],
        }
    )


def entry_hash(prev: bytes, contents: Contents) -> bytes:
    return link(prev, written(contents))


def seal_hash(prev: bytes, number: int, entry: bytes, sealed_at: datetime) -> bytes:
    """Return the hash of an entry's place in the chain over all subjects."""
    place = f"{number} {moment(sealed_at)} ".encode()
    return link(prev, place + entry)


def commitment(salt: bytes, text: str) -> str:
    """Return what stands in the journal for `text`; without the salt it tells nothing.

    HMAC-SHA256 keyed by the salt, as in RFC 2104.
    """
    return hmac.new(salt, text.encode(), sha256).hexdigest()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: Any) -> Any:
    """Return `value` as JSON both databases give back unchanged.

    Ids and times become text. A float is refused: PostgreSQL keeps numbers in its
    own way and may return another.
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case UUID():
            return str(value)
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(name): plain(part) for name, part in value.items()}
        case list() | tuple():
            return [plain(part) for part in value]
        case set() | frozenset():
            return sorted(plain(part) for part in value)
    raise TypeError(f"a journal entry cannot hold {value!r}")


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
