"""Which field answers a column, by the words of both languages."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from quincunx.registers.fields import Field

LIKE = 70  # of 100: suggested, and a person looks
SAME = 90  # as good as the same words: nothing new is asked
NUMBER = "number"  # the running number of the row, which no register needs to know
NUMBERS = frozenset({"序号", "编号", "no", "number", "serial number", "行号"})
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[\s*＊:：、,，.。/\\_-]+")


def plain(text: str) -> str:
    """Return a name without what stands in brackets, spaces and stars."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", text)).lower()


def likeness(asked: str, field: Field) -> float:
    """Return from 0 to 100 how well a field's words fit those of a column."""
    tails = {plain(asked), plain(asked.rsplit(" ", maxsplit=1)[-1])} - {""}
    words = [plain(word) for word in (*field.words.values(), *field.also)]
    return max((_alike(tail, word) for tail in tails for word in words), default=0)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 100
    partly = fuzz.partial_ratio(one, other) if min(len(one), len(other)) > 1 else 0
    return max(fuzz.ratio(one, other), 0.8 * partly)


def suggest(names: Sequence[str], fields: Iterable[Field]) -> list[str]:
    """Return for each column the code of the field that fits best, each field once."""
    known = list(fields)
    pairs = sorted(
        (
            (likeness(name, field), -at, field.code)
            for at, name in enumerate(names)
            for field in known
        ),
        reverse=True,
    )
    found: dict[int, str] = {
        at: NUMBER for at, name in enumerate(names) if plain(name) in NUMBERS
    }
    for score, minus, code in pairs:
        if score >= LIKE and -minus not in found and code not in found.values():
            found[-minus] = code
    return [found.get(at, "") for at in range(len(names))]


def same(name: str, fields: Iterable[Field]) -> Field | None:
    """Return the field that says what a column asks, if one does."""
    best = max(fields, key=lambda field: likeness(name, field), default=None)
    return best if best is not None and likeness(name, best) >= SAME else None
