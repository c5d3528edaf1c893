"""Duty rosters over the API: shifts, swaps, what one hands on, and one's calendar."""

from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Annotated, Any

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator, AwareDatetime

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing, today
from quincunx.lib.refusal import Refusal
from quincunx.staff import feeds, roster
from quincunx.staff.hours import Want
from quincunx.staff.models import Organisation, Person, Shift, ShiftNote
from quincunx.staff.office import day_of
from quincunx.staff.roster import LONGEST_NOTE, MOST_CASES, Turn

router = Router(tags=["rosters"])
PAGE = 200
MOST_DAYS = 31
MOST_HOURS = 50
FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)


def _near(told: date) -> date:
    if not FIRST <= told <= LAST:
        raise ValueError("far away")
    return told


def _near_moment(told: datetime) -> datetime:
    _near(told.astimezone(UTC).date() if 1 < told.year < 9999 else told.date())
    return told


Day = Annotated[date, AfterValidator(_near)]
Moment = Annotated[AwareDatetime, AfterValidator(_near_moment)]
Login = Annotated[str, Field(min_length=1, max_length=64)]
Weekday = Annotated[int, Field(ge=0, le=6)]  # 0 is Monday
CaseNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{3,40}$")]


class HouseOut(Out):
    code: str
    name: str
    may_plan: bool


class HoursIn(Schema):
    """So many people on these days; what ends before it begins goes past midnight."""

    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    begins: time
    ends: time
    people: Annotated[int, Field(ge=1, le=50)] = 1

    def want(self) -> Want:
        begins, ends = (t.replace(tzinfo=None) for t in (self.begins, self.ends))
        return Want(frozenset(self.weekdays), begins, ends, self.people)


class HoursOut(Out):
    weekdays: list[int]
    begins: time
    ends: time
    people: int


class WantedIn(Schema):
    hours: Annotated[list[HoursIn], Field(max_length=MOST_HOURS)]


class GapOut(Out):
    starts: datetime
    ends: datetime
    there: int
    wanted: int


class ShiftOut(Out):
    id: int
    house: str
    person: str
    starts: datetime
    ends: datetime
    asked: str | None  # whom its holder has asked to take it over

    @classmethod
    def of(cls, shift: Shift) -> "ShiftOut":
        return cls(
            id=shift.pk,
            house=shift.organisation.code,
            person=shift.person.login,
            starts=shift.starts,
            ends=shift.ends,
            asked=shift.asked.login if shift.asked else None,
        )


class RosterOut(HouseOut):
    hours: list[HoursOut]  # what it wants
    gaps: list[GapOut]  # where fewer are planned
    on_duty: list[ShiftOut]  # now


class NoteOut(Out):
    """What one shift hands on; it is open until the next confirms it."""

    shift: int
    text: str
    cases: list[str]
    written_by: str
    written_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None

    @classmethod
    def of(cls, note: ShiftNote) -> "NoteOut":
        return cls(
            shift=note.shift_id,
            text=note.text,
            cases=note.cases,
            written_by=note.written_by.login,
            written_at=note.written_at,
            confirmed_by=note.confirmed_by.login if note.confirmed_by else None,
            confirmed_at=note.confirmed_at,
        )


class Days(Schema):
    first: Day | None = None  # today
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 7


class Shifts(Days):
    after: int = 0  # the last id of the page before


class Notes(Schema):
    before: int | None = None
    is_open: bool = False


class ShiftIn(Schema):
    person: Login
    starts: Moment
    ends: Moment


class SwapIn(Schema):
    person: Login  # a colleague of the house


class AnswerIn(Schema):
    agreed: bool


class NoteIn(Schema):
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE)]
    cases: Annotated[list[CaseNumber], Field(max_length=MOST_CASES)] = []


class FeedOut(Out):
    made: bool  # its address is told once, when it is made


class MadeFeedOut(Out):
    url: str  # opens one's shifts without an account; told this once


@router.get("/rosters", response=list[HouseOut])
def rosters(request: Visit, after: str = "") -> list[HouseOut]:
    """List the houses whose roster one sees, by code, 200 at a time."""
    actor = request.actor
    rows = roster.houses(actor).select_related("area").filter(code__gt=after[:80])
    seen = (h for h in rows.order_by("code") if roster.may_see(actor, h))
    return [HouseOut(**_house(request, house)) for house in islice(seen, PAGE)]


@router.get("/rosters/{code}", response=RosterOut)
def duty_roster(request: Visit, code: str, asked: Query[Days]) -> RosterOut:
    """Show who is on duty now, what the house wants, and where somebody is missing."""
    house = _seen(request, code)
    wanted = house.duty_hours.order_by("pk")
    there = _whole(roster.now_on_duty(house, request.received_at))
    first = asked.first or today(request)
    return RosterOut(
        **_house(request, house),
        hours=[HoursOut.model_validate(vars(row)) for row in wanted],
        gaps=[GapOut(**vars(g)) for g in roster.gaps_of(house, first, asked.days)],
        on_duty=[ShiftOut.of(shift) for shift in there],
    )


@router.put("/rosters/{code}/hours", response=RosterOut)
def want_duty(request: Visit, code: str, told: WantedIn) -> RosterOut:
    """Say anew when a house wants how many people; none clears them."""
    house = _seen(request, code)
    roster.want(house, [each.want() for each in told.hours], **doing(request))
    return duty_roster(request, code, Days())


@router.get("/rosters/{code}/shifts", response=list[ShiftOut])
def shifts(request: Visit, code: str, asked: Query[Shifts]) -> list[ShiftOut]:
    """List the shifts that touch some days, by id, 200 at a time."""
    house, first = _seen(request, code), asked.first or today(request)
    rows = roster.shifts_of(house, first, asked.days).filter(pk__gt=asked.after)
    return [ShiftOut.of(shift) for shift in _whole(rows).order_by("pk")[:PAGE]]


@router.post("/rosters/{code}/shifts", response={201: ShiftOut})
def plan_shift(request: Visit, code: str, told: ShiftIn) -> Status[ShiftOut]:
    """Put somebody of the house on its roster."""
    house = _seen(request, code)
    person = _colleague(house, told.person, told.starts)
    made = roster.plan(house, Turn(person, told.starts, told.ends), **doing(request))
    return Status(201, ShiftOut.of(made))


@router.get("/shifts/{int:key}", response=ShiftOut)
def shift(request: Visit, key: int) -> ShiftOut:
    """Show one shift."""
    return ShiftOut.of(roster.shift_for(request.actor, key))


@router.post("/shifts/{int:key}/drop", response={204: None})
def drop_shift(request: Visit, key: int) -> Status[None]:
    """Take a shift that has not begun off the roster."""
    roster.drop(roster.shift_for(request.actor, key), **doing(request))
    return Status(204, None)


@router.post("/shifts/{int:key}/swap", response=ShiftOut)
def ask_swap(request: Visit, key: int, told: SwapIn) -> ShiftOut:
    """Ask a colleague to take one's shift over."""
    found = roster.shift_for(request.actor, key)
    other = _colleague(found.organisation, told.person, found.starts)
    return ShiftOut.of(roster.ask_swap(found, other, **doing(request)))


@router.post("/shifts/{int:key}/swap/answer", response=ShiftOut)
def answer_swap(request: Visit, key: int, told: AnswerIn) -> ShiftOut:
    """Take over the shift one was asked for, or do not."""
    found = roster.shift_for(request.actor, key)
    return ShiftOut.of(roster.answer_swap(found, agreed=told.agreed, **doing(request)))


@router.get("/rosters/{code}/notes", response=list[NoteOut])
def shift_notes(request: Visit, code: str, asked: Query[Notes]) -> list[NoteOut]:
    """List what shifts handed on, by the latest shift, 200 at a time.

    Pass the last `shift` on as `before`; `is_open` leaves those nobody has confirmed.
    """
    rows = roster.notes_of(_seen(request, code))
    if asked.is_open:
        rows = rows.filter(confirmed_by=None)
    if asked.before is not None:
        rows = rows.filter(shift__lt=asked.before)
    return [NoteOut.of(note) for note in rows.order_by("-shift")[:PAGE]]


@router.post("/shifts/{int:key}/note", response=NoteOut)
def hand_over_shift(request: Visit, key: int, told: NoteIn) -> NoteOut:
    """Write down what the next shift must know; again, until it is confirmed."""
    found = roster.shift_for(request.actor, key)
    note = roster.hand_over(found, told.text, told.cases, **doing(request))
    return NoteOut.of(note)


@router.post("/shifts/{int:key}/note/confirm", response=NoteOut)
def confirm_shift_note(request: Visit, key: int) -> NoteOut:
    """Take over what was handed on, by somebody on duty there now."""
    note = roster.note_of(roster.shift_for(request.actor, key))
    return NoteOut.of(roster.confirm(note, **doing(request)))


@router.get("/calendar-feed", response=FeedOut)
def calendar_feed(request: Visit) -> FeedOut:
    """Say whether one has an address for one's calendar; never which."""
    return FeedOut(made=feeds.has_one(request.actor))


@router.post("/calendar-feed", response={201: MadeFeedOut})
def make_calendar_feed(request: Visit) -> Status[MadeFeedOut]:
    """Make the address of one's shifts; one made before opens nothing any more."""
    path = reverse("staff-feed", args=[feeds.make(**doing(request))])
    return Status(201, MadeFeedOut(url=request.build_absolute_uri(path)))


@router.post("/calendar-feed/end", response={204: None})
def end_calendar_feed(request: Visit) -> Status[None]:
    """Let the address open nothing from now on."""
    feeds.end(**doing(request))
    return Status(204, None)


def _seen(request: Visit, code: str) -> Organisation:
    house = roster.house_for(request.actor, code)
    if not roster.may_see(request.actor, house):
        raise Refusal("no-such-organisation", unit=code)
    return house


def _house(request: Visit, house: Organisation) -> dict[str, Any]:
    may_plan = roster.may_plan(request.actor, house)
    return {"code": house.code, "name": house.name, "may_plan": may_plan}


def _whole(rows: QuerySet[Shift]) -> QuerySet[Shift]:
    return rows.select_related("organisation", "person", "asked")


def _colleague(house: Organisation, login: str, starts: datetime) -> Person:
    """Return somebody of the house; who is not of it is not told apart from nobody."""
    people = roster.people_of(house, day_of(starts))
    found = people.filter(login=login).first()
    if found is None:
        raise Refusal("no-such-person", person=login)
    return found
