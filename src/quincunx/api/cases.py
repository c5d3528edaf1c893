"""Cases over the API: lists, one case in full, and new reports."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status
from ninja.throttling import AnonRateThrottle
from pydantic import AwareDatetime

from quincunx.api import sendings
from quincunx.api.acts import Code, ContactIn, FileIn, shown
from quincunx.api.security import ANYBODY
from quincunx.api.shapes import Out
from quincunx.api.things import (
    CaseOut,
    CasesOut,
    DeadlineOut,
    MomentOut,
    OfferOut,
)
from quincunx.api.visit import Visit, doing
from quincunx.areas import access as areas
from quincunx.areas.tree import EVERYWHERE
from quincunx.cases import access, contacts, maps, pages, queries, report
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.placing import Place
from quincunx.cases.queries import Lane, Wanted
from quincunx.cases.report import Report, Submitted
from quincunx.cases.vocabulary import State
from quincunx.lib.numbers import grouped
from quincunx.matters import catalogue
from quincunx.matters.models import Condition, Matter
from quincunx.staff import access as staff
from quincunx.staff.office import day_of

router = Router(tags=["cases"])

# What a stranger may send from one address; colleagues and keys are not counted.
STRANGERS = AnonRateThrottle("60/h")


class PlaceIn(Schema):
    """A position (WGS 84), an area from a list, words: whatever the reporter has."""

    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    accuracy: Annotated[float | None, Field(ge=0, le=100_000)] = None
    area: int | None = None
    words: Annotated[str, Field(max_length=300)] = ""


class ReportIn(Schema):
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    channel: Literal[
        "portal", "qr", "counter", "telephone", "patrol", "department", "leader", "api"
    ] = "api"
    place: PlaceIn = PlaceIn()
    matter: Code | None = None
    condition: Code | None = None
    contact: ContactIn | None = None
    files: Annotated[list[FileIn], Field(max_length=12)] = []
    against: Code | None = None
    serves: Literal["reporter", "other", "public"] = "reporter"
    language: Literal["zh-hans", "en"] = "zh-hans"
    id: UUID | None = None


class RecordIn(ReportIn):
    result: Annotated[str, Field(min_length=1, max_length=2000)]


class ReceiptOut(Out):
    number: str
    code: str  # the tracking code, told this once
    state: str
    reported_at: datetime


class BoxIn(Schema):
    west: Annotated[float, Field(ge=-180, le=180)]
    south: Annotated[float, Field(ge=-90, le=90)]
    east: Annotated[float, Field(ge=-180, le=180)]
    north: Annotated[float, Field(ge=-90, le=90)]

    def box(self) -> maps.Box:
        return maps.Box(self.west, self.south, self.east, self.north)


class CellOut(Out):
    lon: float
    lat: float
    count: int
    overdue: int
    first_due: datetime | None


class Filters(Schema):
    lane: Lane | None = None
    state: list[State] = []
    matter: int | None = None
    unit: Code | None = None
    area: int | None = None
    channel: str = ""
    overdue: bool | None = None
    open: bool | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    words: Annotated[str, Field(max_length=80)] = ""
    after: Annotated[str, Field(max_length=100)] = ""


@router.post("/reports", response={201: ReceiptOut}, auth=ANYBODY, throttle=[STRANGERS])
def submit(request: Visit, told: ReportIn) -> Status[ReceiptOut]:
    """Report something: answered when it is kept for good."""
    made = _report(request, told)
    return _once(request, lambda: report.submit(made, **doing(request)))


@router.post("/records", response={201: ReceiptOut})
def record(request: Visit, told: RecordIn) -> Status[ReceiptOut]:
    """Record something handled on the spot, in one step."""
    made, result = _report(request, told), told.result
    return _once(request, lambda: report.record(made, result=result, **doing(request)))


@router.get("/cases", response=CasesOut)
def cases(request: Visit, wanted: Query[Filters]) -> CasesOut:
    """List cases, newest first; pass `after` on for the next page."""
    page = queries.listing(
        request.actor, _wanted(request, wanted), request.received_at, after=wanted.after
    )
    return CasesOut(cases=[CaseOut.of(row) for row in page.rows], after=page.after)


@router.get("/queue/{lane}", response=CasesOut)
def queue(request: Visit, lane: Lane, after: str = "") -> CasesOut:
    """List one lane of the workbench by time to breach."""
    page = queries.queue(request.actor, lane, request.received_at, after=after[:100])
    return CasesOut(cases=[CaseOut.of(row) for row in page.rows], after=page.after)


@router.get("/lanes", response=dict[str, int])
def lanes(request: Visit) -> dict[str, int]:
    """Count the cases of each lane."""
    counts = queries.lane_counts(request.actor, request.received_at)
    return {str(lane): count for lane, count in counts.items()}


@router.get("/map/cells", response=list[CellOut])
def cells(request: Visit, box: Query[BoxIn], wanted: Query[Filters]) -> list[CellOut]:
    """Count the open cases of a box in cells, for a map seen from afar."""
    found = maps.cells(
        request.actor, box.box(), _wanted(request, wanted), request.received_at
    )
    return [CellOut(**vars(cell)) for cell in found]


@router.get("/map/points", response=list[CaseOut])
def points(request: Visit, box: Query[BoxIn], wanted: Query[Filters]) -> list[CaseOut]:
    """List the open cases of a box one by one, those due first; at most 400."""
    found = maps.points(
        request.actor, box.box(), _wanted(request, wanted), request.received_at
    )
    return [CaseOut.of(case) for case in found]


@router.get("/cases/{number}", response=CaseOut)
def case(request: Visit, number: str) -> CaseOut:
    """Show one case as staff see it."""
    return CaseOut.of(pages.case(request.actor, number))


@router.get("/cases/{number}/timeline", response=list[MomentOut])
def timeline(request: Visit, number: str) -> list[MomentOut]:
    """Tell what happened in a case, the newest first."""
    found = access.case_for(request.actor, number)
    return [MomentOut.of(each) for each in pages.timeline(found)]


@router.get("/cases/{number}/deadlines", response=list[DeadlineOut])
def deadlines(request: Visit, number: str) -> list[DeadlineOut]:
    """Explain every clock of a case, stretch by stretch."""
    found = access.case_for(request.actor, number)
    return [DeadlineOut.of(d) for d in pages.deadlines(found, request.received_at)]


class PurposeIn(Schema):
    purpose: Literal["ask", "tell-result", "verify"]


class ContactOut(Out):
    name: str
    phone: str
    email: str


@router.post("/cases/{number}/contact", response=ContactOut)
def contact(request: Visit, number: str, told: PurposeIn) -> ContactDetails:
    """How to reach the reporter, for whoever may know; the read is written down."""
    case = access.case_for(request.actor, number)
    return contacts.reveal(case, purpose=told.purpose, **doing(request))


@router.get("/cases/{number}/acts", response=list[OfferOut])
def acts(request: Visit, number: str) -> list[OfferOut]:
    """List the acts you may do now, and why one of yours is not open."""
    found = access.case_for(request.actor, number)
    offers = pages.offers(request.actor, found, request.received_at)
    return [OfferOut.of(offer) for offer in offers]


def _once(request: Visit, done: Callable[[], Submitted]) -> Status[ReceiptOut]:
    """Do it under the sender's key; what is reported was looked up before."""
    return sendings.answered(request, lambda: Status(201, _receipt(done())))


def _receipt(made: Submitted) -> ReceiptOut:
    return ReceiptOut(
        number=made.case.number,
        code=grouped(made.code),
        state=made.case.state,
        reported_at=made.case.reported_at,
    )


def _report(request: Visit, told: ReportIn) -> Report:
    actor, at = request.actor, request.received_at
    place = Place(**told.place.model_dump())
    matter = _matter(told.matter, at) if told.matter else None
    return Report(
        text=told.text,
        channel=told.channel,
        place=place,
        matter=matter,
        condition=_condition(matter, told.condition, at),
        contact=told.contact.details(told.language) if told.contact else None,
        files=shown(told.files, actor),
        against=staff.organisation_named(told.against) if told.against else None,
        serves=told.serves,
        language=told.language,
        key=told.id,
    )


def _matter(code: str, at: datetime) -> Matter:
    """Return a matter of the whole district: where, is found out with the place."""
    return catalogue.find(code, EVERYWHERE, day_of(at))


def _condition(
    matter: Matter | None, code: str | None, at: datetime
) -> Condition | None:
    return catalogue.condition(matter, code, at) if matter and code else None


def _wanted(request: Visit, given: Filters) -> Wanted:
    actor = request.actor
    area = areas.area_by_key(actor, given.area) if given.area is not None else None
    unit = staff.organisation_for(actor, given.unit) if given.unit else None
    return Wanted(
        lane=given.lane,
        states=frozenset(given.state),
        matter=given.matter,
        unit=unit.pk if unit else None,
        path=area.path if area else "",
        channel=given.channel,
        overdue=given.overdue,
        is_open=given.open,
        since=given.since,
        until=given.until,
        words=given.words,
    )
