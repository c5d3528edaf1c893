"""Who may see residents: whoever works in their grid, while the register is open.

Administrators have the switch and do not browse. The police ask, they do not browse;
whoever comes from a body or holds an office beside another work sees nobody.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from quincunx.areas.models import Area
from quincunx.areas.models import Kind as AreaKind
from quincunx.areas.paths import subtree, subtrees
from quincunx.areas.tree import ancestors, is_within
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal
from quincunx.registers.people.models import Opening, Resident, Stay
from quincunx.staff.models import Appointment
from quincunx.staff.roles import Role

WORK_THERE = (Role.LEADER, Role.MEMBER)
COUNTERS = (*WORK_THERE, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR)
POLICING = "policing-link"
_POLICE = ("police-office", "public-security")


def may_switch(actor: Actor, area: Area) -> bool:
    return bool(actor.holds([Role.ADMINISTRATOR], over=area.path))


def switchable(actor: Actor) -> QuerySet[Area]:
    """Return the territories in which somebody may open or close the register."""
    paths = {h.path for h in actor.holds([Role.ADMINISTRATOR])}
    areas = Area.objects.filter(subtrees("path", paths), valid_to=None)
    return areas.filter(kind=AreaKind.TERRITORY).order_by("path")


def visible_openings(actor: Actor) -> QuerySet[Opening]:
    """Openings of the areas somebody administers, closed ones too."""
    paths = {h.path for h in actor.holds([Role.ADMINISTRATOR])}
    return Opening.objects.filter(subtrees("area__path", paths))


def opening_for(actor: Actor, key: int) -> Opening:
    found = visible_openings(actor).select_related("area").filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-opening", opening=key)
    return found


def is_open(path: str) -> bool:
    """Say whether the register is kept at `path`. One query."""
    return _open().filter(area__path__in=ancestors(path)).exists()


def reached(actor: Actor) -> frozenset[str]:
    """Return the paths in which `actor` sees residents now. Two queries at most."""
    if actor.kind is Kind.IMPORTER:
        return frozenset(_open().values_list("area__path", flat=True))
    paths = _places(actor)
    if not paths or _comes_from_elsewhere(actor):
        return frozenset()
    above = {above for path in paths for above in ancestors(path)}
    opened = set(
        _open().filter(area__path__in=above).values_list("area__path", flat=True)
    )
    return frozenset(p for p in paths if any(is_within(p, o) for o in opened))


def must_reach(actor: Actor) -> frozenset[str]:
    """Return where `actor` sees residents, or refuse as if nothing were there."""
    paths = reached(actor)
    if not paths:
        raise Refusal("no-such-register")
    return paths


def visible_stays(actor: Actor, paths: Iterable[str] | None = None) -> QuerySet[Stay]:
    """Where people live or are registered now, in the places of `actor`."""
    within = reached(actor) if paths is None else paths
    return Stay.objects.filter(subtrees("building__path", within), until=None)


def visible_residents(
    actor: Actor, paths: Iterable[str] | None = None
) -> QuerySet[Resident]:
    """People who live or are registered in the places of `actor`; merged ones not."""
    here = visible_stays(actor, paths).filter(
        Q(resident=OuterRef("pk")) | Q(resident__merged_into=OuterRef("pk"))
    )
    return Resident.objects.filter(Exists(here), merged_into=None)


def resident_for(actor: Actor, key: UUID) -> Resident:
    found = visible_residents(actor, must_reach(actor)).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-resident", resident=str(key))
    return found


def countable_stays(actor: Actor) -> QuerySet[Stay]:
    """Where people live, for counts of whole grids by desks above; nobody is shown.

    Only where the register is open, and never for the police or a body's members.
    """
    if actor.kind is not Kind.IMPORTER and _comes_from_elsewhere(actor):
        return Stay.objects.none()
    held = {h.path for h in actor.holds(COUNTERS) if h.function != POLICING}
    here = Stay.objects.filter(subtrees("building__path", held), until=None)
    opened = _open().values_list("area__path", flat=True)
    return here.filter(subtrees("building__path", opened))


def must_work_at(actor: Actor, place: Area) -> None:
    """Refuse whoever does not keep residents at a place, as if it were not there."""
    if not any(is_within(place.path, path) for path in reached(actor)):
        raise Refusal("no-such-register")


def _open() -> QuerySet[Opening]:
    return Opening.objects.filter(opened_at__isnull=False, closed_at=None)


def _places(actor: Actor) -> frozenset[str]:
    held = actor.holds(WORK_THERE)
    return frozenset(h.path for h in held if h.unit is None and h.function != POLICING)


def _comes_from_elsewhere(actor: Actor) -> bool:
    """Say whether somebody is of the police, or holds their office for a body."""
    held = Appointment.objects.filter(
        pk__in=[h.appointment for h in actor.holdings if h.appointment is not None]
    )
    of_police = Q(organisation__kind__in=_POLICE) | Q(source="community-police")
    return held.filter(of_police | ~Q(source="")).exists()


def within(path: str) -> Q:
    """Match openings in, at or above a path, for the rule of one in a subtree."""
    return subtree("area__path", path) | Q(area__path__in=ancestors(path))
