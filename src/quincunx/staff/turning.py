"""What turns the roll: triggers on every table that says who holds what.

Whoever changes them, by an action, in bulk or by hand, the token differs afterwards, so
that no process acts on what it knew before (`roll`).
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

# The tables, and of which columns a change counts; none named: of all.
TABLES: dict[str, tuple[str, ...]] = {
    "staff_person": ("name", "is_active"),
    "staff_function": (),
    "staff_appointment": (),
    "staff_absence": (),
    "staff_accesskey": (),
    "staff_organisation": (),
}
_FUNCTION = """
CREATE OR REPLACE FUNCTION staff_turn_roll() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO staff_revision (id, token)
    VALUES (1, replace(gen_random_uuid()::text, '-', ''))
    ON CONFLICT (id) DO UPDATE SET token = excluded.token;
    RETURN NULL;
END $$
"""
_ON_POSTGRESQL = """
CREATE TRIGGER turns_roll AFTER INSERT OR DELETE OR {update} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION staff_turn_roll()
"""
_ON_SQLITE = """
CREATE TRIGGER {table}_{verb}_turns_roll AFTER {event} ON {table}
BEGIN
    INSERT INTO staff_revision (id, token) VALUES (1, lower(hex(randomblob(16))))
    ON CONFLICT (id) DO UPDATE SET token = excluded.token;
END
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Lay the triggers; as the owner of the tables."""
    with connection.cursor() as cursor:
        for statement in _laying(postgresql=connection.vendor == "postgresql"):
            cursor.execute(statement)


def lay_again(connection: BaseDatabaseWrapper, table: str) -> None:
    """Lay the triggers of a table whose columns changed; for migrations.

    SQLite makes such a table anew, and its triggers go with the old one.
    """
    if connection.vendor == "postgresql":
        return
    with connection.cursor() as cursor:
        for verb in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{verb}_turns_roll")
        for statement in _of_table(table, postgresql=False):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away; as the owner of the tables."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER turns_roll ON {table}")
                continue
            for verb in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_{verb}_turns_roll")


def _laying(*, postgresql: bool) -> Iterator[str]:
    if postgresql:
        yield _FUNCTION
    for table in TABLES:
        yield from _of_table(table, postgresql=postgresql)


def _of_table(table: str, *, postgresql: bool) -> Iterator[str]:
    columns = TABLES[table]
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    if postgresql:
        yield _ON_POSTGRESQL.format(table=table, update=update)
        return
    for verb, event in (
        ("insert", "INSERT"), ("update", update), ("delete", "DELETE"),
    ):  # fmt: skip
        yield _ON_SQLITE.format(table=table, verb=verb, event=event)
