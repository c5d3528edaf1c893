"""What grid workers may be given, and the days that count, over the API."""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated

from ninja import Field, Path, Router, Schema, Status

from quincunx.api.matters import matter_at, path_of
from quincunx.api.shapes import Out
from quincunx.api.things import MatterOut
from quincunx.api.visit import Visit, doing, today
from quincunx.matters import admission, calendars, catalogue
from quincunx.matters.models import Admission

router = Router(tags=["matters"])

Reason = Annotated[str, Field(min_length=1, max_length=200)]
Days = Annotated[list[date], Field(max_length=120)]
Year = Annotated[int, Path(ge=1990, le=2100)]


class DomainOut(Out):
    code: str
    name: Mapping[str, str]
    group: str


class AdmissionOut(Out):
    """From when to when a matter may be given to grid workers, and who approved it."""

    matter: str
    starts: date
    ends: date | None
    temporary: bool
    approval: str
    removal: str
    decided_by: str | None

    @classmethod
    def of(cls, row: Admission) -> "AdmissionOut":
        return cls(
            matter=row.matter.code,
            starts=row.starts,
            ends=row.ends,
            temporary=row.temporary,
            approval=row.approval,
            removal=row.removal,
            decided_by=row.decided_by.login if row.decided_by else None,
        )


class AdmitIn(Schema):
    approval: Reason
    until: date | None = None  # with an end it is temporary


class RemoveAdmissionIn(Schema):
    reason: Reason


class CalendarOut(Out):
    code: str
    zone: str
    windows: list[tuple[time, time]]
    weekdays: list[int]  # 0 is Monday
    holidays: list[date]
    worked: list[date]
    announced: bool


class UnannouncedOut(Out):
    """A calendar that will soon count by the weekday rule alone."""

    pack: str
    calendar: str
    year: int
    starts: date


class AnnounceIn(Schema):
    holidays: Days
    worked: Days
    source: Reason


@router.get("/domains", response=list[DomainOut])
def domains(request: Visit, area: int | None = None) -> list[DomainOut]:
    """List the domains of the matters that hold in an area today."""
    found = catalogue.domains_in(path_of(request, area), today(request))
    return [
        DomainOut(code=domain.code, name=dict(domain.name), group=domain.group)
        for domain in found
    ]


@router.get("/admitted", response=list[MatterOut])
def admitted(request: Visit, on: date | None = None) -> list[MatterOut]:
    """List what grid workers may be given on a day."""
    return [MatterOut.of(m) for m in admission.admitted(on or today(request))]


@router.get("/matters/{code}/admissions", response=list[AdmissionOut])
def admissions(
    request: Visit, code: str, area: int | None = None
) -> list[AdmissionOut]:
    """Tell when a matter was admitted, by whom, and why it was removed."""
    found = matter_at(request, code, area)
    rows = admission.history(found).select_related("matter")
    return [AdmissionOut.of(row) for row in rows]


@router.post("/matters/{code}/admissions", response={201: AdmissionOut})
def admit_matter(
    request: Visit, code: str, told: AdmitIn, area: int | None = None
) -> Status[AdmissionOut]:
    """Put a matter on the list of what grid workers may be given."""
    found = matter_at(request, code, area)
    row = admission.admit(
        found, approval=told.approval, until=told.until, **doing(request)
    )
    return Status(201, AdmissionOut.of(row))


@router.post("/matters/{code}/admissions/remove", response=AdmissionOut)
def remove_admission(
    request: Visit, code: str, told: RemoveAdmissionIn, area: int | None = None
) -> AdmissionOut:
    """Take a matter off the list from today; what was given out goes on."""
    found = matter_at(request, code, area)
    return AdmissionOut.of(
        admission.remove(found, reason=told.reason, **doing(request))
    )


@router.get("/calendars/unannounced", response=list[UnannouncedOut])
def unannounced(request: Visit) -> list[UnannouncedOut]:
    """List the calendars whose holidays of a near year nobody has announced."""
    found = calendars.unannounced(today(request))
    return [UnannouncedOut(**vars(each)) for each in found]


@router.get("/calendars/{year}", response=CalendarOut)
def calendar(request: Visit, year: Year, area: int | None = None) -> CalendarOut:
    """Show the working calendar of an area in a year."""
    found = calendars.calendar_for(path_of(request, area), request.received_at)
    return CalendarOut(
        code=found.code,
        zone=found.zone,
        windows=list(found.windows),
        weekdays=sorted(found.weekdays),
        holidays=sorted(day for day in found.holidays if day.year == year),
        worked=sorted(day for day in found.worked if day.year == year),
        announced=found.is_announced(date(year, 1, 1)),
    )


@router.post("/calendars/{days}/{year}", response={204: None})
def announce(request: Visit, days: str, year: Year, told: AnnounceIn) -> Status[None]:
    """Write down the holidays and make-up days of a year; a later word replaces it."""
    calendars.announce(
        days,
        year,
        holidays=told.holidays,
        worked=told.worked,
        source=told.source,
        **doing(request),
    )
    return Status(204, None)
