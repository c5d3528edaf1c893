"""Who may see which people, organisations, offices and suggestions, and act on them.

Rights are role x relation x subtree. What is hidden and what does not exist are
refused alike.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from quincunx.areas.paths import subtree, subtrees
from quincunx.areas.tree import ancestors, depth, is_within
from quincunx.foundation.actors import Actor
from quincunx.foundation.steps import Right
from quincunx.lib.refusal import Refusal
from quincunx.staff.device_tables import Device
from quincunx.staff.key_tables import AccessKey
from quincunx.staff.models import (
    Absence,
    Appointment,
    Organisation,
    Person,
    Post,
    Suggestion,
    Tenure,
)
from quincunx.staff.office import APPOINTED, day_of, in_office
from quincunx.staff.roles import Role
from quincunx.staff.terms_of_office import TABLE, Act, Relation, State

# Whoever looks after an area sees who serves in it. Officers, verifiers and members
# from a body see their own unit and what their own office needs, no more.
_LOOK_AFTER = (Role.ADMINISTRATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)
_FOLLOW_NOMINATIONS = (Role.ADMINISTRATOR, Role.DISPATCHER, Role.SUPERVISOR)


def visible_organisations(actor: Actor) -> QuerySet[Organisation]:
    """Own units, and what works in or above the areas of one's offices."""
    paths = {h.path for h in actor.holdings}
    above = {above for path in paths for above in ancestors(path)}
    anywhere = Q(area=None) if paths else Q(pk__in=())
    return Organisation.objects.filter(
        subtrees("area__path", paths)
        | Q(area__path__in=above)
        | Q(pk__in=actor.units)
        | anywhere
    )


def visible_appointments(actor: Actor) -> QuerySet[Appointment]:
    """Offices in the areas looked after, of one's units, and one's own.

    A nomination is seen by those who decide on it, who made it, and whom it is of.
    """
    settled = Q(state__in=APPOINTED)
    return Appointment.objects.filter(
        (settled & subtrees("area__path", _paths(actor, _LOOK_AFTER)))
        | (settled & Q(organisation__in=actor.units))
        | subtrees("area__path", _paths(actor, _FOLLOW_NOMINATIONS))
        | _mine(actor, "person")
        | _mine(actor, "nominated_by")
    )


def visible_people(actor: Actor, *, at: datetime) -> QuerySet[Person]:
    """People who hold an office one may see; for administrators the new ones too."""
    offices = visible_appointments(actor).filter(in_office(day_of(at)))
    seen = Exists(offices.filter(person=OuterRef("pk")))
    new = ~Exists(Appointment.objects.filter(person=OuterRef("pk")))
    if actor.holds([Role.ADMINISTRATOR]):
        return Person.objects.filter(Q(seen) | Q(new))
    return Person.objects.filter(seen)


def visible_absences(actor: Actor, *, at: datetime) -> QuerySet[Absence]:
    """Absences of the people one may see, and those one covers."""
    return Absence.objects.filter(
        Q(person__in=visible_people(actor, at=at)) | _mine(actor, "cover")
    )


def visible_keys(actor: Actor, *, at: datetime) -> QuerySet[AccessKey]:
    """Access keys of the people one may see, for administrators; never the key."""
    if not actor.holds([Role.ADMINISTRATOR]):
        return AccessKey.objects.filter(_mine(actor, "person"))
    return AccessKey.objects.filter(person__in=visible_people(actor, at=at))


def visible_devices(actor: Actor, *, at: datetime) -> QuerySet[Device]:
    """One's own telephones; for administrators those of the people they see."""
    mine = _mine(actor, "person")
    if actor.holds([Role.ADMINISTRATOR]):
        mine |= Q(person__in=visible_people(actor, at=at))
    return Device.objects.filter(mine)


def visible_suggestions(actor: Actor) -> QuerySet[Suggestion]:
    """One's own, those for one's units, and those of grids looked after."""
    reached = (
        Suggestion.objects.filter(subtree("grid__path", actor.within))
        if actor.within
        else Suggestion.objects.all()
    )
    return reached.filter(
        _mine(actor, "sender")
        | Q(organisation__in=_units(actor, Role.OFFICER))
        | subtrees("grid__path", _paths(actor, (Role.DISPATCHER, Role.SUPERVISOR)))
        | subtrees("grid__path", _paths(actor, (Role.LEADER,)))
    )


def organisation_for(actor: Actor, code: str) -> Organisation:
    found = visible_organisations(actor).filter(code=code).first()
    if found is None:
        raise Refusal("no-such-organisation", unit=code)
    return found


def may_run(actor: Actor, unit: Organisation) -> bool:
    """Say whether somebody administers the field of an organisation, for buttons."""
    path = unit.area.path if unit.area else None
    held = actor.holds([Role.ADMINISTRATOR])
    if path is None:
        return any(depth(h.path) == 1 for h in held)
    return any(is_within(path, h.path) for h in held)


def organisation_named(code: str) -> Organisation:
    """Return an open organisation by its code, for whoever complains of it or names it.

    Codes and names of organisations are public.
    """
    found = Organisation.objects.filter(code=code, closed_on=None).first()
    if found is None:
        raise Refusal("no-such-organisation", unit=code)
    return found


def appointment_for(actor: Actor, key: int) -> Appointment:
    found = (
        visible_appointments(actor)
        .filter(pk=key)
        .select_related("person", "function", "area", "organisation")
        .first()
    )
    if found is None:
        raise Refusal("no-such-appointment", appointment=key)
    return found


def person_for(actor: Actor, key: int, *, at: datetime) -> Person:
    found = visible_people(actor, at=at).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-person", person=key)
    return found


def person_by_login(actor: Actor, login: str, *, at: datetime) -> Person:
    found = visible_people(actor, at=at).filter(login=login).first()
    if found is None:
        raise Refusal("no-such-person", person=login)
    return found


def post_for(actor: Actor, key: int) -> Post:
    """Return a post of an organisation one may see."""
    seen = Post.objects.filter(organisation__in=visible_organisations(actor))
    found = seen.filter(pk=key).select_related("organisation__area").first()
    if found is None:
        raise Refusal("no-such-post", post=key)
    return found


def tenure_for(actor: Actor, key: int, *, at: datetime) -> Tenure:
    """Return how somebody one may see holds a post."""
    seen = Tenure.objects.filter(person__in=visible_people(actor, at=at))
    found = seen.filter(pk=key).select_related("person", "post__organisation").first()
    if found is None:
        raise Refusal("no-such-tenure", tenure=key)
    return found


def absence_for(actor: Actor, key: int, *, at: datetime) -> Absence:
    seen = visible_absences(actor, at=at).select_related("person", "cover")
    found = seen.filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-absence", absence=key)
    return found


def key_for(actor: Actor, key: int, *, at: datetime) -> AccessKey:
    found = visible_keys(actor, at=at).filter(pk=key).select_related("person").first()
    if found is None:
        raise Refusal("no-such-key", key=key)
    return found


def device_for(actor: Actor, key: int, *, at: datetime) -> Device:
    seen = visible_devices(actor, at=at).filter(pk=key).select_related("person")
    found = seen.first()
    if found is None:
        raise Refusal("no-such-device", device=key)
    return found


def suggestion_for(actor: Actor, key: int) -> Suggestion:
    found = visible_suggestions(actor).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-suggestion", suggestion=key)
    return found


def acts_for(actor: Actor, appointment: Appointment) -> list[Act]:
    """Return the acts open to `actor`, for buttons; the acts check once more."""
    rows = TABLE.open_in(State(appointment.state))
    return [Act(row.act) for row in rows if stands(actor, row.rights, appointment)]


def may_nominate(actor: Actor) -> bool:
    wanted = {right.role for right in TABLE.row(Act.NOMINATE).rights}
    return bool(actor.holds(wanted))


def stands(actor: Actor, rights: Collection[Right], about: Appointment) -> bool:
    """Say whether one of `rights` is the actor's to an appointment, stored or not."""
    if about.person_id == actor.person and _any_of(rights, Relation.SELF):
        return True
    return any(
        (Right(h.role, Relation.OVER) in rights and is_within(about.area.path, h.path))
        or (
            Right(h.role, Relation.UNIT) in rights
            and h.unit is not None
            and h.unit == about.organisation_id
        )
        for h in actor.holdings
    )


def governs(actor: Actor, path: str, *roles: Role) -> bool:
    """Say whether `actor` holds one of `roles` over `path`."""
    return bool(actor.holds(roles, over=path))


def _any_of(rights: Collection[Right], relation: Relation) -> bool:
    return any(right.relation == relation for right in rights)


def _mine(actor: Actor, field: str) -> Q:
    return Q(pk__in=()) if actor.person is None else Q(**{field: actor.person})


def _paths(actor: Actor, roles: Collection[Role]) -> frozenset[str]:
    return frozenset(h.path for h in actor.holds(roles))


def _units(actor: Actor, role: Role) -> frozenset[int]:
    return frozenset(h.unit for h in actor.holds([role]) if h.unit is not None)
