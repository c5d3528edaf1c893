"""One case goes up through the four houses and down again, each at its own desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import State
from quincunx.matters import packs
from quincunx.matters.load import load
from tests.browser.fixtures import DESKTOP, PHONE, OpenPage, Size
from tests.browser.story import Seat, now, picture, seated
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

PACK = Path(packs.__file__).parent / "default"
Shot = Callable[[Page, str], Path]
Seats = Callable[..., Seat]


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, now())


@pytest.fixture
def seat(stage: Stage, live: str, open_page: OpenPage) -> Seats:
    def take(login: str, size: Size = DESKTOP) -> Seat:
        page = open_page(size, language="en")
        return seated(page, live, stage.town.person(login))

    return take


def test_a_case_travels_through_all_four_houses(
    stage: Stage, seat: Seats, shot: Shot, faultless: Callable[[Page], None]
) -> None:
    case = stage.report("neighbour-dispute")
    leader = seat("leader-a1", PHONE)
    leader.opens("desk")
    faultless(leader.page)
    shot(leader.page, "houses-1-grid")
    _at_the_desk(leader, "青榆第一网格", "Bring to the community's table")
    leader.tells(text="Two families, the fence.")

    station = seat("dispatcher-station")
    station.opens("desk")
    faultless(station.page)
    shot(station.page, "houses-2-station")
    _at_the_desk(station, "青榆工作站", "Record that there is none")
    station.tells(text="They want it measured.")

    centre = seat("dispatcher-centre")
    centre.opens("desk")
    shot(centre.page, "houses-3-centre")
    _at_the_desk(centre, "西榆服务中心", "Escalate to the level above")
    centre.tells(text="Two bureaus are needed.")

    command = seat("dispatcher-command")
    command.opens("desk")
    shot(command.page, "houses-4-command")
    _at_the_desk(command, "区指挥中心", "Dispatch")
    command.tells(unit="城市管理局")
    case.refresh_from_db()
    assert case.state == State.DISPATCHED

    officer = seat("officer", PHONE)
    _handles(officer, case, shot, faultless)
    _at_the_desk(leader, "青榆第一网格", "Confirm it is done")
    leader.tells(text="The fence stands on the line.")
    case.refresh_from_db()
    assert case.state == State.VERIFIED


def _at_the_desk(seat: Seat, house: str, verb: str) -> None:
    """Begin where signing in leads, and press what the house does with the case."""
    seat.opens("desk")
    expect(seat.page.get_by_role("heading", level=1)).to_have_text(house)
    seat.presses(verb)
    seat.page.wait_for_url("**/cases/**")


def _handles(
    officer: Seat, case: Case, shot: Shot, faultless: Callable[[Page], None]
) -> None:
    """Accept it from the inbox; a text not sent is there again, with a word."""
    page = officer.page
    officer.opens("desk")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    faultless(page)
    shot(page, "houses-5-inbox")
    officer.presses("Accept the order")
    officer.sees("Order accepted")
    officer.presses("Report it done")
    officer.fills(result="They signed.")
    officer.opens("inbox")
    _reads_without_network(officer, case)
    officer.opens("case-act", case.number, "finish")
    expect(page.get_by_label("What was done")).to_have_value("They signed.")
    officer.sees("Restored: what you had written here")
    shot(page, "houses-6-restored")
    officer.fills(files=picture(), files_kind="agreement")
    officer.tells(outcome="solved")
    officer.sees("Reported done")
    case.refresh_from_db()
    assert case.state == State.HANDLED


def _reads_without_network(officer: Seat, case: Case) -> None:
    """The list that was last seen is still there, and says that it is old."""
    page = officer.page
    expect(page.locator("body[data-worker]")).to_be_attached()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()  # through the worker, which keeps what it hands on
    page.context.set_offline(True)
    page.reload()
    officer.sees("No network.", case.number)
    page.context.set_offline(False)
