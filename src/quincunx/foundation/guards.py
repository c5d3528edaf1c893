"""What keeps the journal from being changed: triggers on its tables.

On PostgreSQL the program's account lacks the right as well (`accounts`); the
triggers also stop the owner's slips, and are all there is on SQLite.
"""

from collections.abc import Iterator
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
    with connection.cursor() as cursor:
        for statement in _installing(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away; as the owner of the tables."""
    with connection.cursor() as cursor:
        for statement in _removing(connection.vendor):
            cursor.execute(statement)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the owner drop expired periods within one transaction, and nobody else.

    If the transaction fails the triggers stand as before.
    """
    with transaction.atomic(using=connection.alias):
        remove(connection)
        yield
        install(connection)


def _installing(vendor: str) -> list[str]:
    if vendor == "postgresql":
        triggers = [_POSTGRESQL_TRIGGER.format(table=table) for table in TABLES]
        return [_POSTGRESQL_FUNCTION, *triggers]
    return [
        _SQLITE_TRIGGER.format(table=table, verb=verb)
        for table in TABLES
        for verb in ("update", "delete")
    ]


def _removing(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP TRIGGER journal_guard ON {table}" for table in TABLES]
    return [
        f"DROP TRIGGER {table}_{verb}_guard"
        for table in TABLES
        for verb in ("update", "delete")
    ]
