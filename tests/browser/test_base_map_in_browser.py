"""A base map under ours in a browser: both agree, and a pin is kept in WGS 84."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from pytest_django.fixtures import Settings

from quincunx.lib.coordinates import Datum, metres_between
from tests.browser.fixtures import PHONE, OpenPage
from tests.browser.story import Seat
from tests.cast import SOUTH, STEP, WEST, Town
from tests.web.archives import archive

Colour = tuple[int, int, int]
Shot = Callable[..., Path]
CORNER = (WEST + STEP, SOUTH + STEP)  # of the water on the base map, and of grid a1
READY = "[data-map][data-ready]"
NEAR = 8  # pixels; at the deepest zoom 0.92 m
PLACE = """() => ["lon", "lat"].map(
  (name) => Number(document.querySelector(`input[name=${name}]`).value))"""


def _looks_closely(page: Page) -> None:
    """Find oneself at the corner, and come as near as one may."""
    page.get_by_role("button", name="I am standing there").click()
    expect(page.locator(".pin")).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(500)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)


def _middle(page: Page) -> tuple[float, float]:
    box = page.locator("[data-map]").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _seen(page: Page, kept: Path) -> list[Colour]:
    """Return the colours south-west, south-east, north-west, north-east of the pin."""
    x, y = _middle(page)
    ways = ((-NEAR, NEAR), (NEAR, NEAR), (-NEAR, -NEAR), (NEAR, -NEAR))
    with Image.open(BytesIO(kept.read_bytes())) as seen:
        flat = seen.convert("RGB")
        return [flat.getpixel((round(x + to), round(y + low))) for to, low in ways]  # type: ignore[misc]  # three numbers in this mode


@pytest.mark.parametrize("system", [Datum.BD09])
def test_base_map_and_pin_agree_within_a_metre(
    live: str,
    town: Town,
    settings: Settings,
    tmp_path: Path,
    open_page: OpenPage,
    shot: Shot,
    system: Datum,
) -> None:
    water = (WEST, SOUTH, *CORNER)
    settings.QUINCUNX_BASEMAP = str(archive(tmp_path / "t.pmtiles", water, system))
    settings.QUINCUNX_BASEMAP_SYSTEM = system
    settings.QUINCUNX_BASEMAP_CREDIT = "GS(2026)0001"
    place = {"longitude": CORNER[0], "latitude": CORNER[1]}
    page = open_page(
        PHONE, language="en", geolocation=place, permissions=["geolocation"]
    )
    Seat(page, live).opens("grids")
    page.locator(READY).wait_for()
    shot(page, f"base-map-{system}")
    _looks_closely(page)
    page.evaluate("document.querySelector('.pin').style.visibility = 'hidden'")
    water_there, *others = _seen(page, shot(page, f"base-map-{system}-corner"))
    assert water_there not in others
    assert len(set(others)) == 1
    page.evaluate("document.querySelector('.pin').remove()")
    page.mouse.click(*_middle(page))
    lon, lat = page.evaluate(PLACE)
    assert metres_between(lon, lat, *CORNER) < 1


def test_pictures_come_from_the_declared_host(
    live: str, town: Town, settings: Settings, open_page: OpenPage, shot: Shot
) -> None:
    """The policy of the page lets them through; the picture is drawn."""
    drawn = BytesIO()
    Image.new("RGB", (256, 256), "darkorange").save(drawn, "PNG")
    allowed = {"Access-Control-Allow-Origin": "*"}
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        body = drawn.getvalue()
        route.fulfill(body=body, content_type="image/png", headers=allowed)

    settings.QUINCUNX_BASEMAP = "http://127.0.0.1:9/{z}/{x}/{y}.png"
    settings.QUINCUNX_BASEMAP_SYSTEM = "GCJ-02"
    page = open_page(PHONE, language="en")
    page.route("http://127.0.0.1:9/**", answer)
    Seat(page, live).opens("grids")
    page.locator(READY).wait_for()
    page.locator("[data-map]").scroll_into_view_if_needed()
    red, _, blue = _seen(page, shot(page, "base-map-pictures"))[0]
    assert asked
    assert red > blue + 50
