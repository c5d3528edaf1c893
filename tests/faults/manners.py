"""How carefully the program's connections let the database write."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

SQLITE = ("PRAGMA journal_mode", "PRAGMA synchronous")
POSTGRESQL = ("SHOW fsync", "SHOW synchronous_commit", "SHOW full_page_writes")


def manners() -> list[list[object]]:
    """Ask on the connection of this thread, and on another's."""
    with ThreadPoolExecutor(1) as threads:
        return [asked(), threads.submit(asked).result()]


def asked() -> list[object]:
    questions = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        return [cursor.execute(each).fetchone()[0] for each in questions]
