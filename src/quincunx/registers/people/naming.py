"""Names of people: one spelling for equal ones, and a mark for those that look alike.

A Cyrillic letter among Latin ones, or a radical in place of a character, makes a name
that reads the same and is not the same.
"""

import unicodedata

from quincunx.lib import text
from quincunx.lib.refusal import Refusal

LONGEST = 60
SHORTEST_SEARCH = 2
_DOTS = str.maketrans(dict.fromkeys("・•‧∙⋅", "·"))
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
_JOINERS = frozenset("·.'’- ")


def name(told: str) -> str:
    """Return a name as it is kept; refuses what is none or mixes scripts."""
    line = text.line(unicodedata.normalize("NFKC", told).translate(_DOTS))
    if not 1 <= len(line) <= LONGEST or not all(map(_may_stand, line)):
        raise Refusal("resident-name-unfit", most=LONGEST)
    scripts = _scripts(line)
    if len(scripts) > 1:
        raise Refusal("resident-name-mixes-scripts", scripts=sorted(scripts))
    return line


def key(kept: str) -> str:
    """Return what equal names have in common: no case, no spaces, no dots."""
    return "".join(c for c in text.folded(kept) if c not in _JOINERS)


def grams(kept: str) -> tuple[str, ...]:
    """Return the pairs of a name and the whole of it, by which it is found."""
    whole = key(kept)
    pairs = tuple(whole[i : i + 2] for i in range(len(whole) - 1))
    return tuple(dict.fromkeys((*pairs, f"={whole}")))


def asked(typed: str) -> tuple[str, ...]:
    """Return the pairs that a name must have to be found; refuses one character."""
    whole = key(typed[:LONGEST])
    if len(whole) < SHORTEST_SEARCH:
        raise Refusal("name-search-too-short", least=SHORTEST_SEARCH)
    return tuple(dict.fromkeys(whole[i : i + 2] for i in range(len(whole) - 1)))


def _may_stand(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character)[0] in "LM"


def _scripts(line: str) -> frozenset[str]:
    found = (unicodedata.name(c, "").split(" ")[0] for c in line)
    return frozenset(script for script in found if script in _SCRIPTS)
