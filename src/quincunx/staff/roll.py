"""The roll: what a process has read of who holds what, while nothing of it changed.

Every request asks whether it still holds (one short query) instead of reading it anew.
Whoever leaves a post, or takes up a cover, acts accordingly from the next request on:
the change itself turns the token (`turning`), and a known actor holds only until the
next absence begins or ends, or the day is over.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from quincunx.foundation.actors import Actor
from quincunx.staff.models import Organisation, Person
from quincunx.staff.scopes import Limits

MOST = 10_000  # of each; then it begins anew
# A tree that changed has moved paths, which are rights.
_STAMP = """
    SELECT (SELECT token FROM staff_revision), (SELECT token FROM areas_revision)
"""


class Seen(NamedTuple):
    """An actor, and from when until when it was seen to be so."""

    actor: Actor
    since: datetime
    until: datetime


class Key(NamedTuple):
    person: Person
    expires_at: datetime
    limits: Limits
    number: int


@dataclass
class Roll:
    stamp: tuple[str | None, str | None]
    actors: dict[int, Seen] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    leaders: dict[tuple[int, date], int | None] = field(default_factory=dict)
    units: dict[int, Organisation] = field(default_factory=dict)  # for showing

    def keep(self, person: int, seen: Seen) -> None:
        _make_room(self.actors)
        self.actors[person] = seen

    def keep_key(self, digest: str, key: Key) -> None:
        _make_room(self.keys)
        self.keys[digest] = key

    def keep_units(self, found: dict[int, Organisation]) -> None:
        _make_room(self.units)
        self.units.update(found)

    def keep_leaders(self, on: date, found: dict[int, int | None]) -> None:
        _make_room(self.leaders)
        self.leaders.update({(area, on): person for area, person in found.items()})


def _make_room(known: MutableMapping[Any, Any]) -> None:
    if len(known) >= MOST:
        known.clear()


_roll = Roll((None, None))


def now() -> Roll:
    """Return the roll as it stands. One query."""
    global _roll  # noqa: PLW0603 -- one roll per process, replaced whole
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        stamp = cursor.fetchone()
    if _roll.stamp != stamp or stamp[0] is None:
        _roll = Roll(stamp)
    return _roll
