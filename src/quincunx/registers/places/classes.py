"""The four classes of premises as data: fields, kinds, checklists, visits, rules.

`classes.toml` is read once. A city that wants others writes its own file of that form.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from quincunx.lib.refusal import Refusal
from quincunx.lib.text import line
from quincunx.registers.places.tiers import Names, Rule, Step, Value

LONGEST = 200  # of a text
MOST = 10_000_000  # of a number


@dataclass(frozen=True)
class Named:
    """A code with its name in each language: a kind, a point of a checklist."""

    code: str
    name: Names


@dataclass(frozen=True)
class Field:
    """What is asked of a class; `found` ones are what a visit finds wrong."""

    code: str
    type: str  # number, text, choice, yes-no, day
    name: Names
    required: bool = False
    found: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceClass:
    """One of the four: what is asked, looked at, how often, and what counts."""

    code: str
    name: Names
    kinds: tuple[Named, ...]
    fields: tuple[Field, ...]
    checks: tuple[Named, ...]
    rules: tuple[Rule, ...]
    visits: Mapping[str, int]  # days between two visits, by tier

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(field.code for field in self.fields)

    def missing(self, known: Mapping[str, object]) -> tuple[Field, ...]:
        """Return the required fields nobody has told yet."""
        return tuple(f for f in self.fields if f.required and f.code not in known)


@dataclass(frozen=True)
class Classes:
    classes: Mapping[str, PlaceClass]
    steps: tuple[Step, ...]
    facilities: tuple[Named, ...]


@cache
def known() -> Classes:
    """Return the classes this program came with."""
    text = (resources.files("quincunx.registers.places") / "classes.toml").read_text(
        "utf-8"
    )
    return read(text)


def of(code: str) -> PlaceClass:
    """Return a class, or refuse."""
    if code not in known().classes:
        raise Refusal("premise-class-unknown", value=code)
    return known().classes[code]


def read(text: str) -> Classes:
    """Read a file of classes."""
    told = tomllib.loads(text)
    return Classes(
        {row["code"]: _class(row) for row in told["class"]},
        tuple(Step(row["code"], row["from"], row["name"]) for row in told["tier"]),
        tuple(Named(row["code"], row["name"]) for row in told["facility"]),
    )


def _class(row: dict[str, Any]) -> PlaceClass:
    return PlaceClass(
        code=row["code"],
        name=row["name"],
        kinds=tuple(Named(**kind) for kind in row["kind"]),
        fields=tuple(
            Field(**{**field, "choices": tuple(field.get("choices", ()))})
            for field in row["field"]
        ),
        checks=tuple(Named(**check) for check in row["check"]),
        rules=tuple(Rule(**rule) for rule in row["rule"]),
        visits=row["visits"],
    )


def checked(of_class: PlaceClass, told: Mapping[str, object]) -> dict[str, Value]:
    """Return the details as they are kept; empty ones are left out.

    Refuses a field the class does not have, and a value that is not of its type.
    """
    fields = {field.code: field for field in of_class.fields}
    unknown = sorted(set(told) - set(fields))
    if unknown:
        raise Refusal("premise-field-unknown", field=unknown[0])
    return {
        code: _value(fields[code], value)
        for code, value in told.items()
        if value is not None and value != ""
    }


def _value(field: Field, value: object) -> Value:
    kept = _READERS[field.type](field, value)
    if kept is None:
        raise Refusal("premise-field-wrong", premise_field=field.code)
    return kept


def _number(field: Field, value: object) -> int | None:
    del field
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    digits = str(value).strip()
    fits = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(MOST))
    return int(digits) if fits and int(digits) <= MOST else None


def _text(field: Field, value: object) -> str | None:
    del field
    text = line(value) if isinstance(value, str) else ""
    return text if 0 < len(text) <= LONGEST else None


def _choice(field: Field, value: object) -> str | None:
    return str(value) if value in field.choices else None


def _yes_no(field: Field, value: object) -> bool | None:
    del field
    return value if isinstance(value, bool) else None


def _day(field: Field, value: object) -> str | None:
    del field
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None


_READERS = {
    "number": _number,
    "text": _text,
    "choice": _choice,
    "yes-no": _yes_no,
    "day": _day,
}
