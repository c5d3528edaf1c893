"""Boston's July 2011: brought in once through the real acts, then looked at on screens.

The import of 9,854 requests takes longer than all the rest. It is done once; whoever
comes later gets a copy of the database as it was then.
"""

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from quincunx.areas.models import Area
from quincunx.cases import bring_in
from quincunx.cases.bring_in import BroughtIn
from quincunx.cases.models import Case, Foreign, Package
from quincunx.foundation import journal
from quincunx.foundation.models import Notice
from quincunx.staff import actors
from quincunx.staff.models import Organisation
from tests.browser.fixtures import DESKTOP, OpenPage
from tests.browser.story import Seat, seated
from tests.real.boston import MAP, NOW, REQUESTS, found_boston
from tests.real.boston_pack import rows_of
from tests.real.clerk import clerk

pytestmark = [pytest.mark.real, pytest.mark.only_on("sqlite")]

Shot = Callable[[Page, str], Path]
# As the city's list says; where it knows no place, it says City Hall.
ROWS, OPEN, CLOSED, PLACED = 9854, 677, 9177, 501


@dataclass
class July:
    """The whole month; `work` is in seconds of a processor, which nobody shares."""

    folder: Path
    brought: BroughtIn | None = None
    work: float = 0.0

    def lay(self) -> None:
        """Put the month into an empty database: the first time by bringing it in."""
        kept = self.folder / "july.db"
        with closing(sqlite3.connect(kept)) as copy, connection.cursor() as cursor:
            if self.brought is not None:
                copy.backup(cursor.connection)
                return
            found_boston(self.folder)
            begun = time.process_time()
            self.brought = bring_in_july()
            self.work = time.process_time() - begun
            cursor.connection.backup(copy)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> July:
    return July(tmp_path_factory.mktemp("boston"))


@pytest.fixture
def july(transactional_db: None, month: July) -> July:
    month.lay()
    return month


def bring_in_july() -> BroughtIn:
    by, mapping = actors.importer(NOW), bring_in.read_mapping(MAP)
    return bring_in.bring_in(REQUESTS, REQUESTS.name, mapping, by=by, at=NOW)


def test_july_comes_in_whole_and_keeps_its_deadlines(july: July) -> None:
    done, on_time = july.brought, _share_on_time()
    assert done is not None
    sys.stdout.write(f"{done.new} of {done.rows} rows in {july.work:.0f} s\n")
    sys.stdout.write(f"{on_time:.2%} on time as told\n")
    assert (done.rows, done.known, done.not_taken) == (ROWS, 0, ())
    assert on_time >= 0.996
    assert Case.objects.filter(closed_at=None).count() == OPEN
    assert Package.objects.count() == CLOSED
    assert not Notice.objects.exists()
    assert journal.verify().holds
    assert july.work < 120

    again = bring_in_july()
    assert (again.new, again.known) == (0, ROWS)


def _share_on_time() -> float:
    """Return how many of the rows with both times were on time as the city says."""
    late = dict(Foreign.objects.values_list("foreign_id", "case__overdue"))
    told = [
        (row["ontime"] == "OVERDUE", late[row["case_enquiry_id"]])
        for row in rows_of(REQUESTS)
        if row["target_dt"] and row["closed_dt"]
    ]
    return sum(theirs == ours for theirs, ours in told) / len(told)


def test_july_is_worked_with_in_a_browser(
    july: July,
    live: str,
    open_page: OpenPage,
    shot: Shot,
    faultless: Callable[[Page], None],
) -> None:
    hall = Organisation.objects.get(code="city-hall")
    person = clerk("dispatcher", Area.objects.get(parent=None), hall)
    page = open_page(DESKTOP, language="en", timezone_id="America/New_York")
    desk = seated(page, live, person)

    _queue_counts_the_overdue(desk, shot)
    faultless(page)
    _map_counts_in_cells(desk, shot)
    faultless(page)
    assert _listed(desk, "open") == OPEN
    assert _listed(desk, "overdue") == OPEN  # all of it is late by now
    shot(page, "boston-overdue")
    faultless(page)
    _cases_tell_their_stories(desk, shot)
    faultless(page)


def _queue_counts_the_overdue(desk: Seat, shot: Shot) -> None:
    """What was open at the end of July 2011 is long overdue today, all of it."""
    desk.opens("queue", lane="overdue")
    tab = desk.page.locator(".lanes a[aria-current]")
    expect(tab.locator("b")).to_have_text(str(OPEN))
    assert desk.page.locator("a.case").count() > 0
    desk.page.keyboard.press("j")
    expect(desk.page.locator("#mid h1")).to_be_visible()
    desk.page.wait_for_load_state("networkidle")
    shot(desk.page, "boston-queue")


def _map_counts_in_cells(desk: Seat, shot: Shot) -> None:
    """From afar the cells hold every open case that has a place, all of them late."""
    page = desk.page
    with page.expect_response("**/cases/map/cases?*") as answered:
        desk.opens("map")
    told = [each["properties"] for each in answered.value.json()["features"]]
    assert sum(each["count"] for each in told) == PLACED
    assert sum(each["late"] for each in told) == PLACED
    page.wait_for_load_state("networkidle")
    shot(page, "boston-map")


def _listed(desk: Seat, show: str) -> int:
    """Turn every page of a list; return how many different cases were on them."""
    desk.opens("cases", show=show)
    older = desk.page.get_by_role("link", name="Older ones")
    seen: list[str] = []
    while True:
        rows = desk.page.locator("td a.row")
        seen += rows.evaluate_all("rows => rows.map(row => row.href)")
        if not older.count():
            break
        with desk.page.expect_navigation():
            older.click()
    assert len(seen) == len(set(seen))
    return len(seen)


def _cases_tell_their_stories(desk: Seat, shot: Shot) -> None:
    """The first that was filed, and the last that is still open."""
    filed = Case.objects.exclude(closed_at=None).order_by("reported_at")[0]
    going = Case.objects.filter(closed_at=None).order_by("-reported_at")[0]
    for case, words in (
        (filed, ("Reported", "Filed")),
        (going, ("d over", "Explain this deadline")),
    ):
        assert desk.opens("case", case.number) == 200
        expect(desk.page.locator("main")).to_contain_text(case.number)
        desk.sees(*words)
        shot(desk.page, f"boston-{case.state}")
