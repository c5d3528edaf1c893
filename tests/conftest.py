"""What every test stands on: one of the two databases, files and not memory.

`tests/environment.py` has set the home and the database before Django read its
settings.
"""

import pytest
from django.db import connection

from tests import environment
from tests.postgres import TEMPLATE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """A file on SQLite, so that threads and a second process see the same rows."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        suffix = settings["TEST"].get("NAME") or "test"
        settings["TEST"]["NAME"] = str(environment.HOME / f"{suffix}.db")
        settings["OPTIONS"]["init_command"] = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
        )
    else:
        settings["TEST"]["TEMPLATE"] = TEMPLATE
