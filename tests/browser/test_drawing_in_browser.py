"""A border is drawn on the map by mouse and by number, and approved on a phone."""

import json
from collections.abc import Callable
from datetime import timedelta
from math import cos, radians
from pathlib import Path

import shapely
from django.utils.timezone import localdate
from playwright.sync_api import FilePayload, Page, expect

from quincunx.areas import propose
from quincunx.areas.draft_life import State
from quincunx.areas.models import BorderDraft
from quincunx.areas.propose import Proposal
from tests.browser.fixtures import DESKTOP, PHONE, OpenPage
from tests.browser.story import now, seated
from tests.cast import SOUTH, STEP, WEST, Town, square

Shot = Callable[..., Path]
READY = "[data-map=draft][data-ready]"


def _dragged(page: Page, frm: tuple[float, float], to: tuple[float, float]) -> None:
    """Drag from one place on the map to another, both as shares of its width."""
    panel = page.locator("[data-map=draft]")
    panel.scroll_into_view_if_needed()
    box = panel.bounding_box()
    assert box is not None
    spots = [
        (box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        for x, y in (frm, to)
    ]
    page.mouse.move(*spots[0])
    page.mouse.down()
    page.mouse.move(*spots[1], steps=8)
    page.mouse.up()


def test_a_border_is_drawn_on_the_map_and_approved_on_a_phone(
    live: str,
    town: Town,
    open_page: OpenPage,
    shot: Shot,
    faultless: Callable[[Page], None],
) -> None:
    moment = now()
    on = localdate(moment) + timedelta(days=9)
    by = town.actor("administrator", moment)
    proposal = Proposal("The school grew", "New block.", on, [])
    draft = propose.draw(proposal, by=by, at=moment)

    page = open_page(DESKTOP, language="en")
    admin = seated(page, live, town.person("administrator"))
    admin.opens("areas-draft", draft.pk)
    page.locator(READY).wait_for()
    admin.fills(area="青榆第一网格")
    corners = page.locator("[name=corners]")
    expect(corners).to_have_value("\n".join(_corners(page)))
    inside = page.locator("[data-sides] tr").filter(has_text="Inside the line")
    buildings = inside.locator("td").nth(2)
    expect(buildings).to_have_text("2")
    shot(page, "draft-drawing")

    east = [(0.0, 0.0), (1.5, 0.0), (1.5, 1.0), (0.0, 1.0)]
    lines = [f"{WEST + c * STEP:.7f}, {SOUTH + r * STEP:.7f}" for c, r in east]
    corners.fill("\n".join(lines))
    corners.press("Tab")
    expect(buildings).to_have_text("3")
    expect(page.locator("[data-sides]")).to_contain_text("Comes in")
    shot(page, "draft-sides", full=True)
    page.get_by_role("button", name="Add it and look").click()
    admin.sees("青榆第一网格 is drawn anew", "What moves with it")
    page.locator(READY).wait_for()
    faultless(page)
    shot(page, "draft-drawn")
    admin.presses("Submit it")
    admin.sees("Submitted.")

    phone = open_page(PHONE, language="en")
    supervisor = seated(phone, live, town.person("supervisor"))
    supervisor.opens("areas-draft", draft.pk)
    phone.locator(READY).wait_for()
    faultless(phone)
    shot(phone, "draft-approve-phone")
    supervisor.presses("Approve what is shown")
    supervisor.sees("Approved.")
    assert BorderDraft.objects.get().state == State.APPROVED


def _corners(page: Page) -> list[str]:
    """Return what the map has written: four corners of a square, in some order."""
    page.wait_for_function("document.querySelector('[name=corners]').value !== ''")
    lines: list[str] = page.locator("[name=corners]").input_value().splitlines()
    square = {
        f"{WEST + c * STEP:.7f}, {SOUTH + r * STEP:.7f}" for c in (0, 1) for r in (0, 1)
    }
    assert set(lines) == square
    return lines


def test_a_corner_is_dragged_and_taken_back(
    live: str, town: Town, open_page: OpenPage, shot: Shot
) -> None:
    moment = now()
    on = localdate(moment) + timedelta(days=9)
    by = town.actor("administrator", moment)
    step = {"act": "rename", "area": town.area("c1").pk, "name": "x"}
    proposal = Proposal("One grid alone", "Why.", on, [step])
    draft = propose.draw(proposal, by=by, at=moment)
    page = open_page(DESKTOP, language="en")
    admin = seated(page, live, town.person("administrator"))
    admin.opens("areas-draft", draft.pk)
    page.locator(READY).wait_for()
    admin.fills(area="老榆第一网格")
    corners = page.locator("[name=corners]")
    page.wait_for_function("document.querySelector('[name=corners]').value !== ''")
    before = corners.input_value()
    _dragged(page, _corner_on_screen(page), (0.5, 0.5))
    expect(corners).not_to_have_value(before)
    page.get_by_role("button", name="Undo").click()
    expect(corners).to_have_value(before)

    pond = [(4.8, 0.8), (5.2, 0.8), (5.2, 1.2), (4.8, 1.2)]
    hole = "\n".join(f"{WEST + c * STEP:.7f}, {SOUTH + r * STEP:.7f}" for c, r in pond)
    corners.fill(f"{before}\n\n{hole}")
    corners.press("Tab")
    expect(page.locator("[data-sides]")).to_contain_text("Goes out")
    shot(page, "draft-hole", full=True)
    _dragged(page, _corner_on_screen(page), (0.5, 0.5))
    expect(corners).not_to_have_value(f"{before}\n\n{hole}")
    outer, _, inner = corners.input_value().partition("\n\n")
    assert (len(outer.splitlines()), inner) == (len(before.splitlines()), hole)


def _corner_on_screen(page: Page) -> tuple[float, float]:
    """Return where the south-west corner of c1 stands on the map, as shares of it.

    The map shows the box it is told whole, 24 pixels from its edges.
    """
    panel = page.locator("[data-map=draft]")
    box = panel.bounding_box()
    assert box is not None
    told = (panel.get_attribute("data-box") or "").split(",")
    west, south, east, north = map(float, told)
    squeeze = cos(radians((south + north) / 2))
    wide, high = box["width"], box["height"]
    pixels = min((wide - 48) / (east - west), (high - 48) * squeeze / (north - south))
    x = wide / 2 + (WEST + 4 * STEP - (west + east) / 2) * pixels
    y = high / 2 - (SOUTH - (south + north) / 2) * pixels / squeeze
    return x / wide, y / high


def test_a_file_stays_chosen_from_the_first_look_to_the_draft(
    live: str,
    town: Town,
    open_page: OpenPage,
    shot: Shot,
    faultless: Callable[[Page], None],
) -> None:
    page = open_page(PHONE, language="en")
    admin = seated(page, live, town.person("administrator"))
    admin.opens("areas-import")
    file = page.locator("input[type=file]")
    broken = FilePayload(name=GRIDS["name"], mimeType="text/plain", buffer=b"not this")
    file.set_input_files([broken])
    page.locator("[name=name_field]").fill("name")
    page.locator("[name=reason]").fill("A survey.")
    look = page.get_by_role("button", name="Look at it first")
    look.click()
    admin.sees("grids.geojson is damaged")
    file.set_input_files([GRIDS])
    look.click()
    admin.sees("What grids.geojson would do")
    faultless(page)
    shot(page, "border-file-phone", full=True)
    page.get_by_role("button", name="Make a draft of it").click()
    page.wait_for_url("**/areas/drafts/*")
    admin.sees("A draft now.", "青榆第一网格 is drawn anew")


def _grids() -> bytes:
    wide = shapely.geometry.mapping(square(0, 0, 1.5, 1))
    rest = shapely.geometry.mapping(square(1.5, 0, 0.5, 1))
    names = ("青榆第一网格", "青榆第二网格")
    told = [
        {"type": "Feature", "properties": {"name": name}, "geometry": shape}
        for name, shape in zip(names, (wide, rest), strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": told}).encode()


GRIDS: FilePayload = {
    "name": "grids.geojson",
    "mimeType": "application/geo+json",
    "buffer": _grids(),
}
