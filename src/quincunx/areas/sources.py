"""Files that bring areas: GeoJSON, zipped Shapefile, GeoPackage, tables of positions.

A source is read whole into rows and outlines as they stand in the file; nothing is
guessed. The reference system is what the file states, "" where it states none.
"""

import json
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from quincunx.areas.archives import MEGABYTE, MOST_BYTES, unpack_shapefile
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import Row, read_table

MOST_OUTLINES = 200_000
SHAPEFILE, GEOPACKAGE = b"\x00\x00\x27\x0a", b"SQLite format 3\x00"
RFC_7946 = "OGC:CRS84"
LONS = ("lon", "lng", "longitude", "x")
LATS = ("lat", "latitude", "y")

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Source:
    """What a map file holds: rows, and the outline of each."""

    name: str
    columns: tuple[str, ...]
    rows: Rows
    shapes: list[BaseGeometry | None]
    crs: str = ""


def must_have(name: str, columns: Sequence[str], *wanted: str) -> None:
    """Refuse a file without one of the columns wanted; "" wants nothing."""
    missing = [column for column in wanted if column and column not in columns]
    if missing:
        found = list(columns[:40])
        raise Refusal("column-missing", file=name, missing=missing, found=found)


def read(path: Path, *, lon: str = "", lat: str = "") -> Source:
    """Read a file by its ending; `lon` and `lat` name the columns of a CSV."""
    if not path.is_file():
        raise Refusal("file-missing", file=path.name)
    if path.stat().st_size > MOST_BYTES:
        raise Refusal("file-too-large", most=MOST_BYTES // MEGABYTE)
    match path.suffix.lower():
        case ".geojson" | ".json":
            return _geojson(path)
        case ".zip":
            return _shapefile(path)
        case ".gpkg":
            return _geopackage(path)
        case ".csv" | ".xlsx":
            return _table(path, lon, lat)
    raise Refusal("file-kind-unknown", file=path.name)


def _must_begin(path: Path, magic: bytes, name: str) -> None:
    """Refuse what is not the kind its ending says; a map reader would open anything.

    A description of a layer elsewhere, under the name of a layer, is read as one.
    """
    with path.open("rb") as file:
        if file.read(len(magic)) != magic:
            raise Refusal("file-unreadable", file=name)


def as_text(value: object) -> str:
    """Return a value of a table as text; a whole number has no decimal point."""
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.15g}"
    return str(value).strip()


def _geojson(path: Path) -> Source:
    try:
        found = json.loads(
            path.read_bytes().decode("utf-8-sig"), parse_constant=_no_number
        )
    except UnicodeDecodeError as wrong:
        raise Refusal("encoding-unknown", file=path.name) from wrong
    except (ValueError, RecursionError) as wrong:
        raise Refusal("file-unreadable", file=path.name) from wrong
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        raise Refusal("not-a-feature-collection", file=path.name)
    _must_not_exceed(path, len(features), MOST_OUTLINES)
    properties = [_properties(feature, path.name) for feature in features]
    return Source(
        path.name,
        _columns(properties),
        [{k: as_text(v) for k, v in row.items()} for row in properties],
        [_shape(feature.get("geometry"), n) for n, feature in enumerate(features, 1)],
        _named_crs(found),
    )


def _no_number(constant: str) -> float:
    raise ValueError(constant)  # NaN and Infinity are not JSON


def _properties(feature: object, name: str) -> Mapping[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties or {}, dict):
        raise Refusal("not-a-feature-collection", file=name)
    return properties or {}


def _columns(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple({column: None for row in rows for column in row})


def _shape(geometry: object, row: int) -> BaseGeometry | None:
    if geometry is None:
        return None
    try:
        with np.errstate(invalid="ignore"):
            return shapely.from_geojson(json.dumps(geometry))
    except shapely.GEOSException as wrong:
        raise Refusal("shape-not-understood", shape=row) from wrong


def _named_crs(found: Mapping[str, Any]) -> str:
    """Return the system an old GeoJSON names, else the one of RFC 7946."""
    crs = found.get("crs")
    if not isinstance(crs, dict):
        return RFC_7946
    properties = crs.get("properties")
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _shapefile(path: Path) -> Source:
    with tempfile.TemporaryDirectory(prefix="quincunx-") as folder:
        layer = unpack_shapefile(path, Path(folder))
        _must_begin(layer, SHAPEFILE, path.name)
        stated = _stated_encoding(layer.with_suffix(".cpg"))
        for encoding in (stated,) if stated else ("UTF-8", "GB18030"):
            try:
                return _layer(layer, path.name, encoding=encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    raise Refusal("encoding-unknown", file=path.name)


def _stated_encoding(cpg: Path) -> str:
    if not cpg.is_file():
        return ""
    stated = cpg.read_text("ascii", "ignore").strip()
    return f"cp{stated}" if stated.isdigit() else stated


def _geopackage(path: Path) -> Source:
    _must_begin(path, GEOPACKAGE, path.name)
    try:
        with _quiet():
            found = pyogrio.list_layers(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as wrong:
        raise Refusal("file-unreadable", file=path.name) from wrong
    layers = [str(name) for name, kind in found if kind is not None]
    if len(layers) != 1:
        raise Refusal("package-needs-one-layer", file=path.name, layers=layers)
    return _layer(path, path.name, encoding=None)


@contextmanager
def _quiet() -> Iterator[None]:
    """Pass over what the reader remarks; what it cannot read it raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _layer(path: Path, name: str, *, encoding: str | None) -> Source:
    try:
        with _quiet():
            told, _, wkbs, fields = pyogrio.raw.read(
                path, encoding=encoding, force_2d=True
            )
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        pyogrio.errors.GeometryError,
    ) as wrong:
        raise Refusal("file-unreadable", file=name) from wrong
    if wkbs is None:
        raise Refusal("file-without-outlines", file=name)
    _must_not_exceed(path, len(wkbs), MOST_OUTLINES)
    columns = tuple(str(column) for column in told["fields"])
    values = [[as_text(value) for value in field.tolist()] for field in fields]
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]
    with np.errstate(invalid="ignore"):
        shapes = list(shapely.from_wkb(wkbs))
    return Source(
        name, columns, rows or [{} for _ in shapes], shapes, told["crs"] or ""
    )


def position_columns(columns: Sequence[str], lon: str, lat: str) -> tuple[str, str]:
    """Return the columns of a position as told, else by their usual names, else ""."""
    return lon or _first_of(LONS, columns), lat or _first_of(LATS, columns)


def _table(path: Path, lon: str, lat: str) -> Source:
    found = read_table(path, path.name)
    lon, lat = position_columns(found.columns, lon, lat)
    must_have(found.file, found.columns, lon, lat)
    rows: Rows = []
    shapes: list[BaseGeometry | None] = []
    for row in found.rows:
        rows.append(row.cells)
        shapes.append(_point(row, lon, lat))
    _must_not_exceed(path, len(rows), MOST_OUTLINES)
    return Source(path.name, found.columns, rows, shapes, RFC_7946)


def _first_of(names: Iterable[str], columns: Iterable[str]) -> str:
    known = {column.lower(): column for column in columns}
    return next((known[name] for name in names if name in known), "")


def _point(row: Row, lon: str, lat: str) -> BaseGeometry | None:
    if not (row[lon] or row[lat]):
        return None
    try:
        return shapely.Point(float(row[lon]), float(row[lat]))
    except ValueError as wrong:
        raise Refusal(
            "row-without-position", row=row.number, lon=row[lon][:40], lat=row[lat][:40]
        ) from wrong


def _must_not_exceed(path: Path, rows: int, most: int) -> None:
    if rows > most:
        raise Refusal("file-too-long", file=path.name, most=most)
