"""Rows of an open map read as premises and facilities; nothing is written here."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from quincunx.lib.refusal import Refusal
from quincunx.lib.text import line

MOST_BYTES = 200 * 1024 * 1024
FACILITY = "facility"
ANY = "*"


@dataclass(frozen=True)
class Row:
    """A place of the map: what it is here, what it is called, and where."""

    reference: str
    of_class: str  # or FACILITY
    kind: str
    name: str
    lon: float
    lat: float
    opening: str
    telephone: str
    address: str

    @property
    def called(self) -> str:
        return self.name or self.address


def read(content: bytes, name: str) -> Iterator[Row | None]:
    """Yield each feature of a GeoJSON file; None for one that is no place here."""
    if len(content) > MOST_BYTES:
        raise Refusal("file-too-long", file=name, most=MOST_BYTES)
    try:
        features = json.loads(content)["features"]
    except (ValueError, KeyError, TypeError) as fault:
        raise Refusal("not-a-feature-collection", file=name) from fault
    for feature in features:
        yield _row(feature)


def _row(feature: Mapping[str, Any]) -> Row | None:
    told = {
        key: line(str(value))
        for key, value in (feature.get("properties") or {}).items()
        if value is not None
    }
    shape = _shape(feature)
    what = _what(told)
    if shape is None or not what or "id" not in told:
        return None
    of_class, _, kind = what.partition("/")
    spot = shape.representative_point()
    street = f"{told.get('addr:street', '')} {told.get('addr:housenumber', '')}"
    return Row(
        reference=f"osm:{told.get('osm_type', 'node')}/{told['id']}"[:80],
        of_class=of_class,
        kind=kind,
        name=told.get("name") or told.get("operator", ""),
        lon=round(spot.x, 7),
        lat=round(spot.y, 7),
        opening=told.get("opening_hours", ""),
        telephone=told.get("phone", ""),
        address=street.strip(),
    )


def _shape(feature: Mapping[str, Any]) -> BaseGeometry | None:
    try:
        shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except shapely.errors.GEOSException:
        return None
    return None if shape is None or shape.is_empty else shape


def _what(told: Mapping[str, str]) -> str:
    for tag, kinds in _tags():
        if tag in told:
            return kinds.get(told[tag], kinds[ANY])
    return ""


@cache
def _tags() -> tuple[tuple[str, Mapping[str, str]], ...]:
    file = resources.files("quincunx.registers.places") / "kinds.toml"
    rows = tomllib.loads(file.read_text("utf-8"))["tag"]
    return tuple(
        (row["name"], {k: v for k, v in row.items() if k != "name"}) for row in rows
    )
