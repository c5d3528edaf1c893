"""Somebody's shifts for their own calendar, at a secret address they may end."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from icalendar import Calendar, Event

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff.models import CalendarFeed, Person, Shift
from quincunx.staff.subjects import of_person

BACK, AHEAD = timedelta(days=31), timedelta(days=366)
LONGEST_SECRET = 64


@transaction.atomic
def make(*, by: Actor, at: datetime) -> str:
    """Return a new secret, told once; one made before opens nothing any more."""
    if by.within:  # the address tells of every house
        raise Refusal("key-wider-than-yours")
    person = _self(by)
    _end(person, at)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(person=person, digest=_digest(secret), made_at=at)
    journal.record(of_person(person), "make-calendar-feed", by=by, at=at)
    return secret


@transaction.atomic
def end(*, by: Actor, at: datetime) -> None:
    """Let the address open nothing from the next request on."""
    person = _self(by)
    if _end(person, at):
        journal.record(of_person(person), "end-calendar-feed", by=by, at=at)


def has_one(by: Actor) -> bool:
    return CalendarFeed.objects.filter(person=by.person, ended_at=None).exists()


def calendar(secret: str, at: datetime) -> bytes:
    """Return the shifts behind a secret as iCalendar; refuses one that opens nothing.

    It tells when and for which house, nothing of cases or colleagues. Times are UTC.
    """
    feed = CalendarFeed.objects.select_related("person").filter(
        digest=_digest(secret), ended_at=None, person__is_active=True
    )
    found = feed.first()
    if found is None or len(secret) > LONGEST_SECRET:
        raise Refusal("no-such-feed")
    rows = Shift.objects.filter(
        person=found.person, ends__gt=at - BACK, starts__lt=at + AHEAD
    )
    told = Calendar()
    told.add("prodid", "-//Quincunx//duty roster//")
    told.add("version", "2.0")
    for shift in rows.select_related("organisation").order_by("starts", "pk"):
        told.add_component(_event(shift, at))
    return bytes(told.to_ical())


def _event(shift: Shift, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"shift-{shift.pk}@quincunx")
    event.add("dtstamp", at)
    event.add("dtstart", shift.starts)
    event.add("dtend", shift.ends)
    event.add("summary", shift.organisation.name)
    return event


def _self(by: Actor) -> Person:
    if by.person is None:
        raise Refusal("staff-act-not-yours", act="calendar")
    return Person.objects.get(pk=by.person)


def _end(person: Person, at: datetime) -> int:
    held = CalendarFeed.objects.filter(person=person, ended_at=None)
    return held.update(ended_at=at)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
