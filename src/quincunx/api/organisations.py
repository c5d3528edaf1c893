"""Organisations over the API: listed, founded, amended, closed, and their posts."""

from typing import Annotated

from ninja import Field, Router, Schema, Status

from quincunx.api.shapes import Out
from quincunx.api.things import OrganisationOut
from quincunx.api.visit import Visit, doing
from quincunx.areas import access as areas
from quincunx.cases import winding_up
from quincunx.staff import access, found
from quincunx.staff.found import Charter
from quincunx.staff.kinds import OrganisationKind, PostKind
from quincunx.staff.models import Post

router = Router(tags=["organisations"])

Code = Annotated[str, Field(min_length=1, max_length=80)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Telephone = Annotated[str, Field(max_length=40)]


class OrganisationIn(Schema):
    """Code and kind never change; `telephone` is public, `direct_line` is sealed."""

    code: Code
    name: Name
    kind: OrganisationKind
    area: int | None = None  # its field of work
    parent: Code | None = None
    telephone: Telephone = ""
    direct_line: Telephone = ""


class AmendOrganisationIn(Schema):
    name: Name
    telephone: Telephone


class PostIn(Schema):
    name: Name
    kind: PostKind


class PostOut(Out):
    id: int
    organisation: str
    name: str
    kind: str

    @classmethod
    def of(cls, post: Post) -> "PostOut":
        return cls(
            id=post.pk,
            organisation=post.organisation.code,
            name=post.name,
            kind=post.kind,
        )


@router.get("/organisations", response=list[OrganisationOut])
def organisations(request: Visit, after: str = "") -> list[OrganisationOut]:
    """List organisations by code, a thousand at a time; pass the last code on."""
    seen = access.visible_organisations(request.actor).filter(code__gt=after[:80])
    return [OrganisationOut.of(unit) for unit in seen.order_by("code")[:1000]]


@router.post("/organisations", response={201: OrganisationOut})
def found_organisation(request: Visit, told: OrganisationIn) -> Status[OrganisationOut]:
    """Found an organisation, which cases can be dispatched to from now on."""
    actor = request.actor
    charter = Charter(
        code=told.code,
        name=told.name,
        kind=told.kind,
        area=areas.area_by_key(actor, told.area) if told.area is not None else None,
        parent=access.organisation_for(actor, told.parent) if told.parent else None,
        telephone=told.telephone,
        direct_line=told.direct_line,
    )
    made = found.organisation(charter, **doing(request))
    return Status(201, OrganisationOut.of(made))


@router.get("/organisations/{code}", response=OrganisationOut)
def organisation(request: Visit, code: str) -> OrganisationOut:
    """Show one organisation, open or closed."""
    return OrganisationOut.of(access.organisation_for(request.actor, code))


@router.post("/organisations/{code}/amend", response=OrganisationOut)
def amend_organisation(
    request: Visit, code: str, told: AmendOrganisationIn
) -> OrganisationOut:
    """Correct the name and the public telephone of an organisation."""
    unit = access.organisation_for(request.actor, code)
    amended = found.amend_organisation(
        unit, name=told.name, telephone=told.telephone, **doing(request)
    )
    return OrganisationOut.of(amended)


@router.post("/organisations/{code}/close", response=OrganisationOut)
def close_organisation(request: Visit, code: str) -> OrganisationOut:
    """Close an organisation without cases, people, branches; no route leads to it."""
    unit = access.organisation_for(request.actor, code)
    return OrganisationOut.of(winding_up.close(unit, **doing(request)))


@router.get("/organisations/{code}/posts", response=list[PostOut])
def posts(request: Visit, code: str) -> list[PostOut]:
    """List the posts of an organisation."""
    unit = access.organisation_for(request.actor, code)
    listed = unit.posts.select_related("organisation").order_by("name")
    return [PostOut.of(post) for post in listed]


@router.post("/organisations/{code}/posts", response={201: PostOut})
def add_post(request: Visit, code: str, told: PostIn) -> Status[PostOut]:
    """Give an organisation a post that offices can rest on."""
    unit = access.organisation_for(request.actor, code)
    made = found.post(unit, name=told.name, kind=told.kind, **doing(request))
    return Status(201, PostOut.of(made))
