"""Somebody of the cast sits down at a screen."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from quincunx.matters import packs
from quincunx.matters.load import load
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town
from tests.proved import proved

SignIn = Callable[[str], Client]
PACK = Path(packs.__file__).parent / "default"


@pytest.fixture
def stage(town: Town) -> Stage:
    """The town with the default pack, now: a screen shows the time of its request."""
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, datetime.now(UTC))


@pytest.fixture
def sit_down(town: Town) -> SignIn:
    """Return a browser in which somebody has signed in, in English."""

    def seated(login: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(town.person(login))
        proved(client)
        return client

    return seated
