"""Emptying a whole database (tests between stories) lifts the journal's guard.

On PostgreSQL flush truncates, which only the owner of the tables can.
"""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from quincunx.foundation import guards


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "sqlite":
            super().handle(**options)
            return
        with guards.lifted(connection):
            super().handle(**options)
