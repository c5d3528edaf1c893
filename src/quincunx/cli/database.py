"""Laying the database: schema, tables, and on PostgreSQL the program's own account."""

import secrets
from urllib.parse import quote, urlsplit, urlunsplit

from django.core.management import call_command
from django.db import connection
from psycopg import sql

from quincunx.foundation import accounts

PASSWORD_BYTES = 24


def lay_tables() -> None:
    """Bring the tables to this version; a second call changes nothing."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def lay_schema(schema: str) -> None:
    """Create the schema of this district, as the owner of the database."""
    create = sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema))
    with connection.cursor() as cursor:
        cursor.execute(create)


def lay_account(owner_url: str, schema: str) -> str:
    """Create the program's account and return its address.

    It reads and writes every table and cannot change the journal. Called again, it
    gets a new password.
    """
    role, password = f"{schema}_program", secrets.token_urlsafe(PASSWORD_BYTES)
    accounts.create_program_account(
        connection, role=role, password=password, schema=schema
    )
    return _with_account(owner_url, role, password)


def _with_account(url: str, role: str, password: str) -> str:
    place = urlsplit(url)
    where = place.netloc.rpartition("@")[2]
    netloc = f"{quote(role, safe='')}:{quote(password, safe='')}@{where}"
    return urlunsplit(place._replace(netloc=netloc))
