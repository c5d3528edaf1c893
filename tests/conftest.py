"""What every test stands on: one of the two databases, files and not memory.

`tests/environment.py` has set the home and the database before Django read its
settings.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.db import connection

from tests import environment
from tests.postgres import TEMPLATE

DOORS = {"api", "field", "live", "web"}
EVENING = datetime(2026, 11, 24, 20, 5, tzinfo=ZoneInfo("Asia/Shanghai"))

pytest_plugins = ["tests.browser.fixtures", "tests.cast"]

# Slow is not wrong on a busy machine; in CI the same examples every time.
hypothesis.settings.register_profile(
    "house", deadline=None, derandomize=bool(os.environ.get("CI"))
)
hypothesis.settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Mark what needs a browser; leave out what says nothing of this database."""
    for item in items:
        if {"browser", "live"} & set(_fixtures(item)):
            item.add_marker(pytest.mark.browser)
    others = [item for item in items if not _is_of(connection.vendor, item)]
    items[:] = [item for item in items if _is_of(connection.vendor, item)]
    config.hook.pytest_deselected(items=others)


def _is_of(vendor: str, item: pytest.Item) -> bool:
    """On PostgreSQL run what needs a database; on either what is not the other's."""
    only = item.get_closest_marker("only_on")
    if only is not None and only.args != (vendor,):
        return False
    return vendor == "sqlite" or _needs_database(item)


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def _needs_database(item: pytest.Item) -> bool:
    asked = "django_db_setup" in _fixtures(item)
    return asked or item.get_closest_marker("django_db") is not None


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


@pytest.fixture(autouse=True)
def _after_hours(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a door's clock stand on an evening after work, and run on from there.

    A deadline of working hours is the next morning's then, whenever the tests run. A
    browser and a program of its own have the machine's clock, and so have their tests.
    """
    if request.path.parent.name not in DOORS or request.node.get_closest_marker(
        "browser"
    ):
        yield
        return
    with time_machine.travel(EVENING, tick=True):
        yield
