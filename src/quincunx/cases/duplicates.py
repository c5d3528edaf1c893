"""Is it reported already? Likeness of two reports, with the reasons for it.

Two reports are alike when they lie within the metres and hours that the matter names,
and are of the same matter or say much the same. A person decides; nothing is merged
by a figure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import asin, cos, degrees, radians, sin
from typing import NamedTuple

from quincunx.lib.coordinates import EARTH_RADIUS, metres_between
from quincunx.lib.text import bigrams
from quincunx.matters.processes import Duplicate

USUAL = Duplicate(metres=100, hours=72)  # while the matter is not known
MOST = 5
# Of two texts' pairs of characters, the share they have in common.
ALIKE, MUCH_ALIKE = 0.2, 0.45
# What each likeness is worth; together 1.
_MATTER, _NEAR, _SOON, _TEXT = 0.35, 0.3, 0.1, 0.25


class Because(StrEnum):
    SAME_MATTER = "same-matter"
    NEAR = "near"  # with metres
    SAME_GRID = "same-grid"  # no position to measure by
    SOON = "soon"  # with hours
    SAME_WORDS = "same-words"  # with percent


class Reason(NamedTuple):
    """Why two reports are alike; `amount` is metres, hours or percent."""

    code: Because
    amount: int = 0


class Box(NamedTuple):
    """Degrees; every position within the metres asked for lies in it."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Sighting:
    """A report, or the draft of one, as far as likeness goes. `key` is its number."""

    at: datetime
    text: str = ""
    matter: int | None = None
    lon: float | None = None
    lat: float | None = None
    grid: int | None = None
    key: str = ""


@dataclass(frozen=True)
class Likeness:
    """How much a case resembles the draft, from 0 to 1, and why."""

    key: str
    score: float
    reasons: tuple[Reason, ...]


def rank(
    draft: Sighting,
    candidates: Iterable[Sighting],
    *,
    within: Duplicate = USUAL,
    most: int = MOST,
) -> list[Likeness]:
    """Return what the draft may be a duplicate of, likeliest first."""
    found = (likeness(draft, each, within=within) for each in candidates)
    alike = [each for each in found if each is not None]
    return sorted(alike, key=lambda each: (-each.score, each.key))[:most]


def likeness(
    draft: Sighting, other: Sighting, *, within: Duplicate = USUAL
) -> Likeness | None:
    """Return how alike two reports are; None where they are not.

    Another matter is another thing. Of the same matter, the place is enough; where a
    matter or a position is not known, the words must agree as well.
    """
    if _differ(draft.matter, other.matter) or not _is_soon(draft, other, within):
        return None
    near = _nearness(draft, other, within)
    if near is None:
        return None
    words = similarity(draft.text, other.text)
    same = draft.matter is not None and draft.matter == other.matter
    if words < _words_needed(near, same_matter=same):
        return None
    reasons = tuple(_reasons(draft, other, near=near, words=words, same=same))
    return Likeness(other.key, _score(reasons, within), reasons)


def box_around(lon: float, lat: float, metres: float) -> Box:
    """Return a box that holds the circle; all longitudes where it meets their end."""
    up = degrees(metres / EARTH_RADIUS)
    south, north = max(lat - up, -90.0), min(lat + up, 90.0)
    # The circle is widest a little poleward of its middle.
    bound = sin(metres / EARTH_RADIUS) / max(cos(radians(lat)), 1e-12)
    aside = degrees(asin(bound)) if bound < 1 else 180.0
    west, east = lon - aside, lon + aside
    if west < -180 or east > 180 or north == 90 or south == -90:
        west, east = -180.0, 180.0
    return Box(west, south, east, north)


def similarity(text: str, other: str) -> float:
    """Return the share of pairs of characters that two texts have in common, 0 to 1.

    Sørensen and Dice: twice what they share of what they have.
    """
    mine, theirs = set(bigrams(text)), set(bigrams(other))
    if not mine or not theirs:
        return 0.0
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _differ(mine: int | None, theirs: int | None) -> bool:
    return mine is not None and theirs is not None and mine != theirs


def _is_soon(draft: Sighting, other: Sighting, within: Duplicate) -> bool:
    return abs(draft.at - other.at) <= timedelta(hours=within.hours)


def _nearness(draft: Sighting, other: Sighting, within: Duplicate) -> Reason | None:
    """Return the reason of place; None where they are too far or nobody can tell."""
    if draft.lon is None or draft.lat is None or other.lon is None or other.lat is None:
        same = draft.grid is not None and draft.grid == other.grid
        return Reason(Because.SAME_GRID) if same else None
    metres = metres_between(draft.lon, draft.lat, other.lon, other.lat)
    return Reason(Because.NEAR, round(metres)) if metres <= within.metres else None


def _words_needed(near: Reason, *, same_matter: bool) -> float:
    if near.code is Because.SAME_GRID:
        return MUCH_ALIKE
    return 0.0 if same_matter else ALIKE


def _reasons(
    draft: Sighting, other: Sighting, *, near: Reason, words: float, same: bool
) -> Iterator[Reason]:
    if same:
        yield Reason(Because.SAME_MATTER)
    yield near
    hours = abs(draft.at - other.at) / timedelta(hours=1)
    yield Reason(Because.SOON, round(hours))
    if words >= ALIKE:
        yield Reason(Because.SAME_WORDS, round(words * 100))


def _score(reasons: tuple[Reason, ...], within: Duplicate) -> float:
    return round(sum(_worth(each, within) for each in reasons), 3)


def _worth(reason: Reason, within: Duplicate) -> float:
    """Return what a reason is worth; at the edge, half of what it is at the centre."""
    match reason.code:
        case Because.SAME_MATTER:
            return _MATTER
        case Because.NEAR:
            return _NEAR * (1 - reason.amount / (within.metres * 2))
        case Because.SOON:
            return _SOON * (1 - reason.amount / (within.hours * 2))
        case Because.SAME_WORDS:
            return _TEXT * reason.amount / 100
        case Because.SAME_GRID:
            return _NEAR / 3
