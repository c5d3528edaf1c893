"""Reading tables of a pack: every fault is collected with its place.

A reader always returns a value of the right type; where something is wrong it adds a
fault and returns a stand-in, so that no fault hides another and one pass over a pack
names them all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from quincunx.lib.clocks import Limit, LimitUnit
from quincunx.lib.refusal import Refusal
from quincunx.matters.processes import Words
from quincunx.matters.source import Keys, written

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

MOST_TEXT = 2000
SOME_LIMIT = Limit(1, LimitUnit.WORK_DAY)  # stands in where a limit is missing
SLUG = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


@dataclass(frozen=True)
class Fault:
    """What is wrong and where: a file, the keys in it, a code and plain facts."""

    code: str
    file: str
    keys: Keys
    facts: tuple[tuple[str, object], ...] = ()
    line: int | None = None

    @property
    def place(self) -> str:
        """Where it stands, as a person points at it."""
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line} {written(self.keys)}".strip()


class Table:
    """One table of a pack, where it stands, and the faults found so far."""

    def __init__(
        self,
        raw: Mapping[str, Any],
        file: str,
        keys: Keys,
        faults: list[Fault],
        languages: tuple[str, ...] = (),
    ) -> None:
        self.raw = raw
        self.file = file
        self.keys = keys
        self.faults = faults
        self.languages = languages
        self._asked: set[str] = set()
        self._missing = "missing"

    def fault(self, code: str, *keys: str | int, **facts: object) -> None:
        where = (*self.keys, *keys)
        self.faults.append(Fault(code, self.file, where, tuple(facts.items())))

    def has(self, key: str) -> bool:
        return key in self.raw

    def text(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or not value.strip():
            return self._wrong(key, "needs-text", "")
        if len(value) > MOST_TEXT:
            return self._wrong(key, "text-too-long", "", most=MOST_TEXT)
        return value

    def optional(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def slug(self, key: str, default: str | None = None) -> str:
        """Return a code: small letters, digits and hyphens, at most 80."""
        value = self.text(key, default)
        if not set(value) <= SLUG or len(value) > 80:
            return self._wrong(key, "bad-code", "", value=value[:80])
        return value

    def number(self, key: str, default: int | None = None, *, most: int) -> int:
        value = self._value(key, default)
        if not isinstance(value, int) or not 0 <= value <= most:
            return self._wrong(key, "needs-number", 0, most=most)
        return value

    def flag(self, key: str, default: bool) -> bool:  # noqa: FBT001 -- a flag's default
        value = self._value(key, default)
        if not isinstance(value, bool):
            return self._wrong(key, "needs-flag", default)
        return value

    def choice(self, key: str, choices: type[E], default: E | None = None) -> E:
        value = self._value(key, default)
        if value not in list(choices):
            known = ", ".join(choices)
            first = next(iter(choices))
            return self._wrong(key, "not-a-choice", first, value=value, known=known)
        return choices(value)

    def limit(self, key: str) -> Limit:
        return self._parsed(key, Limit.parse, "bad-limit", SOME_LIMIT)

    def day(self, key: str) -> date:
        return self._parsed(key, date.fromisoformat, "bad-date", date.min)

    def moment(self, key: str) -> datetime:
        return self._parsed(key, datetime.fromisoformat, "bad-date", datetime.min)  # noqa: DTZ901 -- a stand-in

    def clock(self, key: str) -> time:
        return self._parsed(key, time.fromisoformat, "bad-hours", time.min)

    def words(self, key: str) -> Words:
        """Return a text in every language of the pack."""
        value = self._value(key, None)
        if not isinstance(value, Mapping):
            return (
                self._wrong(key, "needs-words", Words()) if key in self.raw else Words()
            )
        for language in self.languages:
            self._check_language(key, language, value)
        for language in value.keys() - set(self.languages):
            self.fault("unknown-language", key, language=language)
        return Words.of({k: v for k, v in value.items() if isinstance(v, str)})

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._value(key, [])
        if not isinstance(value, list) or not _are(str, value):
            return self._wrong(key, "needs-list", ())
        return tuple(value)

    def table(self, key: str) -> "Table":
        """Return the table under `key`; an absent one is empty."""
        value = self._value(key, {})
        if not isinstance(value, Mapping):
            value = self._wrong(key, "needs-table", {})
        return self._inner(value, key)

    def tables(self, key: str) -> list["Table"]:
        value = self._value(key, [])
        if not isinstance(value, list) or not all(
            isinstance(v, Mapping) for v in value
        ):
            value = self._wrong(key, "needs-tables", [])
        return [self._inner(raw, key, i) for i, raw in enumerate(value, start=1)]

    def named(self, missing: str) -> "Table":
        """Say `missing` of this table, by its code, where a key is missing."""
        self._missing = missing
        return self

    def done(self) -> None:
        """Name every key nobody asked for, with the one that was perhaps meant."""
        for key in self.raw.keys() - self._asked:
            near = get_close_matches(key, self._asked, n=1)
            self.fault("unknown-key", key, key=key, near=near[0] if near else "")

    def _inner(self, raw: Mapping[str, Any], *keys: str | int) -> "Table":
        where = (*self.keys, *keys)
        return Table(raw, self.file, where, self.faults, self.languages)

    def _value(self, key: str, default: object) -> Any:
        self._asked.add(key)
        if key not in self.raw and default is None:
            self.fault(self._missing, key, key=key, name=str(self.raw.get("code", "")))
        return self.raw.get(key, default)

    def _wrong(self, key: str, code: str, stand_in: T, **facts: object) -> T:
        if key in self.raw:  # what is missing is named already
            self.fault(code, key, key=key, **facts)
        return stand_in

    def _parsed(self, key: str, parse: Callable[[str], T], code: str, stand_in: T) -> T:
        value = self._value(key, None)
        if value is None:
            return stand_in
        try:
            return parse(str(value))
        except (ValueError, Refusal):
            return self._wrong(key, code, stand_in, value=str(value)[:80])

    def _check_language(
        self, key: str, language: str, value: Mapping[str, Any]
    ) -> None:
        text = value.get(language)
        if not isinstance(text, str) or not text.strip():
            self.fault("missing-language", key, key=key, language=language)
        elif len(text) > MOST_TEXT:
            self.fault("text-too-long", key, key=key, most=MOST_TEXT)


def plain(value: Any) -> Any:
    """Return a TOML value with its dates and times as ISO text, ready for JSON."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def _are(kind: type, values: Iterable[object]) -> bool:
    return all(isinstance(value, kind) for value in values)
