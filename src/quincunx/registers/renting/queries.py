"""Reads: what waits to be looked at, and what is let, a page at a time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from quincunx.foundation.actors import Actor
from quincunx.registers.renting import access, declare
from quincunx.registers.renting.models import Declaration, House
from quincunx.registers.renting.vocabulary import Status, Teller, Trust, trust
from quincunx.staff.office import day_of

PAGE = 50
MOST_WAITING = 100


@dataclass(frozen=True)
class Waiting:
    """A declaration in the queue: whom it names, masked, and how far to believe it."""

    declaration: Declaration
    names: tuple[str, ...]
    trust: Trust


@dataclass(frozen=True)
class Page:
    houses: tuple[House, ...]
    after: str  # "" at the end


def waiting(
    actor: Actor, *, on: date, house: House | None = None
) -> tuple[Waiting, ...]:
    """Return what waits in one's places, the oldest first. Four queries at most."""
    seen = access.visible_declarations(actor)
    if house is not None:
        seen = seen.filter(house=house)
    rows = seen.select_related("house__building", "house__room").order_by("at", "pk")
    found = list(rows[:MOST_WAITING])
    named = declare.shown_of(found)
    return tuple(_waiting(each, named[each.pk], on) for each in found)


def houses(actor: Actor, after: UUID | None = None) -> Page:
    """Return a page of what is let in one's places. Three queries."""
    seen = access.visible_houses(actor).filter(until=None).order_by("pk")
    if after is not None:
        seen = seen.filter(pk__gt=after)
    found = list(seen.select_related("building", "room")[: PAGE + 1])
    last = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return Page(tuple(found[:PAGE]), last)


def _waiting(each: Declaration, people: list[dict[str, str]], on: date) -> Waiting:
    names = tuple(masks["name"] for masks in people)
    told, status = Teller(each.teller), Status(each.status)
    return Waiting(each, names, trust(told, status, since=day_of(each.at), on=on))
