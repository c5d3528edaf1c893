"""Access keys over the API: another system acts as somebody, for a time."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing
from quincunx.areas import access as area_access
from quincunx.staff import access, keys
from quincunx.staff.key_tables import AccessKey
from quincunx.staff.scopes import MOST_ADDRESSES, Limits, Scope

router = Router(tags=["access keys"])
PAGE = 500


class AccessKeyIn(Schema):
    person: Annotated[str, Field(min_length=1, max_length=64)]
    name: Annotated[str, Field(min_length=1, max_length=120)]  # what it is for
    expires: AwareDatetime  # within a year
    scopes: Annotated[list[Scope], Field(min_length=1)] = list(Scope)
    area: int | None = None  # the subtree beyond which it sees and does nothing
    networks: Annotated[
        list[Annotated[str, Field(max_length=50)]], Field(max_length=MOST_ADDRESSES)
    ] = []  # from where it may be used, as 203.0.113.0/24; none: from anywhere


class MadeKeyOut(Out):
    key: str  # told this once; only its hash is kept


class AccessKeyOut(Out):
    id: int
    person: str
    name: str
    made_at: datetime
    expires_at: datetime
    scopes: list[str]
    area: int | None
    networks: list[str]
    ended_at: datetime | None

    @classmethod
    def of(cls, key: AccessKey) -> "AccessKeyOut":
        return cls(
            id=key.pk,
            person=key.person.login,
            name=key.name,
            made_at=key.made_at,
            expires_at=key.expires_at,
            scopes=key.scopes,
            area=key.area_id,
            networks=key.networks,
            ended_at=key.ended_at,
        )


@router.get("/access-keys", response=list[AccessKeyOut])
def access_keys(request: Visit, before: int | None = None) -> list[AccessKeyOut]:
    """List one's own keys, and as administrator those of one's people.

    Newest first, 500 at a time; pass the last id on as `before`.
    """
    seen = access.visible_keys(request.actor, at=request.received_at)
    seen = seen.filter(pk__lt=before) if before is not None else seen
    rows = seen.select_related("person").order_by("-pk")
    return [AccessKeyOut.of(key) for key in rows[:PAGE]]


@router.post("/access-keys", response={201: MadeKeyOut})
def make_access_key(request: Visit, told: AccessKeyIn) -> Status[MadeKeyOut]:
    """Make a key with which a system acts as somebody, as far as the key is for."""
    actor, at = request.actor, request.received_at
    person = access.person_by_login(actor, told.person, at=at)
    area = area_access.area_by_key(actor, told.area) if told.area is not None else None
    made = keys.make(
        person,
        told.name,
        expires=told.expires,
        limits=Limits(tuple(told.scopes), addresses=tuple(told.networks)),
        area=area,
        **doing(request),
    )
    return Status(201, MadeKeyOut(key=made))


@router.post("/access-keys/{int:key}/end", response={204: None})
def end_access_key(request: Visit, key: int) -> Status[None]:
    """Let a key open nothing from the next request on."""
    found = access.key_for(request.actor, key, at=request.received_at)
    keys.end(found, **doing(request))
    return Status(204, None)
