"""Entries into their tables by the shortest way: every act of every case comes here.

PostgreSQL takes entry, waiting row and salts in one statement, with whatever else the
act writes; SQLite, which has no way to go, one after the other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from quincunx.foundation import rows
from quincunx.foundation.models import Entry
from quincunx.foundation.rows import Statement

_COLUMNS = [column for column in Entry._meta.concrete_fields if not column.primary_key]  # noqa: SLF001  # Django's documented way
_NAMES = ", ".join(str(column.column) for column in _COLUMNS)
_INTO = f"INSERT INTO foundation_entry ({_NAMES})"
_ROW = f"({', '.join('%s' for _ in _COLUMNS)})"
_WAITING = "INSERT INTO foundation_unsealed (entry_id)"
_OF_MADE = f"{_WAITING} SELECT id FROM made"  # noqa: S608  # as above
_SALTS = "INSERT INTO foundation_salt (entry_id, label, salt)"
_SALTED = f"""
    {_SALTS} SELECT made.id, told.label, told.salt
    FROM unnest(%s::text[], %s::int[], %s::text[], %s::bytea[])
        AS told (subject, seq, label, salt)
    JOIN made ON made.subject_id = told.subject AND made.seq = told.seq
"""  # noqa: S608  # nothing in it comes from outside


def insert(drafts: Sequence[tuple[Entry, Mapping[str, bytes]]]) -> None:
    """Insert a few new entries with the salts of each; they are not given their ids."""
    if not drafts:
        return
    if connection.vendor == "postgresql":
        rows.write(*_statements(drafts))
    else:
        with connection.cursor() as cursor:
            for entry, salts in drafts:
                _insert_in_turn(cursor, entry, salts)
    for entry, _ in drafts:
        entry._state.adding = False  # noqa: SLF001  # Django's documented way


def _statements(
    drafts: Sequence[tuple[Entry, Mapping[str, bytes]]],
) -> list[Statement]:
    every = ", ".join([_ROW] * len(drafts))
    into = f"{_INTO} VALUES {every} RETURNING id, subject_id, seq"
    values = [value for entry, _ in drafts for value in _values(entry)]
    made = [
        Statement(into, values, "made"),
        Statement(_OF_MADE, (), "waiting"),
    ]
    told = [
        (entry.subject_id, entry.seq, label, salt)
        for entry, salts in drafts
        for label, salt in salts.items()
    ]
    if told:
        together = [list(each) for each in zip(*told, strict=True)]
        made.append(Statement(_SALTED, together))
    return made


def _insert_in_turn(
    cursor: CursorWrapper, entry: Entry, salts: Mapping[str, bytes]
) -> None:
    cursor.execute(f"{_INTO} VALUES {_ROW} RETURNING id", _values(entry))
    key = cursor.fetchone()[0]
    cursor.execute(f"{_WAITING} VALUES (%s)", [key])
    if salts:
        cursor.executemany(
            f"{_SALTS} VALUES (%s, %s, %s)",
            [(key, label, salt) for label, salt in salts.items()],
        )


def _values(entry: Entry) -> list[Any]:
    return [
        column.get_db_prep_save(column.value_from_object(entry), connection)
        for column in _COLUMNS
    ]
