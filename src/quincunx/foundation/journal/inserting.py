"""One entry into its tables by the shortest way: every act of every case comes here.

PostgreSQL takes entry, waiting row and salts in one statement; SQLite, which has no
way to go, one after the other.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from quincunx.foundation.models import Entry

_COLUMNS = [column for column in Entry._meta.concrete_fields if not column.primary_key]  # noqa: SLF001  # Django's documented way
_INTO = (
    f"INSERT INTO foundation_entry ({', '.join(str(c.column) for c in _COLUMNS)})"  # noqa: S608  # names of our own columns
    f" VALUES ({', '.join('%s' for _ in _COLUMNS)}) RETURNING id"
)
_WAITING = "INSERT INTO foundation_unsealed (entry_id)"
_SALTS = "INSERT INTO foundation_salt (entry_id, label, salt)"
_AT_ONCE = f"""
    WITH made AS ({_INTO}), waiting AS ({_WAITING} SELECT id FROM made),
    salted AS ({_SALTS} SELECT id, unnest(%s::text[]), unnest(%s::bytea[]) FROM made)
    SELECT id FROM made
"""  # noqa: S608  # nothing in it comes from outside


def insert(entry: Entry, salts: Mapping[str, bytes]) -> None:
    """Insert a new entry with what goes with it, and give it its id."""
    told = [column.value_from_object(entry) for column in _COLUMNS]
    values = [
        column.get_db_prep_save(value, connection)
        for column, value in zip(_COLUMNS, told, strict=True)
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_AT_ONCE, [*values, list(salts), list(salts.values())])
            entry.id = cursor.fetchone()[0]
        else:
            _insert_in_turn(cursor, entry, values, salts)
    entry._state.adding = False  # noqa: SLF001  # Django's documented way


def _insert_in_turn(
    cursor: CursorWrapper,
    entry: Entry,
    values: list[Any],
    salts: Mapping[str, bytes],
) -> None:
    cursor.execute(_INTO, values)
    entry.id = cursor.fetchone()[0]
    cursor.execute(f"{_WAITING} VALUES (%s)", [entry.id])
    if salts:
        cursor.executemany(
            f"{_SALTS} VALUES (%s, %s, %s)",
            [(entry.id, label, salt) for label, salt in salts.items()],
        )
