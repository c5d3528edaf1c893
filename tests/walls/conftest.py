"""The town, and a screen that hangs in it."""

from datetime import timedelta

import pytest

from quincunx.foundation.actors import Actor
from quincunx.walls import screens
from quincunx.walls.models import Screen
from quincunx.walls.screens import Wish
from tests.cases.conftest import Stage, stage

__all__ = ["stage"]


def hung(stage: Stage, area: str = "district", name: str = "Hall") -> str:
    """Let a screen hang for a month; return its token."""
    expires = stage.now + timedelta(days=30)
    wish = Wish(name, stage.town.area(area), expires, "en")
    return screens.hang(wish, by=stage.actor("administrator"), at=stage.now)


def watching(stage: Stage, area: str = "district") -> Actor:
    """Return what a screen of an area is for the figures."""
    screen = screens.opened(hung(stage, area), at=stage.now)
    assert isinstance(screen, Screen)
    return screens.actor_of(screen, stage.now)


@pytest.fixture
def token(stage: Stage) -> str:
    return hung(stage)
