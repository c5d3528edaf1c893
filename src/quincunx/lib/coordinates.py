"""Positions: what a pair of degrees may be, and the three systems in use in China.

WGS 84 (and CGCS 2000, which agrees with it within decimetres) is stored. GCJ-02 is
what AMap and Tencent show, BD-09 what Baidu shows. Their formulas are not published
officially; these agree with the maps within a metre. The way back is found by
iteration to less than a centimetre, where simple subtraction is metres off.
"""

import math
from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quincunx.lib.refusal import Refusal

Degrees = NDArray[np.float64]
Positions = tuple[Degrees, Degrees]

EARTH_RADIUS = 6_371_008.8  # metres, mean, IUGG
MAJOR, FLATNESS = 6_378_245.0, 0.006_693_421_622_965_943  # Krasovsky 1940
BAIDU_WAVE = math.pi * 3000 / 180
ROUNDS = 10  # each brings the way back some fifty times closer


class Datum(StrEnum):
    """What a pair of degrees refers to."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def check_lonlat(lon: float, lat: float) -> None:
    """Refuse what is no position: not a number, off the globe, or swapped."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise Refusal("position-not-a-number")
    if abs(lon) <= 180 and abs(lat) <= 90:
        return
    if abs(lat) <= 180 and abs(lon) <= 90:
        raise Refusal("position-swapped", lon=lon, lat=lat)
    raise Refusal("position-out-of-range", lon=lon, lat=lat)


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance over the sphere, within 0.6 % of the true one."""
    north, other_north = math.radians(lat), math.radians(other_lat)
    rise = math.sin((other_north - north) / 2) ** 2
    turn = math.sin(math.radians(other_lon - lon) / 2) ** 2
    half = math.sqrt(rise + math.cos(north) * math.cos(other_north) * turn)
    return 2 * EARTH_RADIUS * math.asin(min(1.0, half))


def cell_around(lon: float, lat: float, metres: float) -> tuple[float, float]:
    """Return the middle of the cell of so many metres that holds a position.

    The cells do not depend on the position, so asking often tells no more than once.
    """
    high = math.degrees(metres / EARTH_RADIUS)
    middle = (math.floor(lat / high) + 0.5) * high
    wide = high / max(math.cos(math.radians(middle)), 0.01)
    across = (math.floor(lon / wide) + 0.5) * wide
    return round(across, 6), round(middle, 6)


def convert_one(lon: float, lat: float, frm: Datum, to: Datum) -> tuple[float, float]:
    """Return one position in another system; refuses what is no position."""
    check_lonlat(lon, lat)
    lons, lats = convert([lon], [lat], frm, to)
    return float(lons[0]), float(lats[0])


def convert(lons: ArrayLike, lats: ArrayLike, frm: Datum, to: Datum) -> Positions:
    """Return positions in degrees in another system, array for array.

    Outside China's bounding box GCJ-02 is WGS 84, as the maps have it.
    """
    here: Positions = (np.asarray(lons, float), np.asarray(lats, float))
    for step in _steps(_rank(frm), _rank(to)):
        here = step(here)
    return here


def _rank(datum: Datum) -> int:
    """Return how many layers lie over WGS 84."""
    return {Datum.GCJ02: 1, Datum.BD09: 2}.get(datum, 0)


def _steps(frm: int, to: int) -> list[Callable[[Positions], Positions]]:
    if frm <= to:
        return [_to_gcj02, _to_bd09][frm:to]
    return [_from_bd09, _from_gcj02][2 - frm : 2 - to]


def _to_gcj02(wgs84: Positions) -> Positions:
    lon, lat = wgs84
    x, y = lon - 105, lat - 35
    sine = 1 - FLATNESS * np.sin(np.radians(lat)) ** 2
    per_lat = math.radians(1) * MAJOR * (1 - FLATNESS) / sine**1.5
    per_lon = math.radians(1) * MAJOR / np.sqrt(sine) * np.cos(np.radians(lat))
    inside = (lon > 72.004) & (lon < 137.8347) & (lat > 0.8293) & (lat < 55.8271)
    return (
        lon + np.where(inside, _metres_east(x, y) / per_lon, 0),
        lat + np.where(inside, _metres_north(x, y) / per_lat, 0),
    )


def _metres_east(x: Degrees, y: Degrees) -> Degrees:
    even = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    slow = _wave(20, x) + _wave(40, x / 3) + _wave(150, x / 12) + _wave(300, x / 30)
    return even + _ripple(x) + slow


def _metres_north(x: Degrees, y: Degrees) -> Degrees:
    even = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    slow = _wave(20, y) + _wave(40, y / 3) + _wave(160, y / 12) + _wave(320, y / 30)
    return even + _ripple(x) + slow


def _ripple(x: Degrees) -> Degrees:
    return _wave(20, 6 * x) + _wave(20, 2 * x)


def _wave(height: float, turns: Degrees) -> Degrees:
    return height * 2 / 3 * np.sin(math.pi * turns)


def _to_bd09(gcj02: Positions) -> Positions:
    lon, lat = gcj02
    far = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_WAVE)
    return far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006


def _from_gcj02(gcj02: Positions) -> Positions:
    return _back(_to_gcj02, gcj02)


def _from_bd09(bd09: Positions) -> Positions:
    return _back(_to_bd09, bd09)


def _back(step: Callable[[Positions], Positions], there: Positions) -> Positions:
    """Return where `step` leads `there` from.

    Newton's method with the identity for the derivative, from which both systems
    differ by less than 2 %.
    """
    lon, lat = there
    for _ in range(ROUNDS):
        lon_there, lat_there = step((lon, lat))
        lon, lat = lon + there[0] - lon_there, lat + there[1] - lat_there
    return lon, lat
