"""What each of the four houses works on, as one table.

A row is a pile of cases that wait for the same thing, whose they are, and the acts by
which the house takes them off the pile. Lists, numbers and buttons of a house's desk
all read the same row; whether somebody may do an act is for the lifecycle to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from quincunx.cases.vocabulary import IN_HAND, OPEN, Act, Relation, State


class House(StrEnum):
    GRID = "grid"  # the grid leader
    STATION = "station"  # the community's service station
    CENTRE = "centre"  # the sub-district's service centre
    COMMAND = "command"  # the district's command centre


class Waits(StrEnum):
    """What must stand beside a case for it to lie on a pile."""

    NOTHING = ""
    EXTENSION = "extension"  # more time was asked for
    CLOSING = "closing"  # closing without a result was proposed


@dataclass(frozen=True)
class Pile:
    """Open cases in `states` that lie on the house's desk, or anywhere in its care."""

    code: str
    states: frozenset[State]
    acts: tuple[Act, ...]
    lies: Relation = Relation.CARE
    waits: Waits = Waits.NOTHING
    to_do: bool = True  # the house itself has to do something


S, A, H, DESK = State, Act, House, Relation.DESK


def _pile(
    code: str,
    states: set[State] | frozenset[State],
    *acts: Act,
    lies: Relation = Relation.CARE,
    waits: Waits = Waits.NOTHING,
    to_do: bool = True,
) -> Pile:
    return Pile(code, frozenset(states), acts, lies, waits, to_do)


_EXTENSIONS = _pile(
    "extensions", {S.HANDLING, S.WAITING}, A.GRANT_EXTENSION, A.REFUSE_EXTENSION,
    waits=Waits.EXTENSION,
)  # fmt: skip
_DISPUTES = _pile("disputes", {S.DISPUTED}, A.ARBITRATE)
_CLOSINGS = _pile("closings", OPEN, A.CLOSE_BY_FORCE, waits=Waits.CLOSING)
_TELL = _pile("tell", {S.VERIFIED}, A.TELL, A.FILE)
_NEW = {S.REPORTED, S.CHECKING}

HOUSES: Mapping[House, tuple[Pile, ...]] = {
    H.GRID: (
        _pile("alarm", {S.RESPONDING}, A.SITUATION),
        _pile("look", {S.CHECKING}, A.CHECKED),
        _pile("new", {S.REPORTED}, A.ESTABLISH, A.MERGE),
        _pile(
            "ways", {S.ESTABLISHED},
            A.COORDINATE, A.CHECK_DOCUMENTS, A.ALERT, A.DISPATCH, A.WHISTLE,
            to_do=False,
        ),
        _pile("verify", {S.HANDLED}, A.CONFIRM, A.REWORK),
        _pile("tell", {S.VERIFIED}, A.TELL, A.FILE, to_do=False),
        _pile("under-way", IN_HAND - {S.RESPONDING}, A.URGE, A.WHISTLE, to_do=False),
    ),
    H.STATION: (
        _pile("table", {S.COORDINATING}, A.AGREE, A.NO_AGREEMENT, lies=DESK),
        _pile("endorse", {S.DOCUMENTED}, A.ENDORSE, lies=DESK),
        _pile("new", _NEW, A.ESTABLISH, A.ASK_CHECK, to_do=False),
        _pile("verify", {S.HANDLED}, A.URGE, to_do=False),
        _TELL,
        _pile(
            "under-way", {S.ESTABLISHED} | IN_HAND - {S.COORDINATING, S.DOCUMENTED},
            A.WHISTLE, A.URGE, A.ESCALATE, to_do=False,
        ),
    ),
    H.CENTRE: (
        _pile("new", _NEW, A.ESTABLISH, A.ASK_CHECK, A.REFUSE, lies=DESK),
        _pile("dispatch", {S.ESTABLISHED}, A.DISPATCH, A.ESCALATE, lies=DESK),
        _pile("define", {S.ENDORSED}, A.DEFINE, lies=DESK),
        _DISPUTES,
        _EXTENSIONS,
        _TELL,
        _CLOSINGS,
        _pile(
            "under-way", IN_HAND - {S.DISPUTED, S.ENDORSED},
            A.SUPERVISE, A.URGE, to_do=False,
        ),
    ),
    H.COMMAND: (
        _pile(
            "escalated", OPEN - {S.DISPUTED, S.VERIFIED}, A.ESTABLISH, A.DISPATCH,
            A.SUPERVISE, lies=DESK,
        ),
        _DISPUTES,
        _EXTENSIONS,
        _CLOSINGS,
        _pile("dispatch", {S.ESTABLISHED}, A.DISPATCH, A.URGE, to_do=False),
        _pile("under-way", IN_HAND - {S.DISPUTED}, A.SUPERVISE, A.URGE, to_do=False),
    ),
}  # fmt: skip
