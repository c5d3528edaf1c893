"""What the workbench says when too much comes at once, and when nothing comes at all.

The browser's clock is in our hands, so an hour passes at once.
"""

import socket
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from quincunx.matters import packs
from quincunx.matters.load import load
from tests.browser.fixtures import DESKTOP, OpenPage
from tests.browser.story import Seat, now, seated
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

PACK = Path(packs.__file__).parent / "default"
HOUR = 3_600_000  # milliseconds
MINUTE = 60_000


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, now())


@pytest.fixture
def desk(stage: Stage, live: str, open_page: OpenPage) -> Seat:
    page = open_page(DESKTOP, language="en")
    page.clock.install()
    return seated(page, live, stage.town.person("dispatcher-centre"))


def _answered(page: Page) -> list[str]:
    """Say "Seen" until no alarm is left; return what each of them said."""
    bar, told = page.locator("[data-alarms]"), []
    expect(bar).to_be_visible()
    while bar.is_visible():
        told.append(bar.locator("[data-more]").inner_text())
        bar.get_by_role("button", name="Seen").click()
    return told


def test_a_desk_is_shown_six_alarms_an_hour_and_the_rest_as_one_number(
    stage: Stage, desk: Seat
) -> None:
    for _ in range(8):
        stage.report("gas-smell")
    desk.opens("queue")
    page = desk.page
    spent = page.locator("[data-alarm-count]")
    expect(spent).to_have_text("Alarms 6 of 6 this hour")
    more = [f"and {n} more" for n in (7, 6, 5, 4, 3, 2)]
    assert _answered(page) == more
    with page.expect_response("**/desk/alarms"):
        page.clock.run_for(MINUTE)
    expect(page.locator("[data-alarms]")).to_be_hidden()
    expect(spent).to_have_text("Alarms 6 of 6 this hour")
    shown = page.evaluate("localStorage.alarms")
    page.clock.fast_forward(HOUR)
    expect(page.locator("[data-alarms]")).to_be_visible()
    assert _answered(page) == more
    again = page.evaluate("localStorage.alarms")
    never = (
        "a => Object.entries(JSON.parse(a)).filter(([, e]) => !e.shown).map(([k]) => k)"
    )
    held, held_again = page.evaluate(never, shown), page.evaluate(never, again)
    assert len(held) == len(held_again) == 2
    assert not set(held) & set(held_again)  # who waited an hour goes first


def test_an_alarm_nobody_has_seen_comes_back_with_the_page(
    stage: Stage, desk: Seat
) -> None:
    for _ in range(3):
        stage.report("gas-smell")
    desk.opens("queue")
    page = desk.page
    spent, bar = page.locator("[data-alarm-count]"), page.locator("[data-alarms]")
    expect(bar).to_contain_text("and 2 more")
    bar.get_by_role("button", name="Seen").click()
    page.reload()
    expect(spent).to_have_text("Alarms 3 of 6 this hour")
    assert _answered(page) == ["and 1 more", ""]
    page.reload()
    expect(spent).to_have_text("Alarms 3 of 6 this hour")
    expect(bar).to_be_hidden()


def test_the_page_says_that_it_is_cut_and_that_data_may_be_old(
    desk: Seat, settings: Settings
) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        settings.QUINCUNX_LIVE = f":{free.getsockname()[1]}"  # nobody answers there
    desk.opens("queue")
    page = desk.page
    cut, stale = (
        page.get_by_text("Live updates are cut"),
        page.get_by_text("may be old"),
    )
    expect(cut).to_be_visible()
    expect(stale).to_be_hidden()
    page.context.set_offline(True)
    page.clock.fast_forward(MINUTE + 2_000)
    expect(stale).to_be_visible()
    expect(cut).to_be_hidden()
    page.context.set_offline(False)
    with page.expect_response("**/desk/queue/counts"):
        page.clock.fast_forward(MINUTE)
    expect(stale).to_be_hidden()
    expect(cut).to_be_visible()
