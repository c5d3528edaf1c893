"""Which duties one person may not hold together: the separation of duties."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from quincunx.areas.tree import is_within
from quincunx.staff.roles import INCOMPATIBLE

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """A function held in a subtree, from a day to the day before `ends`."""

    function: str
    role: str
    path: str
    starts: date
    ends: date | None = None
    incompatible: frozenset[str] = frozenset()  # codes of functions
    called: str = ""


def clash(proposed: Duty, held: Iterable[Duty]) -> Duty | None:
    """Return the first duty that cannot go with `proposed`, if there is one."""
    return next((duty for duty in held if _at_odds(proposed, duty)), None)


def during(duty: Duty, starts: date, ends: date) -> Duty:
    """Return the part of `duty` between two days."""
    last = ends if duty.ends is None else min(ends, duty.ends)
    return replace(duty, starts=max(starts, duty.starts), ends=last)


def _at_odds(one: Duty, other: Duty) -> bool:
    return (
        _meet_in_time(one, other)
        and _meet_in_place(one, other)
        and _forbidden(one, other)
    )


def _forbidden(one: Duty, other: Duty) -> bool:
    return (
        frozenset({one.role, other.role}) in INCOMPATIBLE
        or other.function in one.incompatible
        or one.function in other.incompatible
    )


def _meet_in_place(one: Duty, other: Duty) -> bool:
    return is_within(one.path, other.path) or is_within(other.path, one.path)


def _meet_in_time(one: Duty, other: Duty) -> bool:
    return overlap(one.starts, one.ends, other.starts, other.ends)


def overlap(a: date, a_end: date | None, b: date, b_end: date | None) -> bool:
    """Say whether two half-open terms share a day; no end means for ever."""
    first = max(a, b)
    return all(end is None or first < end for end in (a_end, b_end))
