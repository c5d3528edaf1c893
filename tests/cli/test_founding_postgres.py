"""`quincunx init --database` on PostgreSQL: the owner founds, the program works."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

TOWN = "quincunx_founding"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("postgresql"),
]


@pytest.fixture
def owner_url() -> Iterator[str]:
    """The address of an empty database on the server of the tests."""
    place = connection.settings_dict
    user, host, port = place["USER"], place["HOST"], place["PORT"] or "5432"
    login = f"{user}:{place['PASSWORD']}@"
    at = (
        f"{login}/{{}}?host={host}" if host[:1] == "/" else f"{login}{host}:{port}/{{}}"
    )
    name = sql.Identifier(TOWN)
    with psycopg.connect(
        f"postgresql://{at.format('postgres')}", autocommit=True
    ) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield f"postgresql://{at.format(TOWN)}"
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _init(
    home: Path, *args: str, schema: str = "quincunx"
) -> subprocess.CompletedProcess[str]:
    ours = {name: v for name, v in os.environ.items() if not name.startswith("QUINC")}
    return subprocess.run(
        [sys.executable, "-m", "quincunx", "init", *args],
        env={
            **ours,
            "QUINCUNX_HOME": str(home),
            "QUINCUNX_SCHEMA": schema,
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_program_gets_an_account_that_cannot_change_the_journal(
    owner_url: str, tmp_path: Path
) -> None:
    ended = _init(tmp_path, "--database", owner_url)
    assert ended.returncode == 0, ended.stderr

    kept = (tmp_path / "keys" / "database").read_text().strip()
    assert "quincunx_program:" in kept
    with psycopg.connect(kept) as program:
        written = program.execute("SELECT count(*) FROM quincunx.foundation_entry")
        assert written.fetchone() != (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            program.execute("UPDATE quincunx.foundation_entry SET act = act")


@pytest.fixture
def modest_url(owner_url: str) -> Iterator[str]:
    """The same database, owned by a role that may create roles and is no superuser."""
    owner = sql.Identifier(f"{TOWN}_owner")
    place = owner_url.partition("://")[2].rpartition("@")[2].partition("?")
    with psycopg.connect(owner_url, autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD 'modest'").format(owner)
        )
        server.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(TOWN), owner)
        )
        server.execute("DROP ROLE IF EXISTS modest_program")
    yield f"postgresql://{TOWN}_owner:modest@{''.join(place)}"
    with psycopg.connect(owner_url, autocommit=True) as server:
        for role in (sql.Identifier("modest_program"), owner):
            server.execute(sql.SQL("DROP OWNED BY {} CASCADE").format(role))
        boss = sql.Identifier(server.info.user)
        server.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(TOWN), boss)
        )
        for role in (sql.Identifier("modest_program"), owner):
            server.execute(sql.SQL("DROP ROLE {}").format(role))


def test_an_owner_who_is_no_superuser_calls_init_again_to_upgrade(
    modest_url: str, tmp_path: Path
) -> None:
    for _ in range(2):
        ended = _init(tmp_path, "--database", modest_url, schema="modest")
        assert ended.returncode == 0, ended.stderr
    kept = (tmp_path / "keys" / "database").read_text().strip()
    with psycopg.connect(kept) as program:
        assert program.execute("SELECT count(*) FROM modest.areas_area").fetchone() == (
            1,
        )


def test_without_the_owner_nobody_changes_tables(
    owner_url: str, tmp_path: Path
) -> None:
    assert _init(tmp_path, "--database", owner_url).returncode == 0

    ended = _init(tmp_path)

    assert ended.returncode == 1
    assert "--database" in ended.stderr
