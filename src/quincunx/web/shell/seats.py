"""Where somebody may sit down: a desk for each function they hold, one row a kind.

The first row that somebody has a right to is where they land after signing in; the
others stand beside it as switches.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.areas.queries import areas_by_key
from quincunx.areas.tree import ids
from quincunx.foundation.actors import Actor, Holding
from quincunx.staff.kinds import HOUSES, OrganisationKind
from quincunx.staff.queries import units_by_key
from quincunx.staff.roles import Role

_K = OrganisationKind


@dataclass(frozen=True)
class Chair:
    """A kind of desk: who sits there, and the address it has.

    `kinds` are of the organisation the function is held for (none: any). A desk `of`
    a place has one address for each; the others hold everything of one person.
    """

    code: str
    word: str | Promise
    role: Role
    url: str
    kinds: frozenset[str] = frozenset()
    of_place: bool = False


@dataclass(frozen=True)
class Seat:
    """A desk that somebody holds, by the name of its place."""

    chair: Chair
    name: str
    path: str
    url: str


def _house(code: str, word: Promise, *kinds: OrganisationKind) -> Chair:
    return Chair(code, word, Role.DISPATCHER, "house", frozenset(kinds), of_place=True)


CHAIRS: tuple[Chair, ...] = (
    _house("command", _("Command centre"), _K.COMMAND_CENTRE),
    # A dispatcher of no house of the three works as a service centre does.
    _house("centre", _("Service centre"), *(set(_K) - set(HOUSES)), _K.SERVICE_CENTRE),
    _house("station", _("Service station"), _K.SERVICE_STATION),
    Chair("grid", _("Grid leader"), Role.LEADER, "house", of_place=True),
    Chair("supervise", _("Overview"), Role.SUPERVISOR, "overview"),
    Chair("department", _("Inbox"), Role.OFFICER, "inbox"),
    Chair("verify", _("Verification"), Role.VERIFIER, "queue"),
    Chair("street", _("Tasks"), Role.MEMBER, "field"),
    Chair("system", _("Administration"), Role.ADMINISTRATOR, "system"),
)


def seats(actor: Actor) -> list[Seat]:
    """Return the desks of this actor, the first to sit down at first.

    Two queries while nothing of areas and units changes, mostly none.
    """
    units = units_by_key(actor.units)
    keys = {ids(holding.path)[-1] for holding in actor.holdings if holding.path}
    areas = areas_by_key(keys)
    found: dict[tuple[str, str], Seat] = {}
    for chair in CHAIRS:
        for held in _held(actor, chair):
            kind = units[held.unit].kind if held.unit in units else ""
            if chair.kinds and kind not in chair.kinds:
                continue
            key = ids(held.path)[-1]
            named = units[held.unit].name if held.unit in units else areas[key].name
            place = (chair.code, held.path if chair.of_place else "")
            at = reverse(chair.url, args=[chair.code, key] if chair.of_place else [])
            found.setdefault(place, Seat(chair, named, held.path, at))
    return list(found.values())


def _held(actor: Actor, chair: Chair) -> Iterator[Holding]:
    """Yield the holdings for a chair, the widest first."""
    return iter(sorted(actor.holds([chair.role]), key=lambda h: (len(h.path), h.path)))
