"""People over the API: enrolled, amended, dismissed; their posts and absences."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing, today
from quincunx.staff import absence, access, enrol
from quincunx.staff.absence import Leave
from quincunx.staff.enrol import Enrolment
from quincunx.staff.models import Absence, Person, Tenure

router = Router(tags=["people"])
PAGE = 500

Login = Annotated[str, Field(min_length=1, max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Email = Annotated[str, Field(max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")]
Phone = Annotated[str, Field(max_length=40)]
Note = Annotated[str, Field(max_length=2000)]


class PersonOut(Out):
    """Somebody in service; how to reach them is not told."""

    id: int
    login: str
    name: str
    language: str
    active: bool

    @classmethod
    def of(cls, person: Person) -> "PersonOut":
        return cls(
            id=person.pk,
            login=person.login,
            name=person.name,
            language=person.language,
            active=person.is_active,
        )


class PersonIn(Schema):
    login: Login
    name: Name
    email: Email = ""
    phone: Phone = ""  # kept sealed
    language: Literal["zh-hans", "en"] = "zh-hans"


class AmendPersonIn(Schema):
    name: Name
    email: Email
    phone: Phone


class DismissIn(Schema):
    hand_over: Note = ""  # for whoever takes over


class TenureIn(Schema):
    post: int
    starts: date
    ends: date | None = None


class LeavePostIn(Schema):
    ends: date | None = None  # today
    hand_over: Note = ""


class TenureOut(Out):
    id: int
    person: str
    post: int
    starts: date
    ends: date | None

    @classmethod
    def of(cls, tenure: Tenure) -> "TenureOut":
        return cls(
            id=tenure.pk,
            person=tenure.person.login,
            post=tenure.post_id,
            starts=tenure.starts,
            ends=tenure.ends,
        )


class AbsenceIn(Schema):
    """From when to when somebody is away, and who covers. Why is nobody's business."""

    starts: AwareDatetime
    ends: AwareDatetime
    cover: Login | None = None
    note: Note = ""  # for the cover only


class AbsenceOut(Out):
    id: int
    person: str
    starts: datetime
    ends: datetime
    cover: str | None

    @classmethod
    def of(cls, away: Absence) -> "AbsenceOut":
        return cls(
            id=away.pk,
            person=away.person.login,
            starts=away.starts,
            ends=away.ends,
            cover=away.cover.login if away.cover else None,
        )


@router.get("/people", response=list[PersonOut])
def people(request: Visit, after: str = "") -> list[PersonOut]:
    """List the people one may see by login, 500 at a time; pass the last one on."""
    seen = access.visible_people(request.actor, at=request.received_at)
    rows = seen.filter(login__gt=after[:64]).order_by("login")
    return [PersonOut.of(person) for person in rows[:PAGE]]


@router.post("/people", response={201: PersonOut})
def enrol_person(request: Visit, told: PersonIn) -> Status[PersonOut]:
    """Make an account that only a one-time link opens."""
    made = enrol.person(Enrolment(**told.model_dump()), **doing(request))
    return Status(201, PersonOut.of(made))


@router.get("/people/{login}", response=PersonOut)
def person(request: Visit, login: str) -> PersonOut:
    """Show somebody one may see."""
    return PersonOut.of(_person(request, login))


@router.post("/people/{login}/amend", response=PersonOut)
def amend_person(request: Visit, login: str, told: AmendPersonIn) -> PersonOut:
    """Correct a name and ways to reach: one's own, or as administrator."""
    amended = enrol.amend(
        _person(request, login), **told.model_dump(), **doing(request)
    )
    return PersonOut.of(amended)


@router.post("/people/{login}/dismiss", response=PersonOut)
def dismiss_person(request: Visit, login: str, told: DismissIn) -> PersonOut:
    """Close an account now: offices and posts end, sessions and keys die."""
    somebody = _person(request, login)
    gone = enrol.dismiss(somebody, hand_over=told.hand_over, **doing(request))
    return PersonOut.of(gone)


@router.get("/people/{login}/posts", response=list[TenureOut])
def tenures(request: Visit, login: str) -> list[TenureOut]:
    """List the posts somebody holds or held, the latest first."""
    held = _person(request, login).tenures.select_related("person")
    return [TenureOut.of(tenure) for tenure in held.order_by("-starts", "-pk")]


@router.post("/people/{login}/posts", response={201: TenureOut})
def take_post(request: Visit, login: str, told: TenureIn) -> Status[TenureOut]:
    """Let somebody hold a post from a day on."""
    tenure = enrol.take_post(
        _person(request, login),
        post=access.post_for(request.actor, told.post),
        starts=told.starts,
        ends=told.ends,
        **doing(request),
    )
    return Status(201, TenureOut.of(tenure))


@router.post("/tenures/{int:key}/end", response=TenureOut)
def leave_post(request: Visit, key: int, told: LeavePostIn) -> TenureOut:
    """Let somebody leave a post; every office that rests on it ends with it."""
    tenure = access.tenure_for(request.actor, key, at=request.received_at)
    ends = told.ends or today(request)
    left = enrol.leave_post(
        tenure, ends=ends, hand_over=told.hand_over, **doing(request)
    )
    return TenureOut.of(left)


@router.get("/absences", response=list[AbsenceOut])
def absences(request: Visit, after: int = 0) -> list[AbsenceOut]:
    """List who is away now or will be, of the people one may see.

    In the order they were declared, 500 at a time; pass the last id on as `after`.
    """
    at = request.received_at
    seen = access.visible_absences(request.actor, at=at).filter(ends__gt=at)
    rows = seen.filter(pk__gt=after).select_related("person", "cover").order_by("pk")
    return [AbsenceOut.of(away) for away in rows[:PAGE]]


@router.post("/people/{login}/absences", response={201: AbsenceOut})
def declare_absence(request: Visit, login: str, told: AbsenceIn) -> Status[AbsenceOut]:
    """Say that somebody is away; duties of the cover must go with theirs."""
    actor, at = request.actor, request.received_at
    cover = access.person_by_login(actor, told.cover, at=at) if told.cover else None
    leave = Leave(told.starts, told.ends, cover, told.note)
    away = absence.declare(_person(request, login), leave, **doing(request))
    return Status(201, AbsenceOut.of(away))


@router.post("/absences/{int:key}/end", response=AbsenceOut)
def come_back(request: Visit, key: int) -> AbsenceOut:
    """End an absence now."""
    away = access.absence_for(request.actor, key, at=request.received_at)
    return AbsenceOut.of(absence.come_back(away, **doing(request)))


def _person(request: Visit, login: str) -> Person:
    return access.person_by_login(request.actor, login, at=request.received_at)
