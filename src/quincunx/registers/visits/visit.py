"""A visit: one does all that is due at the door, and offers what it can bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from quincunx.foundation import journal, vault
from quincunx.foundation.actors import Actor
from quincunx.foundation.vault import erase
from quincunx.lib.refusal import Refusal
from quincunx.registers.visits import access, plan, purposes
from quincunx.registers.visits.models import Due, Offer, Visit
from quincunx.registers.visits.personal import NOTE_KEPT_DAYS
from quincunx.registers.visits.plan import Door
from quincunx.registers.visits.purposes import Answer, Found

LONGEST_NOTE = 500
AT_ONCE = 500
UNMET = ("none-here", "waiting", "not-entitled", "moved")


@dataclass(frozen=True)
class Told:
    """What a visitor tells: what was found, for what, what was said to each offer."""

    found: Found
    purposes: Sequence[str]
    offers: Mapping[str, Answer] = field(default_factory=dict)
    note: str = ""


@transaction.atomic
def make(
    key: UUID, door: Door, told: Told, *, on: date, by: Actor, at: datetime
) -> Visit:
    """Write a visit down; sent twice it is one visit.

    All that is due at the door for these purposes ends, and what comes of it is due
    again: after a visit, after nobody was there, after a refusal was respected.
    """
    person = access.must_visit(by, door.checked().place)
    known = access.visible_visits(by).filter(pk=key).first()
    if known is not None:
        return known
    _must_be_told(told)
    visit = Visit(
        id=key,
        place=door.place,
        room=door.room,
        premise=door.premise,
        found=told.found,
        by_id=person,
        at=at,
    )
    if told.note.strip():
        visit.note = vault.seal(visit.subject, "visit.note", told.note.strip())
    visit.save(force_insert=True)
    for code in dict.fromkeys(told.purposes):
        _settle(visit, door, code, on)
    Offer.objects.bulk_create(
        Offer(visit=visit, service=service, answer=answer)
        for service, answer in told.offers.items()
    )
    facts = {"found": str(told.found), "purposes": sorted(set(told.purposes))}
    journal.record(visit.subject, "visit", by=by, at=at, facts=facts)
    return visit


@transaction.atomic
def deliver(offer: Offer, *, on: date, by: Actor, at: datetime) -> Offer:
    """Say that a service that was accepted has come."""
    offer = _accepted(offer, by)
    offer.delivered_on, offer.unmet = on, ""
    return _kept(offer, "deliver-service", by=by, at=at)


@transaction.atomic
def unmet(offer: Offer, why: str, *, by: Actor, at: datetime) -> Offer:
    """Say that a service that was accepted does not come, and why."""
    if why not in UNMET:
        raise Refusal("offer-unmet-why", offer_unmet=list(UNMET))
    offer = _accepted(offer, by)
    offer.delivered_on, offer.unmet = None, why
    return _kept(offer, "service-unmet", by=by, at=at)


def notes_over(at: datetime) -> QuerySet[Visit]:
    """Return the visits whose note has been kept long enough."""
    before = at - timedelta(days=NOTE_KEPT_DAYS)
    return Visit.objects.filter(note__isnull=False, at__lte=before)


@transaction.atomic
def forget_notes(at: datetime, *, most: int = AT_ONCE) -> int:
    """Erase the notes whose time is over; return how many."""
    gone = list(notes_over(at).order_by("at")[:most])
    for visit in gone:
        erase(visit.subject)
    Visit.objects.filter(pk__in=[visit.pk for visit in gone]).update(note=None)
    return len(gone)


def _must_be_told(told: Told) -> None:
    """Refuse a visit for nothing, and an offer none of its purposes brings."""
    if not told.purposes:
        raise Refusal("visit-purpose-missing")
    may = {code for each in told.purposes for code in purposes.purpose(each).services}
    if told.offers and told.found != Found.MET:
        raise Refusal("visit-offer-to-nobody")
    for service in told.offers:
        if service not in may:
            raise Refusal("visit-offer-unknown", visit_service=sorted(may))
    if len(told.note) > LONGEST_NOTE:
        raise Refusal("visit-note-too-long", most=LONGEST_NOTE)


def _settle(visit: Visit, door: Door, code: str, on: date) -> None:
    """End what was due for a purpose, and say when it is due again."""
    open_ = Due.objects.select_for_update().filter(
        place=door.place,
        room=door.room,
        premise=door.premise,
        purpose=code,
        ended_by=None,
    )
    former = open_.first()
    open_.update(ended_by=visit)
    again = purposes.purpose(code).next_due(Found(visit.found), on)
    if again is not None:
        met = visit.found == Found.MET or former is None
        since = on if met or former is None else former.since
        plan.put(door, code, since=since, on=again)


def _accepted(offer: Offer, by: Actor) -> Offer:
    rows = Offer.objects.select_for_update(of=("self",)).select_related("visit__place")
    offer = rows.get(pk=offer.pk)
    access.must_visit(by, offer.visit.place)
    if offer.answer != Answer.ACCEPTED:
        raise Refusal("offer-not-accepted")
    return offer


def _kept(offer: Offer, act: str, *, by: Actor, at: datetime) -> Offer:
    offer.save(update_fields=["delivered_on", "unmet"])
    facts = {"service": offer.service, "unmet": offer.unmet}
    journal.record(offer.visit.subject, act, by=by, at=at, facts=facts)
    return offer
