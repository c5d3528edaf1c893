"""Manhattan's district 3 by the commands, and its five levels on the screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quincunx.areas.models import Area
from quincunx.areas.tree import ids
from quincunx.staff import actors, functions
from tests.browser.fixtures import DESKTOP, OpenPage
from tests.browser.story import seated
from tests.cli.conftest import Call
from tests.real.clerk import AT, clerk
from tests.real.test_areas_real import MANHATTAN, rows_of

LOTS = MANHATTAN / "tax_lots.csv"
# File, level, column with the code, column with the name.
FILES = (
    ("borough_manhattan.geojson", 1, "borough_code", "name"),
    ("community_district_103.geojson", 2, "boro_cd", "name"),
    ("nta.geojson", 3, "nta2020", "name"),
    ("census_tracts.geojson", 4, "ct2020", "name"),
    ("tax_lots.csv", 5, "block,lot", ""),
)

pytestmark = [pytest.mark.real, pytest.mark.django_db]


def bring_in(call: Call, *, write: str = "--apply") -> list[int]:
    """Import every level by the command; return how many areas each was."""
    told = []
    for name, level, code, title in FILES:
        words = ["--level", level, "--code-field", code, "--name-field", title]
        since = ["--valid-from", "2000-01-01", "--json"]
        done = call("areas", "import", MANHATTAN / name, *words, *since, write)
        assert done.code == 0, done.err
        told.append(done.facts["new"])
    return told


def test_five_levels_come_in_by_the_commands(call: Call, tmp_path: Path) -> None:
    first, *_ = FILES
    preview = call("areas", "import", MANHATTAN / first[0], "--level", 1)
    assert "Nothing was written." in preview.out
    assert not Area.objects.exists()

    counts = bring_in(call)
    assert (counts[0], counts[1], counts[4]) == (1, 1, 4228)
    assert Area.objects.filter(level=5, gap_exempt=True).count() == 4228

    lots = call("areas", "check", "--level", 5, "--json")
    assert (lots.code, lots.facts["faults"]) == (0, [])
    # One of twelve community districts is here: the rest of the borough is a gap.
    whole = call("areas", "check", "--level", 2, "--json")
    assert whole.code == 1
    assert {fault["what"] for fault in whole.facts["faults"]} <= {"gap", "hole"}

    out = tmp_path / "located.csv"
    columns = ("--lon", "longitude", "--lat", "latitude", "--at", "2020-01-01")
    assert call("areas", "locate", LOTS, out, *columns).code == 0
    rows = rows_of(out)
    tracts = sum(row["code_4"] == row["ct2020"].zfill(6) for row in rows)
    neighbourhoods = sum(row["code_3"] == row["nta"] for row in rows)
    assert min(tracts, neighbourhoods) >= 0.999 * len(rows)


def test_the_tree_is_walked_on_screens_from_the_borough_to_a_lot(
    live: str,
    call: Call,
    open_page: OpenPage,
    shot: Callable[..., Path],
    faultless: Callable[[Page], None],
) -> None:
    bring_in(call)
    functions.load(functions.default(), by=actors.importer(AT), at=AT)
    borough = Area.objects.get(parent=None)
    page = open_page(DESKTOP, language="en", timezone_id="America/New_York")
    someone = seated(page, live, clerk("administrator", borough))
    someone.opens("areas")
    lot = Area.objects.filter(level=5).order_by("path")[0]
    for depth, key in enumerate(ids(lot.path)):
        here = Area.objects.get(pk=key)
        if depth:
            page.locator(f"a.row[href='/areas/{key}']").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(here.name)
        assert page.locator(".crumbs a").count() == depth
        parts = Area.objects.filter(parent=here, valid_to=None).count()
        assert page.locator("a.row").count() == min(parts, 300)
        page.wait_for_load_state("networkidle")
        shot(page, f"manhattan-level-{depth + 1}")
    faultless(page)
