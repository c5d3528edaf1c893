"""Somebody is away, and somebody else does their work until they are back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from quincunx.foundation import journal, notices
from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.notices import Recipient
from quincunx.lib.refusal import Refusal
from quincunx.staff import fitness
from quincunx.staff.access import governs
from quincunx.staff.duties import ONE_DAY, during, overlap
from quincunx.staff.models import Absence, Person
from quincunx.staff.office import day_of
from quincunx.staff.roles import Role
from quincunx.staff.subjects import of_absence

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Leave:
    """When somebody is away and who covers; the note is for the cover only."""

    starts: datetime
    ends: datetime
    cover: Person | None = None
    note: str = ""


@transaction.atomic
def declare(person: Person, leave: Leave, *, by: Actor, at: datetime) -> Absence:
    """Without a cover the deputy, the colleagues, then the territory do the work.

    The cover's own duties must go with those covered.
    """
    _must_speak_for(person, by=by)
    fitness.lock(person)
    _check_term(person, leave)
    _check_cover(person, leave)
    away = Absence.objects.create(
        person=person,
        starts=leave.starts,
        ends=leave.ends,
        cover=leave.cover,
        note=leave.note,
    )
    facts = {
        "person": person.pk,
        "cover": away.cover_id,
        "ends": leave.ends.isoformat(),
    }
    texts = {"note": leave.note} if leave.note else {}
    journal.record(of_absence(away), "declare", by=by, at=at, facts=facts, texts=texts)
    if away.cover_id is not None:
        to = Recipient("person", str(away.cover_id))
        notices.tell(to, "you-cover", about=of_absence(away), at=at)
    return away


@transaction.atomic
def come_back(away: Absence, *, by: Actor, at: datetime) -> Absence:
    """The absence ends now, or never was if it had not begun."""
    _must_speak_for(away.person, by=by)
    away = Absence.objects.select_for_update().get(pk=away.pk)
    if away.ends <= at:
        raise Refusal("absence-over", ended=away.ends)
    away.ends = max(away.starts, at)
    away.save(update_fields=["ends"])
    journal.record(of_absence(away), "come-back", by=by, at=at)
    return away


def _must_speak_for(person: Person, *, by: Actor) -> None:
    """Oneself, or whoever runs the desk over one of the person's offices."""
    if by.person == person.pk or by.kind is Kind.IMPORTER:
        return
    roles = (Role.ADMINISTRATOR, Role.DISPATCHER)
    duties = fitness.held_duties(person)
    if not any(governs(by, duty.path, *roles) for duty in duties):
        raise Refusal("staff-act-not-yours", act="declare")


def _check_term(person: Person, leave: Leave) -> None:
    if leave.ends <= leave.starts:
        raise Refusal("term-ends-before-it-starts", starts=leave.starts)
    if leave.ends - leave.starts > LONGEST:
        raise Refusal("absence-too-long", days=LONGEST.days)
    if person.absences.filter(starts__lt=leave.ends, ends__gt=leave.starts).exists():
        raise Refusal("away-already", person=person.name)


def _check_cover(person: Person, leave: Leave) -> None:
    cover = leave.cover
    if cover is None:
        return
    if cover.pk == person.pk:
        raise Refusal("cover-is-oneself")
    if not cover.is_active:
        raise Refusal("account-closed", person=cover.name)
    first, last = day_of(leave.starts), day_of(leave.ends) + ONE_DAY
    taken = [
        during(duty, first, last)
        for duty in fitness.held_duties(person)
        if overlap(first, last, duty.starts, duty.ends)
    ]
    fitness.lock(cover)
    fitness.check_duties(cover, taken)
