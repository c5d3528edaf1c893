"""Boston's July 2011 on the screens: what they count is what the database holds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quincunx.areas.models import Area
from quincunx.cases import bring_in
from quincunx.cases.models import Case
from quincunx.staff.models import Organisation
from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.story import Seat, now, seated
from tests.real.clerk import clerk
from tests.real.test_boston_cases import MAP, NOW, REQUESTS, found_boston

pytestmark = pytest.mark.real

Shot = Callable[[Page, str], Path]


def test_july_is_worked_with_in_a_browser(
    live: str,
    tmp_path: Path,
    open_page: OpenPage,
    shot: Shot,
    faultless: Callable[[Page], None],
) -> None:
    by = found_boston(tmp_path)
    mapping = bring_in.read_mapping(MAP)
    bring_in.bring_in(REQUESTS, REQUESTS.name, mapping, by=by, at=NOW)
    hall = Organisation.objects.get(code="city-hall")
    person = clerk("dispatcher", Area.objects.get(parent=None), hall)
    page = open_page(DESKTOP, language="en", timezone_id="America/New_York")
    desk = seated(page, live, person)

    _queue_counts_the_overdue(desk, shot)
    _map_counts_in_cells(desk, shot)
    _list_shows_the_overdue(desk, shot)
    _case_tells_its_story(desk, shot)
    faultless(page)


def _overdue() -> int:
    return Case.objects.filter(closed_at=None, due_at__lte=now()).count()


def _queue_counts_the_overdue(desk: Seat, shot: Shot) -> None:
    desk.opens("queue", lane="overdue")
    tab = desk.page.locator(".lanes a[aria-current]")
    expect(tab.locator("b")).to_have_text(str(_overdue()))
    assert desk.page.locator("a.case").count() > 0
    desk.page.keyboard.press("j")
    expect(desk.page.locator("#mid h1")).to_be_visible()
    desk.page.wait_for_load_state("networkidle")
    shot(desk.page, "boston-queue")


def _map_counts_in_cells(desk: Seat, shot: Shot) -> None:
    """From afar the cells hold every open case that has a place."""
    page = desk.page
    with page.expect_response("**/cases/map/cases?*") as answered:
        desk.opens("map")
    told = [each["properties"] for each in answered.value.json()["features"]]
    placed = Case.objects.filter(closed_at=None, lon__isnull=False)
    assert sum(each["count"] for each in told) == placed.count()
    late = placed.filter(due_at__lte=now()).count()
    assert sum(each["late"] for each in told) == late
    page.wait_for_load_state("networkidle")
    shot(page, "boston-map")


def _list_shows_the_overdue(desk: Seat, shot: Shot) -> None:
    """Page after page, as many rows as cases are or were overdue."""
    desk.opens("cases", show="overdue")
    shot(desk.page, "boston-overdue")
    rows = desk.page.locator("td a.row")
    older = desk.page.get_by_role("link", name="Older ones")
    seen = rows.count()
    while older.count():
        with desk.page.expect_navigation():
            older.click()
        seen += rows.count()
    assert seen == Case.objects.filter(overdue=True).count()


def _case_tells_its_story(desk: Seat, shot: Shot) -> None:
    case = Case.objects.exclude(closed_at=None).order_by("reported_at")[0]
    assert desk.opens("case", case.number) == 200
    expect(desk.page.locator("main")).to_contain_text(case.number)
    desk.sees("Reported", "Filed")
    shot(desk.page, "boston-case")
