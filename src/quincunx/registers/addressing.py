"""An address as it is typed: the words of a building, and the numbers after it."""

import re
from dataclasses import dataclass

LONGEST = 120
_NUMBER = re.compile(r"[A-Za-z]?\d+[A-Za-z]?")
_UNIT = re.compile(r"(\d+)\s*(?:单元|门洞|unit\b|entrance\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """What is left of a text once the building is known: a unit, a room, or neither."""

    unit: str
    number: str


def rest_of(text: str, building: str) -> Typed:
    """Read what follows the name of a building: 2单元301, 2-301, 301."""
    tail = text[text.find(building) + len(building) :] if building in text else text
    named = _UNIT.search(tail)
    if named is not None:
        after = _NUMBER.findall(tail[named.end() :])
        return Typed(named.group(1), after[0] if after else "")
    numbers = _NUMBER.findall(tail)
    if len(numbers) > 1:
        return Typed(numbers[0], numbers[1])
    return Typed("", numbers[0] if numbers else "")
