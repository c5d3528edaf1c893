"""Organisations and holes over the API, for those who may see them."""

from ninja import Router, Schema

from quincunx.api.things import OrganisationOut
from quincunx.api.visit import Visit
from quincunx.staff import access, holes

router = Router(tags=["staff"])


class HolesOut(Schema):
    grids_without_leader: list[str]
    units_without_people: list[str]


class WhoOut(Schema):
    person: int | None
    name: str
    roles: list[str]
    units: list[str]


@router.get("/me", response=WhoOut)
def who(request: Visit) -> WhoOut:
    """Say who you are to the program."""
    actor = request.actor
    units = access.visible_organisations(actor).filter(pk__in=actor.units)
    return WhoOut(
        person=actor.person,
        name=actor.name,
        roles=sorted(actor.roles),
        units=sorted(unit.code for unit in units),
    )


@router.get("/organisations", response=list[OrganisationOut])
def organisations(request: Visit, after: str = "") -> list[OrganisationOut]:
    """List organisations by code, a thousand at a time; pass the last code on."""
    found = access.visible_organisations(request.actor).filter(code__gt=after[:80])
    return [OrganisationOut.of(unit) for unit in found.order_by("code")[:1000]]


@router.get("/organisations/{code}", response=OrganisationOut)
def organisation(request: Visit, code: str) -> OrganisationOut:
    return OrganisationOut.of(access.organisation_for(request.actor, code))


@router.get("/holes", response=HolesOut)
def orphans(request: Visit) -> HolesOut:
    """List grids without leader and units without people, where you look after."""
    on = request.received_at.date()
    paths = sorted({h.path for h in request.actor.holdings})
    grids = [each.name for p in paths for each in holes.grids_without_leader(p, on)]
    units = [each.code for p in paths for each in holes.units_without_people(p, on)]
    return HolesOut(
        grids_without_leader=sorted(set(grids)), units_without_people=sorted(set(units))
    )
