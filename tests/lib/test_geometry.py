import json
import math
import struct
import time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from quincunx.lib import geometry
from quincunx.lib.refusal import Refusal

COMPOUND = box(116.40, 39.90, 116.41, 39.91)
BEIJING = (115.4, 39.4, 117.5, 41.1)


def refused(code, question, *told):
    with pytest.raises(Refusal) as caught:
        question(*told)
    assert caught.value.code == code
    facts = dict(caught.value.facts)
    assert facts.pop("shape") == "grid 2"
    return facts


def geojson(shape):
    return shapely.to_geojson(shape)


@pytest.mark.parametrize(
    "shape",
    [
        COMPOUND,
        MultiPolygon([COMPOUND, box(116.5, 39.9, 116.6, 40)]),
        Point(116.4, 39.9),
    ],
)
def test_a_shape_is_read(shape):
    assert geometry.from_geojson(geojson(shape), "grid 2") == shape
    assert geometry.from_wkb(shapely.to_wkb(shape), "grid 2") == shape


def test_a_feature_is_its_geometry_and_heights_are_left_out():
    high = shapely.force_3d(COMPOUND, 44.0)
    feature = {
        "type": "Feature",
        "properties": {"name": "井盖"},
        "geometry": json.loads(geojson(high)),
    }
    read = geometry.from_geojson(json.dumps(feature).encode(), "grid 2")
    assert read == COMPOUND
    assert not read.has_z


@pytest.mark.parametrize(
    "text",
    [
        *("", "{}", "[]", "井盖", "[" * 9999),
        *('{"type": "Polygon"}', '{"type": "Circle"}'),
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1]]]}',
        '{"type": "Point", "coordinates": [NaN, 1]}',
        '{"type": "Point", "coordinates": ["1", "2"]}',
    ],
)
def test_what_is_no_geojson_is_refused(text):
    assert refused("shape-not-understood", geometry.from_geojson, text, "grid 2") == {}


@pytest.mark.parametrize(
    "content", [b"", b"\x01", b"\x01\x03\0\0\0\xff\xff\xff\xff", b"no"]
)
def test_what_are_no_well_known_bytes_is_refused(content):
    assert refused("shape-not-understood", geometry.from_wkb, content, "grid 2") == {}


@pytest.mark.parametrize(
    "text", ['{"type":"Polygon","coordinates":[]}', "POLYGON EMPTY"]
)
def test_an_empty_shape_is_refused(text):
    if text.startswith("{"):
        refused("shape-empty", geometry.from_geojson, text, "grid 2")
    else:
        refused("shape-empty", geometry.check, shapely.from_wkt(text), "grid 2")


def test_a_shape_that_crosses_itself_is_refused_with_the_place():
    bow = Polygon([(116, 39), (117, 40), (117, 39), (116, 40)])
    facts = refused("shape-crosses-itself", geometry.check, bow, "grid 2")
    assert facts == {"flaw": "crosses-itself", "x": 116.5, "y": 39.5}


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number):
    line = struct.pack("<BIIdddd", 1, 2, 2, 116, 39, 117, number)
    refused("shape-not-a-number", geometry.from_wkb, line, "grid 2")


def test_metres_or_feet_taken_for_degrees_are_refused_with_the_place():
    feet = box(775_000, 2_950_000, 776_000, 2_951_000)
    facts = refused("shape-out-of-range", geometry.check, feet, "grid 2")
    assert facts == {"x": 776_000, "y": 2_950_000}


def ring(vertices):
    turn = np.linspace(0, 2 * np.pi, vertices)
    return Polygon(np.column_stack([116 + np.cos(turn) / 9, 39 + np.sin(turn) / 9]))


def test_a_million_vertices_are_too_many_and_just_fewer_are_not():
    assert geometry.check(ring(100_000), "grid 2").is_valid
    began = time.perf_counter()
    refused("shape-too-large", geometry.check, ring(1_000_002), "grid 2")
    refused("shape-too-large", geometry.from_wkb, bytes(65 << 20), "grid 2")
    assert time.perf_counter() - began < 5


def test_a_shape_must_lie_where_it_is_expected():
    geometry.must_touch(COMPOUND, BEIJING, "grid 2")
    swapped = box(39.90, 116.40, 39.91, 116.41)
    assert refused(
        "shape-swapped", geometry.must_touch, swapped, BEIJING, "grid 2"
    ) == {"x": 39.90, "y": 116.40}
    boston = box(-71.2, 42.2, -70.9, 42.4)
    assert refused(
        "shape-elsewhere", geometry.must_touch, boston, BEIJING, "grid 2"
    ) == {"x": -71.2, "y": 42.2}


places = st.tuples(st.floats(-179, 179), st.floats(-80, 80))
sizes = st.floats(0.0005, 0.05)


@settings(derandomize=True, deadline=None)
@given(places, sizes, sizes)
def test_surfaces_are_those_of_the_ellipsoid(place, width, height):
    lon, lat = place
    shape = box(lon, lat, lon + width, lat + height)
    true, _ = Geod(ellps="WGS84").geometry_area_perimeter(
        shapely.segmentize(shape, 1e-3)
    )
    assert geometry.square_metres(shape) == pytest.approx(abs(true), rel=1e-3)


def test_a_hole_does_not_count_and_a_point_has_no_surface():
    hole = box(116.402, 39.902, 116.404, 39.904)
    whole, left = COMPOUND, COMPOUND.difference(hole)
    assert geometry.square_metres(left) == pytest.approx(
        geometry.square_metres(whole) - geometry.square_metres(hole), rel=1e-9
    )
    assert geometry.square_metres(Point(116.4, 39.9)) == 0


def test_lengths_are_in_metres():
    line = geometry.in_metres(LineString([(116.4, 39.9), (116.4, 40.0)]))
    assert line.length == pytest.approx(11_103, abs=1)


def test_a_shape_is_simplified_for_a_map():
    assert len(geometry.simplified(ring(2000), 100).exterior.coords) < 100


def test_neighbours_that_miss_each_other_by_centimetres_meet_when_snapped():
    west = box(116.40, 39.90, 116.405, 39.91)
    east = box(116.4050001, 39.90, 116.41, 39.91)
    assert not west.touches(east)
    west, east = (geometry.snapped(shape, 0.1) for shape in (west, east))
    assert west.touches(east)
    assert geometry.snapped(box(116.4, 39.9, 116.4000001, 39.91), 0.1).is_empty
