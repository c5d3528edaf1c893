"""Whether somebody may hold an office: post, source, place, duties, chair, consent."""

from collections.abc import Iterable
from datetime import datetime

from quincunx.areas.models import Area
from quincunx.areas.models import Kind as AreaKind
from quincunx.areas.tree import is_within
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff.duties import ONE_DAY, Duty, clash, during, overlap
from quincunx.staff.kinds import BODY_OF
from quincunx.staff.models import (
    Absence,
    Appointment,
    Function,
    Organisation,
    Person,
    Tenure,
)
from quincunx.staff.office import APPOINTED, day_of, in_office
from quincunx.staff.roles import Role

GRIDS = (AreaKind.COMPOSITE, AreaKind.MICRO, AreaKind.DEDICATED)


def lock(person: Person) -> None:
    """Hold the person, whose duties are about to be compared."""
    Person.objects.select_for_update().get(pk=person.pk)


def check(appointment: Appointment) -> None:
    """Refuse an office that its holder, its place or its post do not allow."""
    if not appointment.person.is_active:
        raise Refusal("account-closed", person=appointment.person.name)
    _check_term(appointment)
    _check_place(appointment)
    _check_support(appointment)
    _check_body(appointment)
    check_duties(appointment.person, [duty(appointment)])


def check_duties(person: Person, proposed: Iterable[Duty]) -> None:
    """Refuse what does not go with duties `person` holds or covers. Three queries."""
    held = held_duties(person) + covered_duties(person)
    for new in proposed:
        odd = clash(new, held)
        if odd is not None:
            raise Refusal("duties-incompatible", function=new.called, held=odd.called)


def check_chair(appointment: Appointment) -> None:
    """Refuse a second holder on any day; holds the area until the transaction ends."""
    Area.objects.select_for_update().get(pk=appointment.area_id)
    if appointment.chair is None:
        return
    others = Appointment.objects.filter(
        area=appointment.area_id,
        function=appointment.function_id,
        chair=appointment.chair,
        state__in=APPOINTED,
    ).exclude(pk=appointment.pk)
    for other in others.select_related("person"):
        if overlap(appointment.starts, appointment.ends, other.starts, other.ends):
            raise Refusal("chair-taken", holder=other.person.name, since=other.starts)


def check_buildings(appointment: Appointment, buildings: Iterable[Area]) -> None:
    """Members are attached to buildings and courtyards inside their own grid."""
    for building in buildings:
        inside = is_within(building.path, appointment.area.path)
        if building.kind != AreaKind.BUILDING or not inside:
            raise Refusal("building-not-in-grid", area=building.name)


def check_second_person(appointment: Appointment, *, by: Actor, at: datetime) -> bool:
    """Refuse to let one person decide twice; return whether nobody else could."""
    if by.person not in (appointment.nominated_by_id, appointment.person_id):
        return False
    if by.person == appointment.person_id or others_govern(appointment.area, by, at):
        raise Refusal("second-person-needed")
    return True


def check_not_oneself(appointment: Appointment, *, by: Actor, at: datetime) -> bool:
    """Nobody appoints themselves; return whether one person decided all alone."""
    if by.person == appointment.person_id:
        raise Refusal("second-person-needed")
    alone = by.person == appointment.reviewed_by_id == appointment.nominated_by_id
    if alone and others_govern(appointment.area, by, at):
        raise Refusal("second-person-needed")
    return alone


def others_govern(area: Area, by: Actor, at: datetime) -> bool:
    """Say whether another administrator could decide: during set-up there is one."""
    offices = Appointment.objects.filter(
        in_office(day_of(at)),
        function__role=Role.ADMINISTRATOR,
        person__is_active=True,
    ).exclude(person=by.person)
    paths = offices.values_list("area__path", flat=True)
    return any(is_within(area.path, path) for path in paths)


def chair(function: Function, organisation: Organisation | None) -> int | None:
    """Return whose only holder this is: 0 for all, or a unit; None for no chair."""
    if not function.sole:
        return None
    return organisation.pk if function.for_unit and organisation else 0


def duty(appointment: Appointment) -> Duty:
    return Duty(
        function=appointment.function.code,
        role=appointment.function.role,
        path=appointment.area.path,
        starts=appointment.starts,
        ends=appointment.ends,
        incompatible=frozenset(appointment.function.incompatible),
        called=str(appointment.function),
    )


def held_duties(person: Person) -> list[Duty]:
    """Return every duty ever held, by its dates. One query."""
    offices = Appointment.objects.filter(person=person, state__in=APPOINTED)
    return [duty(a) for a in offices.select_related("function", "area")]


def covered_duties(person: Person) -> list[Duty]:
    """Return the duties of colleagues, for the days they are covered. Two queries."""
    covers = Absence.objects.filter(cover=person).values_list(
        "person", "starts", "ends"
    )
    days = [(whom, day_of(starts), day_of(ends)) for whom, starts, ends in covers]
    offices = Appointment.objects.filter(
        state__in=APPOINTED, person__in=[whom for whom, _, _ in days]
    ).select_related("function", "area")
    return [
        during(duty(office), first, last + ONE_DAY)
        for office in offices
        for whom, first, last in days
        if whom == office.person_id
    ]


def _check_term(appointment: Appointment) -> None:
    if appointment.ends is not None and appointment.ends <= appointment.starts:
        raise Refusal("term-ends-before-it-starts", starts=appointment.starts)


def _check_place(appointment: Appointment) -> None:
    function, area = appointment.function, appointment.area
    if area.valid_to is not None and area.valid_to <= appointment.starts:
        raise Refusal("office-area-closed", area=area.name, closed=area.valid_to)
    if function.in_grids and area.kind not in GRIDS:
        raise Refusal("grid-needed", function=str(function), area=area.name)
    if function.for_unit and appointment.organisation is None:
        raise Refusal("unit-needed", function=str(function))


def _check_support(appointment: Appointment) -> None:
    """A member rests on a source or a post; a leader on a community worker's post."""
    function, post = appointment.function, appointment.post
    if post is None:
        if function.post_kind:
            raise Refusal(
                "post-needed", function=str(function), post_kind=function.post_kind
            )
        if function.role == Role.MEMBER and not appointment.source:
            raise Refusal("source-needed", function=str(function))
        return
    if function.post_kind and post.kind != function.post_kind:
        raise Refusal(
            "post-needed", function=str(function), post_kind=function.post_kind
        )
    _check_tenure(appointment)


def _check_body(appointment: Appointment) -> None:
    """A member from a body names it; cases about it are then kept from them."""
    body = BODY_OF.get(appointment.source)
    unit = appointment.organisation
    if body is not None and (unit is None or unit.kind != body):
        raise Refusal("body-needed", source=appointment.source, organisation_kind=body)


def _check_tenure(appointment: Appointment) -> None:
    """The post is held from the first day of the office to its last."""
    tenures = Tenure.objects.filter(
        person=appointment.person_id, post=appointment.post_id
    )
    for tenure in tenures:
        begun = tenure.starts <= appointment.starts
        if begun and (
            tenure.ends is None
            or (appointment.ends is not None and appointment.ends <= tenure.ends)
        ):
            return
    raise Refusal("post-not-held", post=str(appointment.post))
