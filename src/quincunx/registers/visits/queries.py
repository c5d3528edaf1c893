"""Reads: the doors of a day with all that is due there, services by grid, coverage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Min, Q

from quincunx.areas.models import Area
from quincunx.areas.paths import subtree
from quincunx.foundation.actors import Actor
from quincunx.registers.visits import access
from quincunx.registers.visits.models import Due, Visit

MOST_DOORS = 200
MOST_BEFORE = 20


@dataclass(frozen=True)
class AtDoor:
    """One door and every purpose due there, the oldest first."""

    place: Area
    dues: tuple[Due, ...]

    @property
    def due_on(self) -> date:
        return self.dues[0].due_on


@dataclass(frozen=True)
class Served:
    """A service in an area: counts of offers, never of a person."""

    service: str
    offered: int
    accepted: int
    delivered: int
    unmet: int

    @property
    def waiting(self) -> int:
        return self.accepted - self.delivered - self.unmet


@dataclass(frozen=True)
class Unseen:
    """A place where something is overdue: how many doors, and since when at most."""

    place: Area
    purpose: str
    doors: int
    since: date


def doors(actor: Actor, path: str, *, by: date) -> list[AtDoor]:
    """Return the doors where something is due until a day, all functions together.

    What is due later at such a door comes along, if it is soon: one visit does it.
    One query.
    """
    dues = access.visible_dues(actor).filter(subtree("place__path", path))
    order = ("place", "room", "premise", "due_on", "pk")
    rows = dues.select_related("place", "room", "premise").order_by(*order)
    at_doors = [tuple(group) for _key, group in groupby(rows, _door)]
    found = [AtDoor(group[0].place, group) for group in at_doors]
    due = [door for door in found if door.due_on <= by]
    return sorted(due, key=lambda door: door.due_on)[:MOST_DOORS]


def services(actor: Actor, path: str, *, since: datetime) -> list[Served]:
    """Return what was offered in an area and what came of it. One query."""
    offers = access.countable_offers(actor).filter(
        subtree("visit__place__path", path), visit__at__gte=since
    )
    rows = offers.values("service").annotate(
        offered=Count("pk"),
        accepted=Count("pk", Q(answer="accepted")),
        delivered=Count("pk", Q(delivered_on__isnull=False)),
        unmet_=Count("pk", ~Q(unmet="")),
    )
    return [
        Served(
            row["service"],
            row["offered"],
            row["accepted"],
            row["delivered"],
            row["unmet_"],
        )
        for row in rows.order_by("service")
    ]


def unseen(actor: Actor, path: str, *, on: date) -> list[Unseen]:
    """Return where nobody has been for too long, by need, the longest first.

    Doors and days; never how many visits a worker made. Two queries.
    """
    late = access.visible_dues(actor).filter(
        subtree("place__path", path), due_on__lt=on
    )
    rows = list(
        late.values("place", "purpose").annotate(doors=Count("pk"), first=Min("since"))
    )
    places = Area.objects.in_bulk([row["place"] for row in rows])
    found = [
        Unseen(places[row["place"]], row["purpose"], row["doors"], row["first"])
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.since, each.place.pk, each.purpose))


def at_door(actor: Actor, due: Due) -> AtDoor:
    """Return everything that is due where one thing is. One query."""
    dues = access.visible_dues(actor).filter(
        place=due.place_id, room=due.room_id, premise=due.premise_id
    )
    rows = dues.select_related("place", "room", "premise").order_by("due_on", "pk")
    return AtDoor(due.place, tuple(rows))


def history(actor: Actor, due: Due) -> Sequence[Visit]:
    """Return the visits to that door, newest first; their notes stay sealed."""
    seen = access.visible_visits(actor).filter(
        place=due.place_id, room=due.room_id, premise=due.premise_id
    )
    return list(seen.prefetch_related("offers").order_by("-at")[:MOST_BEFORE])


def _door(due: Due) -> tuple[int, int | None, object]:
    return (due.place_id, due.room_id, due.premise_id)
