"""The fixed cast, laid in a database that is not the tests'."""

import json
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from quincunx.cli.database import lay_schema, lay_tables
from quincunx.matters.load import load
from quincunx.staff import keys
from tests.cases.conftest import PACK
from tests.cast import FOUNDED_AT, found_town

CALLERS = ("leader-a1", "dispatcher-centre", "officer", "verifier", "administrator")


def lay() -> list[str]:
    """Make tables, town and pack, and a key for each who calls over HTTP."""
    if connection.vendor == "postgresql":
        lay_schema("quincunx")
    lay_tables()
    return _found()


@transaction.atomic
def _found() -> list[str]:
    town = found_town()
    load(PACK, by=town.owner, at=FOUNDED_AT)
    now = timezone.now()
    made = {
        login: keys.make(
            town.person(login),
            "tests",
            expires=now + timedelta(days=2),
            by=town.owner,
            at=now,
        )
        for login in CALLERS
    }
    (settings.QUINCUNX_HOME / "keys.json").write_text(json.dumps(made))
    return list(CALLERS)
