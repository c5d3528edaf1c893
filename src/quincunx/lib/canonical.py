"""One way to write a value as bytes, so that a hash of it can be checked anywhere.

JSON with sorted names, no spaces, UTF-8. What two databases or two programs may give
back differently is not written at all: a float is refused, ids and times are text.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID


def encode(value: Any) -> bytes:
    """Return the canonical JSON of `value`, plain or not yet.

    Raises TypeError for what JSON cannot hold exactly, ValueError for half a
    character (a lone surrogate).
    """
    text = json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return text.encode()


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return sha256(encode(value)).hexdigest()


def plain(value: Any) -> Any:
    """Return `value` as JSON that comes back from any store as it went in.

    Sets become sorted lists, ids text, moments UTC with microseconds.
    """
    match value:
        case None | bool() | int():
            return value
        case datetime():
            return moment(value)
        case str() | UUID() | date():
            return str(value)
        case Mapping():
            return {_name(name): plain(part) for name, part in value.items()}
        case list() | tuple():
            return [plain(part) for part in value]
        case set() | frozenset():
            return plain(sorted(value))
        case _:
            raise TypeError(f"cannot be written canonically: {value!r}")


def moment(at: datetime) -> str:
    """Return a moment as text: UTC, always with six decimals."""
    if at.tzinfo is None:
        raise TypeError("a moment needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"a name must be text: {name!r}")
    return str(name)
