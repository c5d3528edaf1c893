"""What keeps the journal from being changed: triggers on its tables.

On PostgreSQL the program's account lacks the right as well (`accounts`); the
triggers also stop the owner's slips, and are all there is on SQLite.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("foundation_entry", "foundation_seal")

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is not changed' USING ERRCODE = '42501';
END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER journal_guard BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION journal_refuses()
"""
_SQLITE_TRIGGER = """
CREATE TRIGGER {table}_{verb}_guard BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the journal is not changed'); END
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Lay the triggers; as the owner of the tables."""
    _run(connection, _INSTALLING if _is_postgresql(connection) else _SQLITE_ON)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away; as the owner of the tables."""
    _run(connection, _REMOVING if _is_postgresql(connection) else _SQLITE_OFF)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the owner drop expired periods within one transaction, and nobody else.

    Writers wait meanwhile; if the transaction fails the triggers stand as before.
    """
    postgresql = _is_postgresql(connection)
    with transaction.atomic(using=connection.alias):
        _run(connection, _DISABLING if postgresql else _SQLITE_OFF)
        yield
        _run(connection, _ENABLING if postgresql else _SQLITE_ON)


_INSTALLING = [
    _POSTGRESQL_FUNCTION,
    *(_POSTGRESQL_TRIGGER.format(table=table) for table in TABLES),
]
_REMOVING = [f"DROP TRIGGER journal_guard ON {table}" for table in TABLES]
_DISABLING = [f"ALTER TABLE {table} DISABLE TRIGGER journal_guard" for table in TABLES]
_ENABLING = [f"ALTER TABLE {table} ENABLE TRIGGER journal_guard" for table in TABLES]
_SQLITE_ON = [
    _SQLITE_TRIGGER.format(table=table, verb=verb)
    for table in TABLES
    for verb in ("update", "delete")
]
_SQLITE_OFF = [
    f"DROP TRIGGER {table}_{verb}_guard"
    for table in TABLES
    for verb in ("update", "delete")
]


def _is_postgresql(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "postgresql"


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
