"""The duty roster: who is planned when, who takes over, and what they hand on.

Planned by whoever governs the house; a swap needs the word of both; what one shift
hands on, the next confirms.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import get_default_timezone

from quincunx.areas.tree import EVERYWHERE
from quincunx.foundation import journal, notices
from quincunx.foundation.actors import Actor
from quincunx.foundation.notices import Recipient
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.staff import access, hours
from quincunx.staff.hours import Gap, Want, Window
from quincunx.staff.kinds import HOUSES
from quincunx.staff.models import (
    Appointment,
    DutyHours,
    Organisation,
    Person,
    Shift,
    ShiftNote,
)
from quincunx.staff.office import day_of, in_office
from quincunx.staff.roles import Role

PLANNERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)
LONGEST = timedelta(hours=36)
LONGEST_NOTE = 4_000
MOST_CASES = 50
LATEST_NOTE = timedelta(hours=12)  # after the end of a shift
_CASE = re.compile(r"[A-Za-z0-9-]{3,40}")


@dataclass(frozen=True)
class Turn:
    """A shift to be planned."""

    person: Person
    starts: datetime
    ends: datetime


def of_shift(shift: Shift) -> Subject:
    return Subject("shift", str(shift.pk))


def houses(actor: Actor) -> QuerySet[Organisation]:
    """Return the houses one sees: one's own, and those around one's places."""
    seen = access.visible_organisations(actor).filter(kind__in=HOUSES, closed_on=None)
    return seen.order_by("area__path", "pk")


def house_for(actor: Actor, code: str) -> Organisation:
    found = houses(actor).filter(code=code).select_related("area").first()
    if found is None:
        raise Refusal("no-such-organisation", unit=code)
    return found


def may_see(actor: Actor, house: Organisation) -> bool:
    """Say whether a roster is for `actor`: those who serve there, and their leads."""
    return house.pk in actor.units or may_plan(actor, house)


def may_plan(actor: Actor, house: Organisation) -> bool:
    path = house.area.path if house.area else EVERYWHERE
    mine = any(h.unit == house.pk for h in actor.holds([Role.DISPATCHER]))
    return mine or access.governs(actor, path, *PLANNERS)


def people_of(house: Organisation, on: date) -> QuerySet[Person]:
    """Return who may stand on the roster of a house: those in office there."""
    offices = Appointment.objects.filter(in_office(on), organisation=house)
    return Person.objects.filter(
        pk__in=offices.values("person"), is_active=True
    ).order_by("name", "pk")


def shifts_of(house: Organisation, first: date, days: int) -> QuerySet[Shift]:
    """Return the shifts that touch some days, in order."""
    begins, ends = _span(first, days)
    rows = Shift.objects.filter(organisation=house, starts__lt=ends, ends__gt=begins)
    return rows.select_related("person", "asked", "note").order_by("starts", "pk")


def now_on_duty(house: Organisation, at: datetime) -> QuerySet[Shift]:
    rows = Shift.objects.filter(organisation=house, starts__lte=at, ends__gt=at)
    return rows.select_related("person").order_by("starts", "pk")


def gaps_of(house: Organisation, first: date, days: int) -> list[Gap]:
    """Return the hours in which fewer are planned than the house wants."""
    wants = [
        Want(frozenset(row.weekdays), row.begins, row.ends, row.people)
        for row in house.duty_hours.order_by("pk")
    ]
    begins, ends = _span(first, days + 1)
    rows = Shift.objects.filter(organisation=house, starts__lt=ends, ends__gt=begins)
    planned = [Window(*row) for row in rows.values_list("starts", "ends")]
    return hours.gaps(wants, planned, first, days, get_default_timezone())


def notes_of(house: Organisation) -> QuerySet[ShiftNote]:
    """Return whatever was handed on in a house."""
    rows = ShiftNote.objects.filter(shift__organisation=house)
    return rows.select_related("shift", "written_by", "confirmed_by")


def open_notes(house: Organisation) -> QuerySet[ShiftNote]:
    """Return what was handed on and nobody has confirmed yet, the oldest first."""
    return notes_of(house).filter(confirmed_by=None).order_by("written_at")


def last_notes(house: Organisation, most: int = 10) -> QuerySet[ShiftNote]:
    done = notes_of(house).filter(confirmed_by__isnull=False)
    return done.order_by("-written_at")[:most]


@transaction.atomic
def want(
    house: Organisation, wants: Sequence[Want], *, by: Actor, at: datetime
) -> None:
    """Say anew when a house wants how many people on duty."""
    _must_plan(by, house)
    house.duty_hours.all().delete()
    DutyHours.objects.bulk_create(
        DutyHours(
            organisation=house,
            weekdays=sorted(each.weekdays),
            begins=each.begins,
            ends=each.ends,
            people=each.people,
        )
        for each in wants
    )
    subject = Subject("organisation", str(house.pk))
    journal.record(subject, "want-duty", by=by, at=at, facts={"hours": len(wants)})


@transaction.atomic
def plan(house: Organisation, turn: Turn, *, by: Actor, at: datetime) -> Shift:
    """Put somebody of the house on the roster; nobody stands on it twice at a time."""
    _must_plan(by, house)
    if not timedelta() < turn.ends - turn.starts <= LONGEST:
        raise Refusal("shift-length", hours=int(LONGEST.total_seconds() // 3600))
    _must_be_of(house, turn.person, day_of(turn.starts))
    person = Person.objects.select_for_update().get(pk=turn.person.pk)
    _must_be_free(person, turn.starts, turn.ends)
    shift = Shift.objects.create(
        organisation=house, person=person, starts=turn.starts, ends=turn.ends
    )
    _write(shift, "plan", by=by, at=at, person=person.pk)
    return shift


@transaction.atomic
def drop(shift: Shift, *, by: Actor, at: datetime) -> None:
    """Take a shift that has not begun off the roster."""
    shift = _held(shift)
    _must_plan(by, shift.organisation)
    if shift.starts <= at:
        raise Refusal("shift-begun")
    _write(shift, "drop", by=by, at=at, person=shift.person_id)
    shift.delete()


@transaction.atomic
def ask_swap(shift: Shift, other: Person, *, by: Actor, at: datetime) -> Shift:
    """The holder of a shift asks a colleague to take it over."""
    shift = _held(shift)
    if by.person != shift.person_id:
        raise Refusal("staff-act-not-yours", act="swap")
    if shift.starts <= at:
        raise Refusal("shift-begun")
    if other.pk == shift.person_id:
        raise Refusal("swap-with-oneself")
    _must_be_of(shift.organisation, other, day_of(shift.starts))
    shift.asked = other
    shift.save(update_fields=["asked"])
    _write(shift, "ask-swap", by=by, at=at, to=other.pk)
    _tell(other.pk, "swap-asked", shift, at)
    return shift


@transaction.atomic
def answer_swap(shift: Shift, *, agreed: bool, by: Actor, at: datetime) -> Shift:
    """Whoever was asked takes the shift over, or does not."""
    shift = _held(shift)
    if shift.asked_id is None or by.person != shift.asked_id:
        raise Refusal("staff-act-not-yours", act="swap")
    if shift.starts <= at:
        raise Refusal("shift-begun")
    holder = shift.person_id
    if agreed:
        person = Person.objects.select_for_update().get(pk=shift.asked_id)
        _must_be_free(person, shift.starts, shift.ends)
        shift.person = person
    shift.asked = None
    shift.save(update_fields=["person", "asked"])
    _write(shift, "agree-swap" if agreed else "decline-swap", by=by, at=at)
    _tell(holder, "swap-agreed" if agreed else "swap-declined", shift, at)
    return shift


@transaction.atomic
def hand_over(
    shift: Shift, text: str, cases: Sequence[str], *, by: Actor, at: datetime
) -> ShiftNote:
    """Write down what the next shift must know; again, until it is confirmed."""
    shift = _held(shift)
    if by.person is None or by.person != shift.person_id:
        raise Refusal("staff-act-not-yours", act="hand-over")
    if not shift.starts <= at <= shift.ends + LATEST_NOTE:
        raise Refusal("hand-over-not-now")
    text = text.strip()
    if not text or len(text) > LONGEST_NOTE:
        raise Refusal("hand-over-unfit", most=LONGEST_NOTE)
    numbers = [each for each in cases if _CASE.fullmatch(each)][:MOST_CASES]
    note = ShiftNote.objects.filter(shift=shift).first() or ShiftNote(shift=shift)
    if note.confirmed_by_id is not None:
        raise Refusal("hand-over-confirmed")
    note.text, note.cases = text, list(dict.fromkeys(numbers))
    note.written_by_id, note.written_at = by.person, at
    note.save()
    _write(shift, "hand-over", by=by, at=at, texts={"text": text}, cases=len(numbers))
    return note


@transaction.atomic
def confirm(note: ShiftNote, *, by: Actor, at: datetime) -> ShiftNote:
    """Somebody of the house on duty now takes over what was handed on."""
    note = ShiftNote.objects.select_for_update().get(pk=note.pk)
    shift = Shift.objects.select_related("organisation__area").get(pk=note.shift_id)
    if by.person is None or by.person == note.written_by_id:
        raise Refusal("staff-act-not-yours", act="confirm")
    here = now_on_duty(shift.organisation, at).filter(person=by.person)
    if not here.exists():
        raise Refusal("confirm-on-duty-only")
    if note.confirmed_by_id is not None:
        raise Refusal("hand-over-confirmed")
    note.confirmed_by_id, note.confirmed_at = by.person, at
    note.save(update_fields=["confirmed_by", "confirmed_at"])
    _write(shift, "confirm", by=by, at=at)
    return note


def shift_for(actor: Actor, key: int) -> Shift:
    """Return a shift of a roster somebody may see."""
    found = Shift.objects.select_related("organisation__area", "person").filter(pk=key)
    shift = found.first()
    if shift is None or not may_see(actor, shift.organisation):
        raise Refusal("no-such-shift", shift=key)
    return shift


def note_of(shift: Shift) -> ShiftNote:
    note = ShiftNote.objects.filter(shift=shift).first()
    if note is None:
        raise Refusal("no-such-shift", shift=shift.pk)
    return note


def _held(shift: Shift) -> Shift:
    rows = Shift.objects.select_for_update(of=("self",))
    return rows.select_related("organisation__area").get(pk=shift.pk)


def _must_plan(by: Actor, house: Organisation) -> None:
    if not may_plan(by, house):
        raise Refusal("staff-act-not-yours", act="plan")


def _must_be_of(house: Organisation, person: Person, on: date) -> None:
    if not people_of(house, on).filter(pk=person.pk).exists():
        raise Refusal("not-of-the-house", person=person.name, unit=house.name)


def _must_be_free(person: Person, starts: datetime, ends: datetime) -> None:
    taken = Shift.objects.filter(person=person, starts__lt=ends, ends__gt=starts)
    clash = taken.order_by("starts").first()
    if clash is not None:
        raise Refusal("shift-overlaps", person=person.name, starts=clash.starts)
    away = person.absences.filter(Q(starts__lt=ends) & Q(ends__gt=starts))
    if away.exists():
        raise Refusal("shift-while-away", person=person.name)


def _span(first: date, days: int) -> tuple[datetime, datetime]:
    zone = get_default_timezone()
    begins = datetime.combine(first, time(), zone)
    return begins, datetime.combine(first + timedelta(days=days), time(), zone)


def _tell(person: int, kind: str, shift: Shift, at: datetime) -> None:
    to = Recipient("person", str(person))
    notices.tell(to, kind, about=of_shift(shift), at=at)


def _write(
    shift: Shift,
    act: str,
    *,
    by: Actor,
    at: datetime,
    texts: dict[str, str] | None = None,
    **facts: object,
) -> None:
    told = {"unit": shift.organisation_id, "starts": shift.starts.isoformat(), **facts}
    journal.record(of_shift(shift), act, by=by, at=at, facts=told, texts=texts or {})
