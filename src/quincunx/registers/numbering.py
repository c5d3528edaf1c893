"""How the rooms of a building are numbered: by pattern, unit by unit, floor by floor.

A pattern is text with `{unit}`, `{floor}` and `{room}`, each with as many digits as
asked for: `{floor}{room:2}` makes 302, `{unit}-{floor}{room:2}` makes 1-302. Floors
below ground are negative and written B1, B2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from quincunx.lib.refusal import Refusal

PLAIN = "{floor}{room:2}"
LONGEST_NUMBER = 20
LONGEST_UNIT = 10
MOST_ROOMS = 5_000  # of one building
FLOORS = range(-10, 201)
_PIECE = re.compile(r"\{(unit|floor|room)(?::([1-4]))?\}")


@dataclass(frozen=True)
class Address:
    """Where a room is within its building, and what it is for."""

    unit: str
    floor: int
    number: str
    use: str


@dataclass(frozen=True)
class Pattern:
    """So many units, floors and rooms on each floor, and how they are called.

    Without units (0) the building has one stair without a name. `lowest` is the first
    floor that has rooms. `runs_on` counts the rooms of a floor through all units.
    """

    units: int
    floors: int
    rooms: int
    number: str = PLAIN
    use: str = "dwelling"
    lowest: int = 1
    runs_on: bool = False


def addresses(pattern: Pattern) -> list[Address]:
    """Return every room of a building, the ground floor of the first unit first."""
    _must_fit(pattern)
    return list(_made(pattern))


def _must_fit(pattern: Pattern) -> None:
    many = max(pattern.units, 1) * pattern.floors * pattern.rooms
    if min(pattern.floors, pattern.rooms) < 1 or pattern.units < 0:
        raise Refusal("pattern-without-rooms")
    if many > MOST_ROOMS:
        raise Refusal("building-too-large", rooms=many, most=MOST_ROOMS)
    if "{room" not in pattern.number or not _is_known(pattern.number):
        raise Refusal("pattern-not-understood", pattern=pattern.number)
    floors = _floors(pattern)
    if floors[0] not in FLOORS or floors[-1] not in FLOORS:
        raise Refusal("floor-out-of-range", lowest=FLOORS[0], highest=FLOORS[-1])


def _is_known(number: str) -> bool:
    rest = _PIECE.sub("", number)
    return "{" not in rest and "}" not in rest and len(rest) <= LONGEST_NUMBER


def _floors(pattern: Pattern) -> list[int]:
    """Return the floors; there is none between the first below ground and the first."""
    found = list(range(pattern.lowest, pattern.lowest + pattern.floors + 1))
    return [floor for floor in found if floor != 0][: pattern.floors]


def _made(pattern: Pattern) -> Iterator[Address]:
    units = range(1, pattern.units + 1) if pattern.units else (0,)
    for place, floor in product(enumerate(units), _floors(pattern)):
        before, unit = place
        for room in range(1, pattern.rooms + 1):
            count = room + (before * pattern.rooms if pattern.runs_on else 0)
            number = called(pattern.number, unit, floor, count)
            if len(number) > LONGEST_NUMBER:
                raise Refusal("pattern-not-understood", pattern=pattern.number)
            yield Address(str(unit or ""), floor, number, pattern.use)


def called(number: str, unit: int, floor: int, room: int) -> str:
    """Return the number of one room: `{floor}{room:2}` on floor 3, room 2 is 302."""
    told = {"unit": str(unit or ""), "floor": floor_name(floor), "room": str(room)}
    return _PIECE.sub(
        lambda piece: told[piece.group(1)].zfill(int(piece.group(2) or 0)), number
    )


def floor_name(floor: int) -> str:
    return str(floor) if floor > 0 else f"B{-floor}"


def floor_of(text: str) -> int:
    """Read a floor as people write it: 3, 3F, 3层, -1, B1."""
    found = re.fullmatch(r"(-|B|b|地下)?(\d{1,3})(?:F|f|层|楼)?", text.strip())
    if found is None:
        raise Refusal("floor-not-understood", value=text[:20])
    below, number = found.groups()
    floor = -int(number) if below else int(number)
    if floor == 0 or floor not in FLOORS:
        raise Refusal("floor-out-of-range", lowest=FLOORS[0], highest=FLOORS[-1])
    return floor
