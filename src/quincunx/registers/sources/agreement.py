"""How two claims agree, field by field, and the rules that call them one person.

A rule is a row; the strongest one that holds is the explanation. Nothing here weighs
or predicts: what no rule covers is left apart, or shown to a person.
"""

from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from quincunx.registers.sources.claims import Claim, born_of, is_sound, plain

_LONG_ENOUGH = 3  # a shorter name has no letter to spare


class Like(IntEnum):
    """How alike two values of one field are."""

    APART = 0
    UNKNOWN = 1  # one of them says nothing
    NEAR = 2  # one slip of the pen
    EQUAL = 3


@dataclass(frozen=True)
class Rule:
    """What must be how alike; fields that are not named may be anything but apart.

    `despite` names fields that may even be apart. `settles` is False for what a
    person must decide.
    """

    code: str
    needs: tuple[tuple[str, Like], ...]
    despite: frozenset[str] = frozenset()
    settles: bool = True


E, N = Like.EQUAL, Like.NEAR
MOVES = frozenset({"phone", "room"})  # people change these, so they may differ
RULES = (
    Rule("same-number-and-name", (("number", E), ("name", N)), MOVES | {"born"}),
    Rule("same-name-born-phone", (("name", E), ("born", E), ("phone", E)), MOVES),
    Rule("same-name-born-room", (("name", E), ("born", E), ("room", E)), MOVES),
    Rule(
        "slip-in-number", (("name", E), ("number", N), ("phone", E)), MOVES | {"born"}
    ),
    Rule(
        "slip-in-number-room",
        (("name", E), ("number", N), ("room", E)),
        MOVES | {"born"},
    ),
    Rule("same-name-phone-room", (("name", E), ("phone", E), ("room", E))),
    Rule("same-name-and-phone", (("name", E), ("phone", E)), frozenset({"room"})),
    Rule(
        "slip-in-name",
        (("name", N), ("born", E), ("phone", E), ("room", E)),
        settles=False,
    ),
    Rule(
        "slip-in-born",
        (("name", E), ("phone", E)),
        frozenset({"born", "room"}),
        settles=False,
    ),
    Rule("same-name-and-born", (("name", E), ("born", E)), MOVES, settles=False),
    Rule("same-name-and-room", (("name", E), ("room", E)), MOVES),
    Rule(
        "number-of-another-name",
        (("number", E),),
        MOVES | {"born", "name"},
        settles=False,
    ),
)
STRENGTH = {rule.code: -at for at, rule in enumerate(RULES)}


def compare(one: Claim, other: Claim) -> dict[str, Like]:
    """Return how alike two claims are in each field."""
    return {
        "name": names(plain(one.name), plain(other.name)),
        "number": numbers(one.number, other.number),
        "born": _plainly(
            one.born or born_of(one.number), other.born or born_of(other.number)
        ),
        "phone": _plainly(one.phone, other.phone),
        "room": _plainly(one.room, other.room),
    }


def rule_for(like: dict[str, Like]) -> Rule | None:
    """Return the strongest rule that holds, or None."""
    return next((rule for rule in RULES if _holds(rule, like)), None)


def names(one: str, other: str) -> Like:
    if not one or not other:
        return Like.UNKNOWN
    if one == other:
        return Like.EQUAL
    slip = min(len(one), len(other)) >= _LONG_ENOUGH and _slip(one, other)
    return Like.NEAR if slip else Like.APART


def numbers(one: str, other: str) -> Like:
    """Two numbers are near if one slip lies between them and not both are sound."""
    if not one or not other:
        return Like.UNKNOWN
    if one == other:
        return Like.EQUAL
    if _slip(one, other) and not (is_sound(one) and is_sound(other)):
        return Like.NEAR
    return Like.APART


def _slip(one: str, other: str) -> bool:
    """Say whether one letter was mistyped, left out, doubled, or two were swapped."""
    return bool(OSA.distance(one, other, score_cutoff=1) == 1)


def _plainly(one: object, other: object) -> Like:
    if not one or not other:
        return Like.UNKNOWN
    return Like.EQUAL if one == other else Like.APART


def _holds(rule: Rule, like: dict[str, Like]) -> bool:
    wanted = dict(rule.needs)
    return all(
        found >= wanted[field]
        if field in wanted
        else found != Like.APART or field in rule.despite
        for field, found in like.items()
    )
