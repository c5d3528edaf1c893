"""Codes as data: schemes of segments, the 12-digit region code, the published grids.

A code is an attribute with a history, never a key. A scheme says which segments a
code has and how it is checked; this module reads, composes and continues codes. The
schemes are those of published rules: a city writes its own as data.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quincunx.lib.refusal import Refusal

DIGITS = "0123456789"
CODE31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I O S V Z
SEQUENCE = "sequence"
LONGEST = 64


class Check(StrEnum):
    """How the last character of a code guards the others."""

    NONE = "none"
    MOD11_2 = "mod11_2"  # ISO 7064, digits and X
    MOD31 = "mod31"  # GB 32100, digits and letters


@dataclass(frozen=True)
class Segment:
    """One part of a code: so many characters, from this source.

    The source `sequence` is counted here, all others are given. Of a sequence,
    numbers from `reserved_from` on are kept for what was merged (CJ/T 349: 601).
    """

    name: str
    length: int
    source: str
    reserved_from: int | None = None

    @property
    def most(self) -> int:
        return int("9" * self.length)


@dataclass(frozen=True)
class CodeScheme:
    """How codes of one kind are made: segments in order, then a check character."""

    code: str
    segments: tuple[Segment, ...]
    check: Check = Check.NONE

    def __post_init__(self) -> None:
        names = [segment.name for segment in self.segments]
        if not names or len(set(names)) != len(names):
            raise Refusal("scheme-segments-wrong", scheme=self.code)
        if self.length > LONGEST or any(s.length < 1 for s in self.segments):
            raise Refusal("scheme-segments-wrong", scheme=self.code)

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "CodeScheme":
        """Read a scheme as a file or a row holds it; refuses what is missing."""
        try:
            segments = tuple(Segment(**part) for part in table["segments"])
            return cls(table["code"], segments, Check(table.get("check", "none")))
        except (KeyError, TypeError, ValueError) as error:
            name = str(table.get("code", ""))
            raise Refusal("scheme-not-understood", scheme=name) from error

    @property
    def length(self) -> int:
        guard = 0 if self.check is Check.NONE else 1
        return sum(segment.length for segment in self.segments) + guard

    def read(self, value: str) -> dict[str, str]:
        """Return the segments of a code by name.

        Refuses a wrong length, a character that cannot be, a wrong check.
        """
        if len(value) != self.length:
            raise Refusal(
                "code-length-wrong", scheme=self.code, value=value, length=self.length
            )
        body = value if self.check is Check.NONE else value[:-1]
        _must_be_written_in(self._alphabet, body, self.code)
        if check_character(self.check, body) != value[len(body) :]:
            raise Refusal("code-check-wrong", scheme=self.code, value=value)
        return dict(self._cut(body))

    def compose(self, parts: Mapping[str, str | int]) -> str:
        """Return the code of these parts; a number is filled up with zeros."""
        body = "".join(self._written(segment, parts) for segment in self.segments)
        _must_be_written_in(self._alphabet, body, self.code)
        return body + check_character(self.check, body)

    def next_number(
        self, name: str, taken: Iterable[int], *, of_merged: bool = False
    ) -> int:
        """Return the number after the highest `taken` in a segment.

        Never fills a gap, so that no code is used twice. `of_merged` continues the
        reserved range. Refuses `code-overflow` when the range is used up.
        """
        segment = next(s for s in self.segments if s.name == name)
        first, last = _range(segment, of_merged=of_merged)
        number = max((n for n in taken if first <= n <= last), default=first - 1) + 1
        if number > last:
            raise Refusal("code-overflow", scheme=self.code, segment=name, last=last)
        return number

    @property
    def _alphabet(self) -> str:
        return CODE31 if self.check is Check.MOD31 else DIGITS

    def _cut(self, body: str) -> Iterable[tuple[str, str]]:
        start = 0
        for segment in self.segments:
            yield segment.name, body[start : start + segment.length]
            start += segment.length

    def _written(self, segment: Segment, parts: Mapping[str, str | int]) -> str:
        if segment.name not in parts:
            raise Refusal("code-part-missing", scheme=self.code, segment=segment.name)
        text = str(parts[segment.name]).zfill(segment.length)
        if len(text) > segment.length:
            raise Refusal("code-overflow", scheme=self.code, segment=segment.name)
        return text


def check_character(check: Check, body: str) -> str:
    """Return the character that guards `body`, nothing where there is none."""
    if check is Check.MOD11_2:
        return _mod11_2(body)
    return _mod31(body) if check is Check.MOD31 else ""


def _mod11_2(body: str) -> str:
    rest = 0
    for digit in body:
        rest = (rest + int(digit)) * 2 % 11
    return "0123456789X"[(12 - rest) % 11]


def _mod31(body: str) -> str:
    weighed = (CODE31.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return CODE31[-sum(weighed) % 31]


def _must_be_written_in(alphabet: str, body: str, scheme: str) -> None:
    strange = next((c for c in body if c not in alphabet), None)
    if strange is not None:
        raise Refusal("code-character-wrong", scheme=scheme, character=strange)


def _range(segment: Segment, *, of_merged: bool) -> tuple[int, int]:
    if segment.reserved_from is None:
        return 1, segment.most
    if of_merged:
        return segment.reserved_from, segment.most
    return 1, segment.reserved_from - 1


# --- published schemes ----------------------------------------------------------

COUNTY = Segment("county", 6, "region.county")  # GB/T 2260
STREET = Segment("street", 3, "region.street")  # GB/T 10114
COMMITTEE = Segment("community", 3, "region.community")

REGION_12 = CodeScheme("region-12", (COUNTY, STREET, COMMITTEE))
UNIT_GRID_15 = CodeScheme(
    "unit-grid-15", (COUNTY, STREET, COMMITTEE, Segment("serial", 3, SEQUENCE))
)
PROFESSIONAL_GRID_20 = CodeScheme(  # CJ/T 349-2010; serial 00: not divided
    "professional-grid-20",
    (
        Segment("class", 6, "object.class"),
        COUNTY,
        STREET,
        Segment("community", 3, "region.community", reserved_from=601),
        Segment("serial", 2, SEQUENCE),
    ),
)
BASE_GRID_15 = CodeScheme(
    "base-grid-15", (Segment("community", 12, "region"), Segment("serial", 3, SEQUENCE))
)
PUBLISHED = {
    scheme.code: scheme
    for scheme in (REGION_12, UNIT_GRID_15, PROFESSIONAL_GRID_20, BASE_GRID_15)
}


# --- region codes -----------------------------------------------------------------

_REGION_ENDS = (2, 4, 6, 9, 12)  # province, prefecture, county, street, committee
_REGION = re.compile(r"(?:[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})")


def region(text: str) -> str:
    """Return a region code (AA BB CC DDD EEE) in its 12 digits.

    Its beginnings of 2, 4, 6 and 9 digits are filled up. Refuses
    `region-code-wrong`.
    """
    if not _REGION.fullmatch(text) or text.startswith("0"):
        raise Refusal("region-code-wrong", value=text)
    return text.ljust(12, "0")


def region_level(code: str) -> int:
    """Return 1 for a province to 5 for a committee, by the last part that is not 0."""
    significant = len(code.rstrip("0"))
    return next(n for n, end in enumerate(_REGION_ENDS, 1) if end >= significant)


def region_parent(code: str) -> str | None:
    """Return the code one level up, None for a province.

    A level that a region does without (a prefecture with streets and no counties)
    is passed over.
    """
    level = region_level(code)
    if level == 1:
        return None
    return code[: _REGION_ENDS[level - 2]].ljust(12, "0")
