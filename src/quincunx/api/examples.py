"""What samples name: a case, an area, a position. Real ones where the town is invented.

A path is named by what stands before its parameter: `areas/key`, `matters/code`.
"""

from collections.abc import Mapping
from typing import Any

from quincunx.cases.access import visible_cases
from quincunx.foundation.actors import Actor
from quincunx.registers.places.access import visible_premises

Known = Mapping[str, Any]
DEEPEST = 5
_SCALARS: dict[str, Any] = {
    "string": "text",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "null": None,
}
_FORMATS = {
    "date": "2026-05-15",
    "date-time": "2026-05-15T09:00:00+08:00",
    "uuid": "01a207fa-0441-7903-bd5f-30a285697ea2",
}
# What a field of a body is, by its name, where the schema says no more than "text".
NAMED = {
    "text": "The lamp by the gate is dark.",
    "result": "New bulb.",
    "matter": "street-lamp",
    "unit": "city-management",
    "organisation": "city-management",
    "area": 1,
}
ANYWHERE: Known = {
    "number": "260302-0MZ6R2",
    "reports/code": "3FPXY779GK",
    "files/key": "01a207fa-0441-7903-bd5f-30a285697ea2",
    "matters/code": "street-lamp",
    "organisations/code": "city-management",
    "areas/key": 1,
    "lane": "dispatch",
    "login": "dispatcher-1",
    "year": 2026,
    "days": "2026",
    "lon": 116.405,
    "lat": 39.905,
    "west": 116.35,
    "south": 39.85,
    "east": 116.45,
    "north": 39.95,
    "level": 5,
    "matter": "street-lamp",
    "text": NAMED["text"],
    "q": "1",
    "before": "default",
    "after": "default",
}
_AROUND = 0.05  # degrees


def of_the_town(actor: Actor) -> dict[str, Any]:
    """Return examples that exist: of what this actor sees. Three queries."""
    told = dict(ANYWHERE)
    if premise := visible_premises(actor).first():
        told["premises/key"] = str(premise.pk)
    newest = visible_cases(actor).filter(lon__isnull=False).order_by("-reported_at")
    case = newest.first()
    if case is None or case.lon is None or case.lat is None:
        return told
    lon, lat = round(case.lon, 5), round(case.lat, 5)
    told |= {"number": case.number, "areas/key": case.care_id, "lon": lon, "lat": lat}
    told |= {"west": round(lon - _AROUND, 5), "east": round(lon + _AROUND, 5)}
    told |= {"south": round(lat - _AROUND, 5), "north": round(lat + _AROUND, 5)}
    return told


def of_parameter(path: str, name: str, schema: Mapping[str, Any], known: Known) -> Any:
    """Return what stands for a parameter of a path or of a query."""
    before, found, _ = path.partition("{" + name + "}")
    where = f"{before.rstrip('/').rpartition('/')[2]}/{name}" if found else name
    if where in known:
        return known[where]
    return known.get(name, example({}, schema))


def example(
    described: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0
) -> Any:
    """Return something that fits a schema: what is required, with plain values."""
    if depth > DEEPEST:
        return {}
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return example(described, described["components"]["schemas"][name], depth)
    for kind in ("anyOf", "allOf", "oneOf"):
        if kind in schema:
            return example(described, schema[kind][0], depth)
    for fixed in ("const", "default"):
        if schema.get(fixed) is not None:
            return schema[fixed]
    if "enum" in schema:
        return schema["enum"][0]
    return _made(described, schema, depth)


def _made(described: Mapping[str, Any], schema: Mapping[str, Any], depth: int) -> Any:
    kind = schema.get("type", "object")
    if kind == "object":
        required = schema.get("required", ())
        parts = schema.get("properties", {})
        return {
            name: _named(name, example(described, parts[name], depth + 1))
            for name in required
        }
    if kind == "array":
        return [example(described, schema.get("items", {}), depth + 1)]
    return _FORMATS.get(schema.get("format", ""), _SCALARS.get(kind, "text"))


def _named(name: str, made: Any) -> Any:
    return NAMED.get(name, made) if made in ("text", 1) else made
