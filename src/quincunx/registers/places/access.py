"""Who sees what stands in a place, who keeps it, and who may read who answers for it.

A place is no person: whoever works there, above it or under it, sees its file, and an
organisation sees its own. Only those who work with people there read a name or a
number, never the police and never a body's members.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from quincunx.areas.models import Area
from quincunx.areas.paths import subtrees
from quincunx.foundation.actors import Actor, Holding
from quincunx.foundation.actors import Kind as ActorKind
from quincunx.lib.refusal import Refusal
from quincunx.registers.places.models import Appeal, Facility, Premise
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.models import Organisation
from quincunx.staff.roles import Role
from quincunx.staff.scopes import Scope, require

KEEPERS = (Role.ADMINISTRATOR, Role.LEADER, Role.MEMBER)
DECIDERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DISPATCHER)
READERS = (Role.LEADER, Role.MEMBER, Role.DISPATCHER)
POLICE = ("policing-link",)
POLICE_UNITS = (OrganisationKind.PUBLIC_SECURITY, OrganisationKind.POLICE_OFFICE)


def visible_premises(actor: Actor) -> QuerySet[Premise]:
    if actor.kind is ActorKind.IMPORTER:
        return Premise.objects.all()
    paths = {holding.path for holding in actor.holdings}
    own = Q(unit__in=actor.units)
    return Premise.objects.filter(subtrees("place__path", paths) | own)


def visible_facilities(actor: Actor) -> QuerySet[Facility]:
    if actor.kind is ActorKind.IMPORTER:
        return Facility.objects.all()
    paths = {holding.path for holding in actor.holdings}
    return Facility.objects.filter(subtrees("area__path", paths))


def premise_for(actor: Actor, key: UUID) -> Premise:
    seen = visible_premises(actor).select_related("place__parent", "unit")
    found = seen.filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-premise")
    return found


def facility_for(actor: Actor, key: UUID) -> Facility:
    found = visible_facilities(actor).select_related("area").filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-facility")
    return found


def may_keep(actor: Actor, path: str) -> bool:
    """Say whether `actor` registers and changes what stands at `path`."""
    if actor.kind is ActorKind.IMPORTER:
        return True
    return any(not is_apart(held) for held in actor.holds(KEEPERS, over=path))


def must_keep(actor: Actor, place: Area) -> None:
    require(actor, Scope.MANAGE)
    if not may_keep(actor, place.path):
        raise Refusal("premises-not-yours-to-change", area=place.name)


def may_read_contact(actor: Actor, premise: Premise) -> bool:
    """Say whether `actor` may be shown who answers for a place; one query at most."""
    held = actor.holds(READERS, over=premise.place.path)
    fit = any(not is_apart(each) for each in held)
    return fit and actor.may(Scope.CONTACTS) and not _is_police(actor)


def readable_contacts(actor: Actor, premises: Iterable[Premise]) -> list[Premise]:
    """Return those of which `actor` may read who answers; one query at most."""
    if not actor.may(Scope.CONTACTS) or _is_police(actor):
        return []
    paths = [held.path for held in actor.holds(READERS) if not is_apart(held)]
    known = (p for p in premises if p.responsible is not None or p.telephone)
    return [p for p in known if any(p.place.path.startswith(path) for path in paths)]


def may_appeal(actor: Actor, premise: Premise) -> bool:
    """Say whether `actor` answers for a place, or works there for those who do."""
    own = premise.unit_id is not None and premise.unit_id in actor.units
    return actor.person is not None and (own or may_keep(actor, premise.place.path))


def may_decide(actor: Actor, appeal: Appeal) -> bool:
    held = actor.holds(DECIDERS, over=appeal.premise.place.path)
    return bool(held) and actor.person != appeal.asked_by_id


def is_apart(held: Holding) -> bool:
    """Say whether somebody is there for the police, or for a body of the compound."""
    return held.function in POLICE or (
        held.role == Role.MEMBER and held.unit is not None
    )


def _is_police(actor: Actor) -> bool:
    if any(held.function in POLICE for held in actor.holdings):
        return True
    units = Organisation.objects.filter(pk__in=actor.units, kind__in=POLICE_UNITS)
    return bool(actor.units) and units.exists()
