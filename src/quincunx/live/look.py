"""What the database is asked once a second, for all who listen together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from quincunx.cases.changes import Change, Changes
from quincunx.foundation import presence
from quincunx.foundation.actors import Actor
from quincunx.live.who import still_signed_in
from quincunx.staff import queries, roll
from quincunx.staff.actors import on_the_roll
from quincunx.staff.models import Person
from quincunx.staff.roll import Roll
from quincunx.walls.screens import still_hanging

BETWEEN_CHECKS = timedelta(seconds=20)  # how soon a session that ended is noticed


@dataclass(frozen=True)
class Listener:
    """What a look must know of a seat."""

    session: str
    person: Person


@dataclass(frozen=True)
class Seen:
    """What one look has found; `actors` are those who may still listen."""

    at: datetime
    changes: list[Change]
    present: dict[str, set[int]]
    names: dict[int, str]
    actors: dict[int, Actor]
    sessions: frozenset[str] | None  # that still hold; None while not asked again
    screens: frozenset[int] | None = None  # that still hang; None likewise


@dataclass
class Looker:
    """Looks, and remembers up to where it has looked."""

    changes: Changes = field(default_factory=Changes)
    checked_at: datetime | None = None
    roll: Roll | None = None  # as it was at the last look
    left: frozenset[int] = frozenset()  # whose accounts were closed when it last turned

    def look(
        self, listeners: Sequence[Listener], screens: Collection[int] = ()
    ) -> Seen:
        """Ask what is new: three short queries, and two more if something is.

        Rights are read again for everybody when the roll has turned; the sessions of
        all, and all screens, are asked after in one query each every twenty seconds.
        """
        now = timezone.now()
        due = self.checked_at is None or now - self.checked_at >= BETWEEN_CHECKS
        self.checked_at = now if due else self.checked_at
        present = presence.everybody("case", at=now)
        return Seen(
            at=now,
            changes=self.changes.look(now),
            present=present,
            names=_names(present),
            actors=self._actors(listeners, now),
            sessions=_sessions(listeners, now) if due else None,
            screens=still_hanging(screens, at=now) if due and screens else None,
        )

    def _actors(self, listeners: Sequence[Listener], now: datetime) -> dict[int, Actor]:
        people = {each.person.pk: each.person for each in listeners}
        known = roll.now()
        if known is not self.roll:
            self.roll = known
            self.left = frozenset(people) - queries.active(people)
        return {
            key: on_the_roll(known, person, now)
            for key, person in people.items()
            if key not in self.left
        }


def _sessions(listeners: Sequence[Listener], now: datetime) -> frozenset[str]:
    return still_signed_in({each.session for each in listeners}, at=now)


def _names(present: dict[str, set[int]]) -> dict[int, str]:
    """Return the names of those who are on a case with somebody else."""
    shared = {p for people in present.values() if len(people) > 1 for p in people}
    return queries.names_by_key(shared) if shared else {}
