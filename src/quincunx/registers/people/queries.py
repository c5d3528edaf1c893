"""Reads: people by name or address, the people of a room, one of them. All masked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from quincunx.areas.models import Area
from quincunx.foundation.actors import Actor
from quincunx.registers import queries as places
from quincunx.registers.facts import Fact
from quincunx.registers.models import Room
from quincunx.registers.people import access, sealing, tokens
from quincunx.registers.people.models import Merge, Resident, Stay, Tie
from quincunx.registers.people.vocabulary import FIELDS

PAGE = 20


@dataclass(frozen=True)
class Shown:
    """A resident as they may be seen: masked, with where they live."""

    resident: Resident
    masks: Mapping[str, str]
    stays: tuple[Stay, ...]

    @property
    def key(self) -> str:
        return str(self.resident.pk)

    @property
    def fields(self) -> list[tuple[str, str, Fact | None]]:
        """Return each known field, its mask, and from whom and when it is."""
        facts = self.resident.facts
        return [(f, self.masks[f], facts.get(f)) for f in FIELDS if f in self.masks]


@dataclass(frozen=True)
class Page:
    people: tuple[Shown, ...]
    after: str  # "" at the end


@dataclass(frozen=True)
class Told:
    """All that is seen of one resident."""

    shown: Shown
    history: tuple[Stay, ...]
    ties: tuple[tuple[Tie, Shown], ...]
    merges: tuple[Merge, ...]


def by_name(actor: Actor, typed: str, after: UUID | None = None) -> Page:
    """Return a page of those in one's places whose name has what was typed.

    Six queries, whatever is found.
    """
    paths = access.must_reach(actor)
    seen = access.visible_residents(actor, paths)
    found = tokens.named(typed, paths).order_by("resident")
    if after is not None:
        found = found.filter(resident__gt=after)
    keys = list(found.values_list("resident", flat=True)[: PAGE + 1])
    people = list(seen.filter(pk__in=keys[:PAGE]).order_by("pk"))
    last = str(keys[PAGE - 1]) if len(keys) > PAGE else ""
    return Page(shown(actor, people, paths), last)


def by_address(actor: Actor, typed: str, on: date) -> Page:
    """Return who is in the buildings or rooms that an address fits, at most a page."""
    paths = access.must_reach(actor)
    stays = access.visible_stays(actor, paths)
    keys: dict[UUID, None] = {}
    for place in places.search(typed, on):
        here = stays.filter(building=place.building)
        if place.room is not None:
            here = here.filter(room=place.room)
        some = here.order_by("room", "resident").values_list("resident", flat=True)
        keys.update(dict.fromkeys(some[:PAGE]))
    people = access.visible_residents(actor, paths).filter(pk__in=list(keys)[:PAGE])
    return Page(shown(actor, list(people), paths), "")


def of_place(actor: Actor, building: Area, room: Room | None) -> tuple[Shown, ...]:
    """Return who lives or is registered in a room, or in a building without one."""
    paths = access.must_reach(actor)
    here = access.visible_stays(actor, paths).filter(building=building, room=room)
    people = access.visible_residents(actor, paths)
    found = people.filter(pk__in=here.values("resident"))
    return shown(actor, list(found.order_by("pk")), paths)


def shown(
    actor: Actor, people: Iterable[Resident], paths: frozenset[str] | None = None
) -> tuple[Shown, ...]:
    """Return residents as they may be seen. Two queries for all."""
    listed = list(people)
    masks = sealing.masked(listed)
    stays: dict[UUID, list[Stay]] = {each.pk: [] for each in listed}
    now = access.visible_stays(actor, paths).select_related("building", "room")
    for stay in now.filter(resident__in=listed).order_by("kind"):
        stays[stay.resident_id].append(stay)
    return tuple(Shown(r, masks[r.pk], tuple(stays[r.pk])) for r in listed)


def of_resident(actor: Actor, key: UUID) -> Told:
    """Return what may be seen of one resident; their past only within one's places."""
    resident = access.resident_for(actor, key)
    paths = access.reached(actor)
    past = Stay.objects.filter(resident__in=[resident, *resident.merged.all()])
    history = past.select_related("building", "room").order_by("-since", "-pk")
    ties = list(resident.ties.filter(until=None).select_related("other"))
    others = shown(actor, [tie.other for tie in ties], paths)
    merges = Merge.objects.filter(kept=resident, undone_at=None)
    return Told(
        shown(actor, [resident], paths)[0],
        tuple(s for s in history if any(s.building.path.startswith(p) for p in paths)),
        tuple(zip(ties, others, strict=True)),
        tuple(merges.order_by("-pk")),
    )
