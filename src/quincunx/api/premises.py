"""Premises over the API: found, read, registered. Who answers for one is not told."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing, today
from quincunx.areas import access as areas
from quincunx.registers.facts import Source
from quincunx.registers.places import access, judge, queries, register
from quincunx.registers.places.models import LONGEST_HOURS, LONGEST_NAME, Premise
from quincunx.registers.places.queries import Wanted
from quincunx.registers.places.register import MOST_CAPACITY, MOST_ROOMS, Told, Where

router = Router(tags=["registers"])
OfClass = Literal["residential", "commercial", "enterprise", "crowded"]
Tier = Literal["green", "yellow", "orange", "red"]
MOST_DETAILS = 40


class PremisesIn(Schema):
    """Which premises: of a class, in a tier, by name or credit code."""

    q: str = Field("", max_length=queries.LONGEST_QUERY)
    of_class: OfClass | None = None
    tier: Tier | None = None
    after: UUID | None = None


class ReasonOut(Out):
    code: str
    points: int
    words: dict[str, str]  # by language
    until: date | None


class FactOut(Out):
    source: str
    since: date
    checked: date


class PremiseOut(Out):
    """A premise; `facts` says of each field who told it and how old it is."""

    id: UUID
    of_class: str
    kind: str
    name: str
    area: int
    uscc: str
    opening: str
    capacity: int | None
    details: dict[str, Any]
    tier: str
    checked_on: date | None
    valid_from: date
    valid_to: date | None

    @classmethod
    def of(cls, premise: Premise) -> "PremiseOut":
        names = cls.model_fields.keys() - {"area", "reasons", "facts"}
        told = {name: getattr(premise, name) for name in names}
        return cls(**told, area=premise.place_id)


class PremiseFileOut(Out):
    premise: PremiseOut
    reasons: list[ReasonOut]
    facts: dict[str, FactOut]


class PremisesOut(Out):
    rows: list[PremiseOut]
    after: UUID | None  # pass it on for the next page


class PremiseIn(Schema):
    """A premise as it is told; `details` are the fields of its class."""

    of_class: OfClass
    kind: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    uscc: Annotated[str, Field(max_length=40)] = ""
    opening: Annotated[str, Field(max_length=LONGEST_HOURS)] = ""
    capacity: Annotated[int, Field(ge=0, le=MOST_CAPACITY)] | None = None
    rooms: Annotated[list[int], Field(max_length=MOST_ROOMS)] = []
    details: Annotated[
        dict[str, bool | int | str | None], Field(max_length=MOST_DETAILS)
    ] = {}
    source: Literal["door", "self", "permit", "table", "map", "office"] = "office"


@router.get("/premises", response=PremisesOut)
def premises(request: Visit, told: Query[PremisesIn]) -> PremisesOut:
    """List what stands in one's places, by name, 50 at a time."""
    wanted = Wanted("", told.of_class or "", told.tier or "", told.q, told.after)
    page = queries.listed(request.actor, wanted, today(request))
    return PremisesOut(rows=[PremiseOut.of(p) for p in page.rows], after=page.after)


@router.get("/premises/{uuid:key}", response=PremiseFileOut)
def premise(request: Visit, key: UUID) -> PremiseFileOut:
    """Tell of one premise: its fields, their sources and ages, why it has its tier."""
    found = access.premise_for(request.actor, key)
    said = judge.judged(found, today(request))
    return PremiseFileOut(
        premise=PremiseOut.of(found),
        reasons=[
            ReasonOut(
                code=each.code,
                points=each.points,
                words=dict(each.words),
                until=each.until,
            )
            for each in said.reasons
        ],
        facts={
            code: FactOut(source=fact.source, since=fact.since, checked=fact.checked)
            for code, fact in found.facts.items()
        },
    )


@router.post("/areas/{int:key}/premises", response={201: PremiseOut})
def register_premise(request: Visit, key: int, told: PremiseIn) -> Status[PremiseOut]:
    """Register a premise in a building, or in another area."""
    area = areas.area_by_key(request.actor, key)
    plain = {
        "name": told.name,
        "kind": told.kind,
        "uscc": told.uscc,
        "opening": told.opening,
        "capacity": told.capacity,
    }
    made = register.register(
        told.of_class,
        Where(area, tuple(told.rooms)),
        Told(plain, told.details),
        source=Source(told.source),
        on=today(request),
        **doing(request),
    )
    return Status(201, PremiseOut.of(made))
