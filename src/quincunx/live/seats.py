"""Who listens, and what each of them may hear: plain values, no database.

A seat is one browser, a wall one screen that nobody signs in before. What a seat is
told is decided by what its actor may see, the same words for all who hold the same.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from quincunx.areas.tree import is_within
from quincunx.cases import access, queries
from quincunx.cases.changes import Change
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor
from quincunx.staff.models import Person

MOST_WAITING = 64  # messages a browser may fall behind before it is let go


@dataclass(eq=False)
class Line:
    """The long answer to one browser."""

    letters: "asyncio.Queue[bytes | None]" = field(
        init=False, default_factory=lambda: asyncio.Queue(MOST_WAITING)
    )

    def put(self, letter: bytes) -> None:
        """Hand over a message; a browser that takes none any more is let go."""
        try:
            self.letters.put_nowait(letter)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Let the browser go; it comes back, or asks now and then instead."""
        while not self.letters.empty():
            self.letters.get_nowait()
        self.letters.put_nowait(None)


@dataclass(eq=False)
class Seat(Line):
    """One browser of somebody who has signed in."""

    session: str
    person: Person
    actor: Actor
    beside: tuple[str, ...] = ()  # who it was last told to be on its case


@dataclass(eq=False)
class Wall(Line):
    """One screen on a wall: it hears that something happened in its area."""

    screen: int
    path: str


def letter(event: str, told: Mapping[str, Any]) -> bytes:
    """Return a message as server-sent events are written."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event}\ndata: {text}\n\n".encode()


def tell_changes(seats: Iterable[Seat], changes: list[Change], now: datetime) -> None:
    """Tell each seat the changes of cases that it may see."""
    lines = [(change, _line(change, now)) for change in changes]
    for seat in seats:
        seen = [
            {**line, "own": change.by == seat.actor.person}
            for change, line in lines
            if access.sees(seat.actor, change.case, change.called)
        ]
        if seen:
            seat.put(letter("changes", {"at": now.isoformat(), "changes": seen}))


def tell_walls(walls: Iterable[Wall], changes: list[Change], now: datetime) -> None:
    """Tell each screen that something happened below its area, and nothing of what."""
    for wall in walls:
        if any(is_within(change.case.care_path, wall.path) for change in changes):
            wall.put(letter("stir", {"at": now.isoformat()}))


def _line(change: Change, now: datetime) -> dict[str, Any]:
    case = change.case
    return {
        "number": case.number,
        "act": change.act,
        "revision": case.revision,
        "lanes": queries.lanes_of(case, now) if _moves(change) else [],
    }


def _moves(change: Change) -> bool:
    """Say whether the act brought the case somewhere else, so into a lane."""
    act = Act(change.act)
    return act is Act.TAKE_BACK or LIFECYCLE.row(act).to is not None


def tell_presence(
    seats: Iterable[Seat], present: Mapping[str, set[int]], names: Mapping[int, str]
) -> None:
    """Tell each seat who else has its case open, whenever that differs."""
    where = {person: case for case, people in present.items() for person in people}
    for seat in seats:
        me = seat.person.pk
        there = present.get(where.get(me, ""), set()) - {me}
        beside = tuple(sorted(names[each] for each in there if each in names))
        if beside != seat.beside:
            seat.beside = beside
            seat.put(letter("beside", {"names": beside}))
