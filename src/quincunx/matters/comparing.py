"""What differs between two packs, key by key, as a reviewer wants to read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quincunx.matters.assembly import MANY, Assembly, Raw


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One difference; `key` is empty where a whole table came or went."""

    kind: Kind
    table: str
    code: str
    key: str = ""
    before: str = ""
    after: str = ""


def compare(before: Assembly, after: Assembly) -> tuple[Change, ...]:
    """Return all differences, table by table, in the order of the codes."""
    changes: list[Change] = []
    for table in ("pack", *MANY):
        old, new = _rows(before, table), _rows(after, table)
        for code in sorted(old.keys() | new.keys()):
            changes += _row_changes(table, code, old.get(code), new.get(code))
    return tuple(changes)


def _rows(assembly: Assembly, table: str) -> dict[str, Raw]:
    if table == "matter":
        return dict(assembly.filled)
    if table == "pack":
        return {"": assembly.rest["pack"]}
    rows = assembly.rest[table]
    return {str(row.get("code", row.get("name", ""))): row for row in rows}


def _row_changes(
    table: str, code: str, old: Raw | None, new: Raw | None
) -> Iterator[Change]:
    if old is None or new is None:
        yield Change(Kind.ADDED if old is None else Kind.REMOVED, table, code)
        return
    was, now = dict(_leaves("", old)), dict(_leaves("", new))
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            yield Change(
                _kind(key in was, key in now),
                table,
                code,
                key,
                was.get(key, ""),
                now.get(key, ""),
            )


def _kind(was: bool, now: bool) -> Kind:  # noqa: FBT001 -- private: before and after
    if was and now:
        return Kind.CHANGED
    return Kind.ADDED if now else Kind.REMOVED


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Flatten a table to its leaves; rows with a code are named by it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}".lstrip("."), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _leaves(f"{key}[{_name(inner, number)}]", inner)
    else:
        yield key, str(value)


def _name(row: Any, number: int) -> str:
    if isinstance(row, Mapping):
        return str(row.get("code") or row.get("kind") or row.get("act") or number)
    return str(number)
