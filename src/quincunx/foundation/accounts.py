"""The program's own database account: it may write the journal, never change it.

Run by the owner of the tables (`quincunx init`), on PostgreSQL only: an SQLite file
has no accounts.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from quincunx.foundation.guards import TABLES

_KEPT_BY_OWNER = (*TABLES, "foundation_droppedperiod")


def create_program_account(
    owner: BaseDatabaseWrapper, *, role: str, password: str, schema: str
) -> None:
    """Create the role, or give it a new password, and grant it what it needs.

    To be run again after every migration; it changes nothing that is right already.
    """
    with owner.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        cursor.execute(
            sql.SQL(_ALTER if cursor.fetchone() else _CREATE).format(
                sql.Identifier(role), sql.Literal(password)
            )
        )
    grant(owner, role=role, schema=schema)


def grant(owner: BaseDatabaseWrapper, *, role: str, schema: str) -> None:
    """Let `role` read and write every table of `schema`, and guard the journal's."""
    names = {"role": sql.Identifier(role), "schema": sql.Identifier(schema)}
    with owner.cursor() as cursor:
        for statement in _GRANTS:
            cursor.execute(sql.SQL(statement).format(**names))
    journal_guard(owner, role=role, schema=schema)


def journal_guard(owner: BaseDatabaseWrapper, *, role: str, schema: str) -> None:
    """Take from `role` every right to change entries, seals and dropped periods."""
    with owner.cursor() as cursor:
        for table in _KEPT_BY_OWNER:
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                    sql.Identifier(schema, table), sql.Identifier(role)
                )
            )


_CREATE = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}"
# An owner who is no superuser may not even name SUPERUSER in ALTER ROLE.
_ALTER = "ALTER ROLE {} LOGIN PASSWORD {}"
_GRANTS = (
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    """ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}""",
    """ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}
    GRANT USAGE, SELECT ON SEQUENCES TO {role}""",
)
