"""The four ways of their own, each on the screens of those who walk it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.models import Notice
from quincunx.matters.load import load
from tests.browser.fixtures import DESKTOP, PHONE, OpenPage, Size
from tests.browser.story import Seat, now, picture, seated
from tests.cases.conftest import PACK, Stage
from tests.cast import FOUNDED_AT, Town

Seats = Callable[..., Seat]
Shot = Callable[[Page, str], Path]


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, now())


@pytest.fixture
def seat(stage: Stage, live: str, open_page: OpenPage) -> Seats:
    """Return a screen at which somebody of the cast sits, in English."""

    def take(login: str, size: Size = DESKTOP) -> Seat:
        page = open_page(size, language="en")
        return seated(page, live, stage.town.person(login))

    return take


def test_on_the_spot_a_leader_records_a_bicycle_in_one_form(
    stage: Stage, seat: Seats, shot: Shot, faultless: Callable[[Page], None]
) -> None:
    leader = seat("leader-a1", PHONE)
    leader.opens("case-new")
    page = leader.page
    leader.fills(channel="patrol", text="Three bicycles on the ramp.")
    leader.fills(matter="Bicycle in the way", area="青榆第一网格")
    leader.fills(result="Moved to the racks.", photos=picture())
    faultless(page)
    shot(page, "tier-spot-1-form")
    leader.presses("Take it down")
    expect(page.get_by_role("status").first).to_contain_text("Taken down as")
    case = Case.objects.get()
    assert (case.state, case.outcome, case.sampled) == (State.FILED, "solved", True)

    checker = seat("verifier")
    case = checker.does(case, Act.INSPECT, found="still-good", text="Still free.")
    checker.sees("Re-inspected", "Still free.")
    shot(checker.page, "tier-spot-2-inspected")
    assert case.sampled is False


def test_coordinate_a_quarrel_is_settled_at_the_community_table(
    stage: Stage, seat: Seats, shot: Shot
) -> None:
    case = stage.report("noise")
    leader, station = seat("leader-a1", PHONE), seat("dispatcher-station")
    leader.opens("case", case.number)
    leader.presses("Bring to the community's table")
    leader.tells(text="Two families, at night.")
    expect(leader.page.get_by_role("status").first).to_contain_text(
        "Brought to the community's table"
    )
    assert station.opens("case", case.number) == 200
    station.sees("On the community's table")
    station.presses("Record the agreement")
    station.tells(result="Quiet from ten o'clock.", parties="Rooms 301 and 401")
    station.sees("An agreement was reached", "Rooms 301 and 401")
    shot(station.page, "tier-coordinate-1-agreed")
    case = leader.does(case, Act.CONFIRM, text="It has been quiet.")
    assert (case.state, case.outcome) == (State.VERIFIED, "solved")
    shot(leader.page, "tier-coordinate-2-verified")


def test_approve_an_application_goes_from_the_leader_to_the_departments(
    stage: Stage, seat: Seats, shot: Shot
) -> None:
    stage.officer("civil-affairs")
    stage.officer("social-security")
    case = stage.report("meals")
    leader = seat("leader-a1", PHONE)
    case = leader.does(case, Act.CHECK_DOCUMENTS, text="Papers complete.")
    case = seat("dispatcher-station").does(case, Act.ENDORSE, text="Accepted.")
    case = seat("dispatcher-centre").does(case, Act.DEFINE, text="To civil affairs.")
    assert (case.state, case.unit) == (
        State.EXAMINING,
        stage.town.unit("civil-affairs"),
    )

    lead = seat("civil-affairs")
    lead.opens("case-act", case.number, Act.APPROVE)
    lead.sees("Not possible now.")
    shot(lead.page, "tier-approve-1-opinion-missing")
    case = seat("social-security").does(
        case, Act.OPINE, opinion="agree", text="Entitled."
    )
    case = lead.does(case, Act.APPROVE, result="From Monday on.")
    lead.sees("Opinion given", "Approved", "From Monday on.")
    shot(lead.page, "tier-approve-2-approved")
    assert (case.state, case.outcome) == (State.HANDLED, "solved")


def test_emergency_everybody_is_alerted_and_the_place_made_safe(
    stage: Stage, seat: Seats, shot: Shot
) -> None:
    leader = seat("leader-a1", PHONE)
    leader.opens("case-new")
    leader.fills(channel="patrol", text="It smells of gas at the gate.")
    leader.fills(matter="Smell of gas", area="青榆第一网格")
    leader.presses("Take it down")
    leader.sees("Emergency, on site")
    shot(leader.page, "tier-emergency-1-alerted")
    case = Case.objects.get()
    told = Notice.objects.filter(kind="case-alert", recipient_kind="unit")
    assert (case.state, told.count()) == (State.RESPONDING, 3)

    company = seat("property")
    company.does(case, Act.ARRIVE, text="At the valve.")
    company.does(case, Act.SITUATION, text="Valve closed.")
    company.sees("Arrived on site", "Valve closed.")
    shot(company.page, "tier-emergency-2-situation")
    officer = seat("officer")
    case = officer.does(case, Act.MAKE_SAFE, result="0.0 % at the door.")
    assert case.state == State.HANDLED
    case = seat("verifier").does(case, Act.CONFIRM, text="Measured again.")
    assert case.state == State.VERIFIED
