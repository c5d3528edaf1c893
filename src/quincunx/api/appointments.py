"""Offices over the API: nominated, and an address for each act of their table.

`POST /appointments/{key}/acts/{act}` with the facts of the act, made from its row.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status
from pydantic import create_model

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing
from quincunx.areas import access as areas
from quincunx.foundation.steps import Fact, Row
from quincunx.lib.refusal import Refusal
from quincunx.staff import access, appoint, contacts, functions
from quincunx.staff.appoint import Nomination
from quincunx.staff.contacts import CONTACT_OFFICER
from quincunx.staff.kinds import Source
from quincunx.staff.models import Appointment, Function
from quincunx.staff.office import day_of, in_office
from quincunx.staff.terms_of_office import TABLE, Act

router = Router(tags=["appointments"])
PAGE = 200
SHOWN = ("person", "function", "area", "organisation")

Code = Annotated[str, Field(min_length=1, max_length=80)]
Keys = Annotated[list[int], Field(max_length=200)]


class AppointmentOut(Out):
    """Somebody holds a function in an area; `ends` is the first day without it."""

    id: int
    state: str
    person: str
    function: str
    area: int
    organisation: str | None
    post: int | None
    source: str
    buildings: list[int]
    starts: date
    ends: date | None
    nominated_by: int | None
    reviewed_by: int | None
    appointed_by: int | None

    @classmethod
    def of(cls, office: Appointment) -> "AppointmentOut":
        return cls(
            id=office.pk,
            state=office.state,
            person=office.person.login,
            function=office.function.code,
            area=office.area_id,
            organisation=office.organisation.code if office.organisation else None,
            post=office.post_id,
            source=office.source,
            buildings=sorted(building.pk for building in office.buildings.all()),
            starts=office.starts,
            ends=office.ends,
            nominated_by=office.nominated_by_id,
            reviewed_by=office.reviewed_by_id,
            appointed_by=office.appointed_by_id,
        )


class Offices(Schema):
    """Which appointments: newest first, those before the last id seen."""

    state: Literal["nominated", "reviewed", "active", "ended", "refused"] | None = None
    person: Code | None = None
    area: int | None = None
    organisation: Code | None = None
    before: int | None = None


class NominationIn(Schema):
    """Who is to hold which function, where, for whom, from when."""

    person: Code
    function: Code
    area: int
    starts: date
    ends: date | None = None
    organisation: Code | None = None
    post: int | None = None
    source: Source | None = None
    buildings: Keys = []


class ContactOfficerIn(Schema):
    area: int  # a community
    person: Code
    starts: date


@router.get("/appointments", response=list[AppointmentOut])
def appointments(request: Visit, wanted: Query[Offices]) -> list[AppointmentOut]:
    """List the appointments one may see, 200 at a time."""
    narrowed = {
        "state": wanted.state,
        "person__login": wanted.person,
        "area": wanted.area,
        "organisation__code": wanted.organisation,
        "pk__lt": wanted.before,
    }
    asked = {name: value for name, value in narrowed.items() if value is not None}
    seen = access.visible_appointments(request.actor).filter(**asked)
    rows = seen.select_related(*SHOWN).prefetch_related("buildings")
    return [AppointmentOut.of(office) for office in rows.order_by("-pk")[:PAGE]]


@router.post("/appointments", response={201: AppointmentOut})
def nominate(request: Visit, told: NominationIn) -> Status[AppointmentOut]:
    """Propose somebody for an office; a second person reviews it."""
    actor, at = request.actor, request.received_at
    unit = told.organisation
    nomination = Nomination(
        person=access.person_by_login(actor, told.person, at=at),
        function=_function(told.function),
        area=areas.area_by_key(actor, told.area),
        starts=told.starts,
        ends=told.ends,
        organisation=access.organisation_for(actor, unit) if unit else None,
        post=access.post_for(actor, told.post) if told.post is not None else None,
        source=told.source or "",
        buildings=tuple(areas.area_by_key(actor, key) for key in told.buildings),
    )
    made = appoint.nominate(nomination, **doing(request))
    return Status(201, AppointmentOut.of(made))


@router.get("/appointments/{int:key}", response=AppointmentOut)
def appointment(request: Visit, key: int) -> AppointmentOut:
    """Show one appointment."""
    return AppointmentOut.of(access.appointment_for(request.actor, key))


@router.get("/appointments/{int:key}/acts", response=list[str])
def appointment_acts(request: Visit, key: int) -> list[str]:
    """List the acts that are yours to do on an appointment now."""
    office = access.appointment_for(request.actor, key)
    return [str(act) for act in access.acts_for(request.actor, office)]


@router.get("/organisations/{code}/contacts", response=list[AppointmentOut])
def contact_officers(request: Visit, code: str) -> list[AppointmentOut]:
    """List whom a department has named in person, by community."""
    unit = access.organisation_for(request.actor, code)
    named = access.visible_appointments(request.actor).filter(
        in_office(day_of(request.received_at)),
        organisation=unit,
        function__code=CONTACT_OFFICER,
    )
    rows = named.select_related(*SHOWN).prefetch_related("buildings")
    return [AppointmentOut.of(office) for office in rows.order_by("area__path", "pk")]


@router.post("/organisations/{code}/contacts", response={201: AppointmentOut})
def name_contact(
    request: Visit, code: str, told: ContactOfficerIn
) -> Status[AppointmentOut]:
    """Name the contact officer of a community; the one before ends on that day."""
    actor, at = request.actor, request.received_at
    named = contacts.name_contact(
        access.organisation_for(actor, code),
        area=areas.area_by_key(actor, told.area),
        person=access.person_by_login(actor, told.person, at=at),
        starts=told.starts,
        **doing(request),
    )
    return Status(201, AppointmentOut.of(named))


DOES: Mapping[str, Callable[..., Appointment]] = {
    Act.REVIEW: appoint.review,
    Act.REFUSE: appoint.refuse,
    Act.APPOINT: appoint.appoint,
    Act.ATTACH: appoint.attach,
    Act.END: appoint.end,
}


def _type_of(fact: Fact) -> Any:
    """Return what the API takes for a fact of this table."""
    types = {"codes": Keys, "date": date}
    return types.get(fact.kind, Annotated[str, Field(max_length=fact.most)])


def _schema(row: Row) -> type[Schema]:
    fields: dict[str, Any] = {
        fact.name: (_type_of(fact), ...)
        if fact.required
        else (_type_of(fact) | None, None)
        for fact in row.facts
    }
    name = f"{str(row.act).capitalize()}AppointmentIn"
    return create_model(name, __base__=Schema, **fields)


def _operation(row: Row) -> Callable[..., AppointmentOut]:
    schema, act = _schema(row), Act(row.act)

    def operation(request: Visit, key: int, told: Any) -> AppointmentOut:
        office = access.appointment_for(request.actor, key)
        facts = told.dict(exclude_none=True)
        if "buildings" in facts:
            keys = facts["buildings"]
            found = (areas.area_by_key(request.actor, each) for each in keys)
            facts["buildings"] = tuple(found)
        return AppointmentOut.of(DOES[act](office, **facts, **doing(request)))

    operation.__annotations__ = {
        "request": Visit, "key": int, "told": schema, "return": AppointmentOut,
    }  # fmt: skip
    operation.__name__ = f"{act}_appointment"
    operation.__doc__ = _words(row)
    return operation


def _words(row: Row) -> str:
    frm = ", ".join(sorted(row.frm))
    who = ", ".join(sorted({f"{r.role} ({r.relation})" for r in row.rights}))
    return f"From {frm} to {row.to or 'the same state'}. By {who}."


def _function(code: str) -> Function:
    found = {function.code: function for function in functions.listed()}.get(code)
    if found is None:
        raise Refusal("no-such-function", function=code)
    return found


for _row in TABLE:
    if _row.act in DOES:
        router.add_api_operation(
            f"/appointments/{{int:key}}/acts/{_row.act}",
            ["POST"],
            _operation(_row),
            response=AppointmentOut,
        )
