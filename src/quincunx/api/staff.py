"""Who one is to the program, its functions, and where people are missing."""

from collections.abc import Mapping

from ninja import Router

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, today
from quincunx.staff import access, functions, holes
from quincunx.staff.models import Function

router = Router(tags=["staff"])


class HolesOut(Out):
    grids_without_leader: list[str]
    units_without_people: list[str]


class WhoOut(Out):
    person: int | None
    name: str
    roles: list[str]
    units: list[str]


class FunctionOut(Out):
    """What somebody can be appointed to, and the role it grants."""

    code: str
    name: Mapping[str, str]
    role: str
    for_unit: bool  # held for an organisation
    in_grids: bool  # held in grids only
    sole: bool  # one holder at a time

    @classmethod
    def of(cls, function: Function) -> "FunctionOut":
        return cls(
            code=function.code,
            name=function.name,
            role=function.role,
            for_unit=function.for_unit,
            in_grids=function.in_grids,
            sole=function.sole,
        )


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


@router.get("/holes", response=HolesOut)
def orphans(request: Visit) -> HolesOut:
    """List grids without leader and units without people, where you look after."""
    on = today(request)
    paths = sorted({h.path for h in request.actor.holdings})
    grids = [each.name for p in paths for each in holes.grids_without_leader(p, on)]
    units = [each.code for p in paths for each in holes.units_without_people(p, on)]
    return HolesOut(
        grids_without_leader=sorted(set(grids)), units_without_people=sorted(set(units))
    )


@router.get("/functions", response=list[FunctionOut])
def list_functions(request: Visit) -> list[FunctionOut]:
    """List the functions of this installation."""
    del request
    return [FunctionOut.of(function) for function in functions.listed()]
