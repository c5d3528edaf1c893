"""The program's account on PostgreSQL: it writes the journal and cannot change it."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from psycopg import sql

from quincunx.foundation import accounts, journal
from tests.foundation.cast import A_CASE, NOON, OFFICER

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.only_on("postgresql"),  # an SQLite file has no accounts
]

ROLE, PASSWORD = "quincunx_story", "a 'quoted' password"


@pytest.fixture
def schema():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return cursor.fetchone()[0]


@pytest.fixture
def program(schema):
    """A connection of the program's account, beside the owner's."""
    for _again in range(2):
        accounts.create_program_account(
            connection, role=ROLE, password=PASSWORD, schema=schema
        )
    place = connection.connection.info.get_parameters()
    place |= {"user": ROLE, "password": PASSWORD}
    with psycopg.connect(**place, autocommit=True) as opened:
        yield opened
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(ROLE)))
        cursor.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(ROLE)))


@pytest.fixture
def sealed():
    with transaction.atomic():
        journal.record(A_CASE, "report", by=OFFICER, at=NOON, texts={"said": "x"})
    journal.seal(NOON)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE foundation_entry SET act = 'withdraw'",
        "DELETE FROM foundation_entry",
        "TRUNCATE foundation_entry",
        "UPDATE foundation_seal SET hash = ''",
        "DELETE FROM foundation_seal",
        "TRUNCATE foundation_seal",
        "DELETE FROM foundation_droppedperiod",
        "DROP TABLE foundation_entry",
        "DROP TRIGGER journal_guard ON foundation_entry",
        "ALTER TABLE foundation_entry DISABLE TRIGGER ALL",
    ],
)
def test_the_program_cannot_change_the_journal(sealed, program, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        program.execute(statement)
    assert journal.verify().holds


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM foundation_entry",
        "DELETE FROM foundation_salt",
        "UPDATE foundation_chainhead SET number = number",
        "INSERT INTO foundation_seal VALUES (99, now(), '', 99)",
        "INSERT INTO foundation_receipt VALUES ('a', 'b', NULL, now())",
    ],
)
def test_the_program_can_do_its_work(sealed, program, statement):
    program.execute(statement)


def test_the_program_writes_and_seals_under_its_own_name(program):
    as_the_program = sql.SQL("SET ROLE {}").format(sql.Identifier(ROLE))
    with connection.cursor() as cursor:
        cursor.execute(as_the_program)
    try:
        with transaction.atomic():
            journal.record(A_CASE, "report", by=OFFICER, at=NOON, texts={"said": "x"})
        assert journal.seal_all(NOON) == 1
        assert journal.forget_texts(A_CASE) == 1
        with pytest.raises(DatabaseError, match="must be owner"):
            journal.drop(NOON.date(), at=NOON)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    assert journal.verify().holds
