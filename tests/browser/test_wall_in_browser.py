"""A screen on a wall, for days: it shows what is new, says how old it is, never grows.

The browser's clock is in our hands, so hours pass in seconds and nothing depends on how
fast the machine is.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from quincunx.matters import packs
from quincunx.matters.load import load
from quincunx.walls import screens
from quincunx.walls.models import Screen
from tests.browser.fixtures import OpenPage, Size
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town
from tests.walls.conftest import hung

PACK = Path(packs.__file__).parent / "default"
WALL: Size = {"width": 1920, "height": 1080}
STEP = 20_000  # milliseconds between two looks
GROWTH = 300_000  # bytes that a heap may differ after the same work: noise, no more


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, datetime.now(UTC))


@pytest.fixture
def wall(stage: Stage, live: str, open_page: OpenPage) -> Page:
    """A screen that was given its link; its clock stands until it is told to go on."""
    page = open_page(WALL)
    page.clock.install()
    page.goto(live + reverse("wall-open", args=[hung(stage)]))
    return page


def passes(page: Page, milliseconds: int = STEP) -> None:
    """Let time pass, and what was asked in it be answered."""
    with page.expect_response(lambda answer: "/wall/figures" in answer.url):
        page.clock.run_for(milliseconds + 1000)


def test_a_screen_shows_what_is_new_and_says_how_old_it_is(
    wall: Page, stage: Stage
) -> None:
    huge, stale = wall.locator(".w-huge"), wall.get_by_text("may be out of date")
    expect(huge).to_have_text("0")
    stage.report("street-lamp")
    passes(wall)
    expect(huge).to_have_text("1")
    expect(stale).to_be_hidden()
    wall.context.set_offline(True)
    wall.clock.run_for(90_000)
    expect(stale).to_be_visible()
    expect(huge).to_have_text("1")
    wall.context.set_offline(False)
    passes(wall)
    expect(stale).to_be_hidden()
    by = stage.actor("administrator")
    screens.take_down(Screen.objects.get(), by=by, at=stage.now)
    passes(wall)
    expect(wall.get_by_role("heading")).to_have_text("本屏没有内容")


def weighed(page: Page, told: CDPSession) -> tuple[int, int]:
    """Return the bytes of the heap after a forced collection, and the elements."""
    told.send("HeapProfiler.collectGarbage")
    heap = told.send("Runtime.getHeapUsage")["usedSize"]
    return int(heap), int(page.evaluate("document.querySelectorAll('*').length"))


def replayed(
    page: Page, stage: Stage, looks: int, weighings: int
) -> list[tuple[int, int]]:
    """Let a screen look so often; weigh it at even intervals, warm from the first."""
    told = page.context.new_cdp_session(page)
    found = []
    for n in range(looks):
        if n % 10 == 0:
            stage.report("street-lamp")
        passes(page)
        if (n + 1) % (looks // weighings) == 0:
            found.append(weighed(page, told))
    return found


def holds(found: list[tuple[int, int]]) -> None:
    heaps, elements = [heap for heap, _ in found], {n for _, n in found}
    assert max(heaps[1:]) - heaps[0] < GROWTH, found
    assert len(elements) == 1, found


def test_a_screen_that_looks_often_does_not_grow(wall: Page, stage: Stage) -> None:
    """A short sample of the drill below."""
    holds(replayed(wall, stage, looks=24, weighings=4))


@pytest.mark.drill
def test_a_screen_through_eight_hours_does_not_grow(wall: Page, stage: Stage) -> None:
    looks = int(timedelta(hours=8).total_seconds() * 1000) // (STEP + 1000)
    holds(replayed(wall, stage, looks=looks, weighings=8))
