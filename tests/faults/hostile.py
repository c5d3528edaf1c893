"""What a caller might send: what the description allows, what is known, and neither."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Schema = Mapping[str, Any]

NASTY = (
    *("\x00", "a\x00b", "\ud800", "\x00", "\ud800"),  # twice: what breaks most
    *("", " ", "\u202e", "\ufeff", "💡", "é", "%00"),
    *("../../etc/passwd", "'; DROP TABLE x; --", "<script>", "=1+1", "a" * 5000),
    *("null", "NaN", "-1", "1e999", "9" * 30, "0", "2026-13-45", "0000-00-00T99:99"),
    *("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "260101-AAAAAA"),
)
NUMBERS = (0, -1, 2**31, 2**63, -(2**63) - 1, 10**40, 0.5, -0.0, 1e308, True)


def hostile() -> SearchStrategy[Any]:
    """Anything JSON can say, with a taste for what breaks programs."""
    leaves = st.one_of(
        st.sampled_from(NASTY),
        st.sampled_from(NUMBERS),
        st.none(),
        st.text(max_size=30),
    )
    return st.one_of(
        leaves,
        st.lists(leaves, max_size=3),
        st.dictionaries(st.sampled_from(["a", "id", "lon", ""]), leaves, max_size=2),
    )


class Described:
    """Makes values from the schemas of an OpenAPI description.

    `known` are values that exist, by the name of the field or parameter.
    """

    def __init__(self, described: Schema, known: Mapping[str, list[Any]]) -> None:
        self.schemas = described["components"]["schemas"]
        self.known = known

    def value(self, schema: Schema, name: str = "") -> SearchStrategy[Any]:
        """Mostly what may be sent; one in six times what may not."""
        proper = [self.proper(schema, name)] * 3
        if name in self.known:
            proper += [self._known(schema, name)] * 2
        return st.one_of(*proper, hostile())

    def proper(self, schema: Schema, name: str = "") -> SearchStrategy[Any]:
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        if "anyOf" in schema or "allOf" in schema:
            parts = schema.get("anyOf") or schema["allOf"]
            return st.one_of(*(self.proper(part, name) for part in parts))
        if "enum" in schema or "const" in schema:
            return st.sampled_from(schema.get("enum") or [schema["const"]])
        makers = {
            "object": self._object,
            "array": self._array,
            "string": _string,
            "integer": _integer,
            "number": _number,
            "boolean": lambda _: st.booleans(),
            "null": lambda _: st.none(),
        }
        return makers[schema.get("type", "null")](schema)

    def _known(self, schema: Schema, name: str) -> SearchStrategy[Any]:
        one = st.sampled_from(self.known[name])
        return st.lists(one, max_size=3) if _is_list(schema) else one

    def _object(self, schema: Schema) -> SearchStrategy[dict[str, Any]]:
        needed = set(schema.get("required", ()))
        fields = {
            name: self.value(part, name)
            for name, part in schema.get("properties", {}).items()
        }
        must = {name: each for name, each in fields.items() if name in needed}
        may = {name: each for name, each in fields.items() if name not in needed}
        return st.fixed_dictionaries(must, optional=may)

    def _array(self, schema: Schema) -> SearchStrategy[list[Any]]:
        return st.lists(self.value(schema.get("items", {})), max_size=3)


def _is_list(schema: Schema) -> bool:
    return any(part.get("type") == "array" for part in schema.get("anyOf", [schema]))


def _string(schema: Schema) -> SearchStrategy[str]:
    moments = st.datetimes(timezones=st.timezones())
    formats = {
        "uuid": st.uuids().map(str),
        "date": st.dates().map(str),
        "date-time": moments.map(datetime.isoformat),
    }
    if schema.get("format") in formats:
        return formats[schema["format"]]
    most = min(schema.get("maxLength", 40), 40)
    return st.text(min_size=schema.get("minLength", 0), max_size=most)


def _integer(schema: Schema) -> SearchStrategy[int]:
    return st.integers(schema.get("minimum"), schema.get("maximum"))


def _number(schema: Schema) -> SearchStrategy[float]:
    least, most = schema.get("minimum"), schema.get("maximum")
    return st.floats(least, most, allow_nan=False, allow_infinity=False)
