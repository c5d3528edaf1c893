"""Nomination, review, appointment, term, end: how somebody comes to an office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.foundation import journal, notices
from quincunx.foundation.actors import Actor
from quincunx.foundation.notices import Recipient
from quincunx.lib.refusal import Refusal
from quincunx.staff import fitness
from quincunx.staff.access import stands
from quincunx.staff.models import (
    Appointment,
    Function,
    HandOver,
    Organisation,
    Person,
    Post,
)
from quincunx.staff.office import day_of
from quincunx.staff.subjects import of_appointment
from quincunx.staff.terms_of_office import TABLE, Act, State


@dataclass(frozen=True)
class Nomination:
    """Who is to hold which function, where, for whom, and from when.

    `post` is what the office rests on; `source` is where a member comes from who
    holds none (`kinds.Source`). `ends` is the first day without it.
    """

    person: Person
    function: Function
    area: Area
    starts: date
    ends: date | None = None
    organisation: Organisation | None = None
    post: Post | None = None
    source: str = ""
    buildings: tuple[Area, ...] = ()


@transaction.atomic
def nominate(nomination: Nomination, *, by: Actor, at: datetime) -> Appointment:
    appointment = drafted(nomination, by=by)
    _check(Act.NOMINATE, appointment, State.NEW, by=by)
    store(appointment, nomination.buildings)
    record(appointment, Act.NOMINATE, by=by, at=at, facts=terms(appointment))
    return appointment


@transaction.atomic
def review(appointment: Appointment, *, by: Actor, at: datetime) -> Appointment:
    """A second person agrees: neither who nominated nor who is to be appointed."""
    appointment = locked(appointment)
    _check(Act.REVIEW, appointment, State(appointment.state), by=by)
    alone = fitness.check_second_person(appointment, by=by, at=at)
    appointment.reviewed_by_id = by.person
    _move(appointment, Act.REVIEW)
    record(appointment, Act.REVIEW, by=by, at=at, facts={"alone": alone})
    return appointment


@transaction.atomic
def refuse(
    appointment: Appointment, *, reason: str, by: Actor, at: datetime
) -> Appointment:
    appointment = locked(appointment)
    _check(Act.REFUSE, appointment, State(appointment.state), by=by)
    if not reason.strip():
        raise Refusal("no-without-reason")
    _move(appointment, Act.REFUSE)
    record(appointment, Act.REFUSE, by=by, at=at, texts={"reason": reason})
    _tell(appointment.nominated_by_id, "nomination-refused", appointment, at=at)
    return appointment


@transaction.atomic
def appoint(appointment: Appointment, *, by: Actor, at: datetime) -> Appointment:
    """The office is held from its first day on; everything is checked once more."""
    appointment = locked(appointment)
    _check(Act.APPOINT, appointment, State(appointment.state), by=by)
    alone = fitness.check_not_oneself(appointment, by=by, at=at)
    fitness.lock(appointment.person)
    fitness.check(appointment)
    fitness.check_chair(appointment)
    appointment.appointed_by_id = by.person
    _move(appointment, Act.APPOINT)
    record(appointment, Act.APPOINT, by=by, at=at, facts={"alone": alone})
    _tell(appointment.person_id, "appointed", appointment, at=at)
    return appointment


@transaction.atomic
def attach(
    appointment: Appointment, *, buildings: tuple[Area, ...], by: Actor, at: datetime
) -> Appointment:
    """Say which buildings or courtyards of the grid a member looks after."""
    appointment = locked(appointment)
    _check(Act.ATTACH, appointment, State(appointment.state), by=by)
    fitness.check_buildings(appointment, buildings)
    appointment.buildings.set(buildings)
    facts = {"buildings": sorted(building.pk for building in buildings)}
    record(appointment, Act.ATTACH, by=by, at=at, facts=facts)
    return appointment


@transaction.atomic
def end(
    appointment: Appointment,
    *,
    ends: date,
    hand_over: str = "",
    by: Actor,
    at: datetime,
) -> Appointment:
    """From `ends` on the office is held no more; today means from this moment."""
    appointment = locked(appointment)
    _check(Act.END, appointment, State(appointment.state), by=by)
    return conclude(appointment, ends=ends, hand_over=hand_over, by=by, at=at)


def conclude(
    appointment: Appointment, *, ends: date, hand_over: str, by: Actor, at: datetime
) -> Appointment:
    """End a locked office, for actions that have checked their own rights.

    With a day ahead it stays active, and `watch` writes down that it is over.
    """
    if ends < day_of(at):
        raise Refusal("end-lies-behind", ends=ends)
    sooner = ends if appointment.ends is None else min(ends, appointment.ends)
    appointment.ends = max(appointment.starts, sooner)
    if appointment.ends <= day_of(at):
        _move(appointment, Act.END)
    appointment.save()
    texts = _kept_hand_over(appointment, hand_over, by=by, at=at)
    facts = {"ends": appointment.ends.isoformat()}
    record(appointment, Act.END, by=by, at=at, facts=facts, texts=texts)
    _tell(appointment.person_id, "office-ends", appointment, at=at)
    return appointment


def drafted(nomination: Nomination, *, by: Actor) -> Appointment:
    """Return the appointment a nomination proposes, not yet stored."""
    return Appointment(
        person=nomination.person,
        function=nomination.function,
        area=nomination.area,
        organisation=nomination.organisation,
        post=nomination.post,
        source=nomination.source,
        starts=nomination.starts,
        ends=nomination.ends,
        state=State.NOMINATED,
        chair=fitness.chair(nomination.function, nomination.organisation),
        nominated_by_id=by.person,
    )


def store(appointment: Appointment, buildings: tuple[Area, ...]) -> None:
    """Keep a new appointment if its person, place and post allow it."""
    fitness.lock(appointment.person)
    fitness.check(appointment)
    fitness.check_buildings(appointment, buildings)
    appointment.save()
    if buildings:
        appointment.buildings.set(buildings)


def locked(appointment: Appointment) -> Appointment:
    """Return the appointment as it is now, held until the transaction ends."""
    held = Appointment.objects.select_for_update(of=("self",))
    return held.select_related(
        "person", "function", "area", "organisation", "post"
    ).get(pk=appointment.pk)


def record(
    appointment: Appointment,
    act: str,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    subject = of_appointment(appointment)
    journal.record(subject, act, by=by, at=at, facts=facts, texts=texts)


def _check(act: Act, appointment: Appointment, state: State, *, by: Actor) -> None:
    row = TABLE.row_for(act, state)
    if not stands(by, row.rights, appointment):
        raise Refusal("staff-act-not-yours", act=act.value)


def _move(appointment: Appointment, act: Act) -> None:
    row = TABLE.row_for(act, State(appointment.state))
    appointment.state = row.to or appointment.state
    appointment.save()


def terms(appointment: Appointment) -> dict[str, Any]:
    return {
        "person": appointment.person_id,
        "function": appointment.function.code,
        "area": appointment.area_id,
        "organisation": appointment.organisation_id,
        "post": appointment.post_id,
        "source": appointment.source,
        "starts": appointment.starts.isoformat(),
        "ends": appointment.ends.isoformat() if appointment.ends else None,
    }


def _kept_hand_over(
    appointment: Appointment, text: str, *, by: Actor, at: datetime
) -> dict[str, str]:
    """Keep the note for the next holder; return what the journal commits to."""
    if not text.strip() or by.person is None:
        return {}
    HandOver.objects.create(
        appointment=appointment, written_by_id=by.person, text=text, written_at=at
    )
    return {"hand-over": text}


def _tell(
    person: int | None, kind: str, appointment: Appointment, *, at: datetime
) -> None:
    if person is not None:
        to = Recipient("person", str(person))
        notices.tell(to, kind, about=of_appointment(appointment), at=at)
