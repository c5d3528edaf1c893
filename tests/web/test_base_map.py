"""A base map by setting: in its own system, and from no host but the declared one."""

import json
import subprocess
from datetime import UTC, datetime
from math import floor
from pathlib import Path

import mapbox_vector_tile
import pytest
import shapely
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django.fixtures import Settings

from quincunx.areas import basemap, own_checks
from quincunx.foundation.health import Tone
from quincunx.lib.coordinates import Datum, convert_one, metres_between
from quincunx.web.areas import tiles
from quincunx.web.areas.tiles import Tile
from tests.cast import SOUTH, STEP, WEST, Town
from tests.web.archives import EXTENT, Box, across, archive, down

ROOT = Path(__file__).parents[2]
A1: Box = (WEST, SOUTH, WEST + STEP, SOUTH + STEP)
# A place in Zhumadian, as maps of the three systems have it.
KNOWN = {
    Datum.WGS84: (114.0164322, 33.0133556),
    Datum.GCJ02: (114.022306, 33.0115324),
    Datum.BD09: (114.0287781, 33.0176697),
}
SHIFTED = (Datum.GCJ02, Datum.BD09)


def _tile_at(lon: float, lat: float, zoom: int, system: Datum) -> Tile:
    return Tile(zoom, floor(across(lon, zoom)), floor(down(lat, zoom)), system)


def _metres(units: float, zoom: int, lat: float) -> float:
    """Return how long so many units of a tile are on the ground."""
    return metres_between(0, lat, units / EXTENT / 2**zoom * 360, lat)


@pytest.mark.parametrize("system", KNOWN)
@pytest.mark.parametrize("zoom", [12, 14, 16])
def test_what_we_draw_lies_within_a_metre_of_the_same_place_on_the_base_map(
    system: Datum, zoom: int
):
    lon, lat = KNOWN[system]
    tile = _tile_at(lon, lat, zoom, system)
    there = ((across(lon, zoom) - tile.x) * EXTENT, (down(lat, zoom) - tile.y) * EXTENT)
    ours = tile.flat(shapely.Point(KNOWN[Datum.WGS84]))
    apart = _metres(ours.distance(shapely.Point(there)), zoom, lat)
    assert apart < (1 if zoom > 12 else 2)  # a unit of a tile has 2 m there


@pytest.mark.parametrize("system", SHIFTED)
def test_borders_in_a_tile_fit_the_base_map_from_edge_to_edge(
    town: Town, system: Datum
):
    corner = convert_one(A1[2], A1[3], Datum.WGS84, system)
    tile = _tile_at(*corner, 16, system)
    told = mapbox_vector_tile.decode(
        tiles.areas(tile, localdate()), default_options={"y_coord_down": True}
    )
    grid = town.area("a1").pk
    shapes = [
        shapely.geometry.shape(each["geometry"])
        for each in told["areas"]["features"]
        if each["properties"]["id"] == grid
    ]
    x, y = (across(corner[0], 16) - tile.x) * EXTENT, (down(corner[1], 16) - tile.y)
    there = shapely.Point(x, y * EXTENT)
    corners = shapely.points(shapely.get_coordinates(shapes))
    apart = min(there.distance(each) for each in corners)
    assert _metres(apart, 16, corner[1]) < 1
    west, _, _, bottom = shapely.union_all(shapes).bounds
    assert west <= 0  # the grid goes on over the edges of its tile
    assert bottom >= EXTENT


def test_browser_and_server_shift_alike():
    """The same formulas in two languages, to a millionth of a metre."""
    places = [(73.5 + 3.2 * n, 4.0 + 2.5 * n) for n in range(20)]
    places += [*KNOWN.values(), (-71.0587, 42.3594)]
    script = (
        "import { system } from './front/parts/datum.js';"
        f"const places = {json.dumps(places)};"
        "const told = ['gcj02', 'bd09'].map((name) => { const way = system(name);"
        "return places.map((p) => [way.onto(p), way.from(p)]); });"
        "console.log(JSON.stringify(told));"
    )
    ran = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for system, told in zip(SHIFTED, json.loads(ran.stdout), strict=True):
        for place, (onto, back) in zip(places, told, strict=True):
            here = convert_one(*place, Datum.WGS84, system)
            there = convert_one(*place, system, Datum.WGS84)
            assert metres_between(*onto, *here) < 1e-6
            assert metres_between(*back, *there) < 1e-6


@pytest.fixture
def drawn(town: Town, settings: Settings, tmp_path: Path) -> Path:
    """A base map in GCJ-02 is set."""
    file = archive(tmp_path / "town.pmtiles", A1, Datum.GCJ02)
    settings.QUINCUNX_BASEMAP = str(file)
    settings.QUINCUNX_BASEMAP_SYSTEM = "GCJ-02"
    settings.QUINCUNX_BASEMAP_CREDIT = "GS(2026)0001 <b>"
    return file


def _page(client: Client) -> str:
    return client.get(reverse("grids")).content.decode()


def test_a_map_is_told_its_base_map_and_whose_it_is(drawn: Path, client: Client):
    page = _page(client)
    assert 'data-system="gcj02"' in page
    assert "GS(2026)0001 &lt;b&gt;" in page
    found = basemap.current()
    assert found is not None
    assert found.archive is not None
    assert (found.archive.kind, found.archive.layers) == ("vector", ("water",))


def test_the_archive_is_given_in_parts_only(drawn: Path, client: Client):
    address, size = reverse("base-map"), drawn.stat().st_size
    part = client.get(address, headers={"Range": "bytes=0-126"})
    assert (part.status_code, part.content) == (206, drawn.read_bytes()[:127])
    assert part["Content-Range"] == f"bytes 0-126/{size}"
    past = client.get(address, headers={"Range": f"bytes=0-{size + 9}"})
    assert len(past.content) == size
    for asked in ("", "bytes=-5", "bytes=9-2", f"bytes={size}-{size + 1}", "bytes=0-"):
        refused = client.get(address, headers={"Range": asked})
        assert (refused.status_code, refused["Content-Range"]) == (
            416,
            f"bytes */{size}",
        )


def test_without_a_base_map_there_is_none(town: Town, client: Client):
    assert client.get(reverse("base-map")).status_code == 404
    assert "data-base" not in _page(client)


def test_pages_with_a_map_may_fetch_from_the_declared_host_and_no_other(
    town: Town, settings: Settings, client: Client
):
    settings.QUINCUNX_BASEMAP_SYSTEM = "WGS-84"
    settings.QUINCUNX_BASEMAP = (
        "https://t0.tianditu.example/vec?z={z}&x={x}&y={y}&tk=k"
        " https://t0.tianditu.example/cva?z={z}&x={x}&y={y}&tk=k"
    )
    policy = client.get(reverse("grids"))["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://t0.tianditu.example" in policy
    assert "connect-src 'self' https://t0.tianditu.example" in policy
    assert policy.count("https://") == 2
    without = client.get(reverse("home"))["Content-Security-Policy"]
    assert "https://" not in without


@pytest.mark.parametrize(
    ("said", "system", "code"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "", "without-system"),
        ("https://tiles.example/{z}/{x}/{y}.png", "EPSG:3857", "system-unknown"),
        ("https://tiles.example/{z}/{x}.png", "WGS-84", "address"),
        ("ftp://tiles.example/{z}/{x}/{y}.png", "WGS-84", "address"),
        ("https://a;script-src%20*/{z}/{x}/{y}.png", "WGS-84", "address"),
        ("//tiles.example/{z}/{x}/{y}.png", "WGS-84", "address"),
        (" ".join(["/{z}/{x}/{y}.png"] * 5), "WGS-84", "too-many"),
        ("/nowhere/town.pmtiles", "WGS-84", "absent"),
        (__file__, "WGS-84", "not-pmtiles"),
    ],
)
def test_a_wrong_setting_shows_no_base_map_and_doctor_says_why(
    town: Town,
    settings: Settings,
    client: Client,
    said: str,
    system: str,
    code: str,
):
    settings.QUINCUNX_BASEMAP, settings.QUINCUNX_BASEMAP_SYSTEM = said, system
    with pytest.raises(basemap.Refusal) as refused:
        basemap.declared()
    assert refused.value.code == f"basemap-{code}"
    assert "data-base" not in _page(client)
    found = own_checks.CHECKS[0].look(datetime.now(UTC))
    assert (found.tone, bool(found.command)) == (Tone.WARN, True)


def test_doctor_says_that_a_base_map_lies_elsewhere(
    drawn: Path, settings: Settings, tmp_path: Path
):
    look = own_checks.CHECKS[0].look
    assert look(datetime.now(UTC)).tone == Tone.WELL
    elsewhere = archive(tmp_path / "sea.pmtiles", (150, 10, 150.1, 10.1), Datum.WGS84)
    settings.QUINCUNX_BASEMAP = str(elsewhere)
    assert look(datetime.now(UTC)).tone == Tone.WARN
