"""What the clock finds here: suggestions nobody answered, terms that ran out."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from quincunx.foundation import journal, notices
from quincunx.foundation.actors import CLOCK
from quincunx.foundation.notices import Recipient
from quincunx.staff import appoint, suggest
from quincunx.staff.models import Appointment, Suggestion
from quincunx.staff.office import day_of
from quincunx.staff.subjects import of_appointment, of_suggestion
from quincunx.staff.terms_of_office import State

NOTICE_OF_END = timedelta(days=30)


def keep(now: datetime, *, most: int = 200) -> int:
    """Do what is due, one transaction for each; return how many things were done."""
    return (
        warn_overdue(now, most=most)
        + end_terms(now, most=most)
        + warn_of_ends(now, most=most)
    )


def warn_overdue(now: datetime, *, most: int = 200) -> int:
    """Tell the addressee, the department and the sender once that no answer came."""
    due = Suggestion.objects.filter(look_at__lte=now).order_by("look_at")
    keys = list(due.values_list("pk", flat=True)[:most])
    return sum(_warn_overdue(key, now) for key in keys)


def end_terms(now: datetime, *, most: int = 200) -> int:
    """Write down that terms have run out, and end what was held in a closed area.

    Rights had ended by themselves.
    """
    today = day_of(now)
    over = Appointment.objects.filter(
        Q(ends__lte=today) | Q(area__valid_to__lte=today), state=State.ACTIVE
    )
    keys = list(over.order_by("pk").values_list("pk", flat=True)[:most])
    return sum(_end_term(key, now) for key in keys)


def warn_of_ends(now: datetime, *, most: int = 200) -> int:
    """Say a month ahead that a chair will be empty, to its holder and who nominated."""
    ending = Appointment.objects.filter(
        state=State.ACTIVE,
        chair__isnull=False,
        ends__gt=day_of(now),
        ends__lte=day_of(now + NOTICE_OF_END),
        warned=False,
    )
    keys = list(ending.order_by("pk").values_list("pk", flat=True)[:most])
    return sum(_warn_of_end(key, now) for key in keys)


@transaction.atomic
def _warn_overdue(key: int, now: datetime) -> int:
    claimed = Suggestion.objects.filter(pk=key, look_at__lte=now).update(look_at=None)
    if not claimed:
        return 0
    late = Suggestion.objects.get(pk=key)
    subject = of_suggestion(late)
    journal.record(subject, "overdue", by=CLOCK, at=now)
    for person in {late.addressee_id, late.sender_id}:
        suggest.tell(person, "suggestion-overdue", late, at=now)
    unit = Recipient("unit", str(late.organisation_id))
    notices.tell(unit, "suggestion-overdue", about=subject, at=now)
    return 1


@transaction.atomic
def _end_term(key: int, now: datetime) -> int:
    over = appoint.locked(Appointment(pk=key))
    if over.state != State.ACTIVE:
        return 0
    ends = [day for day in (over.ends, over.area.valid_to) if day is not None]
    over.ends = max(over.starts, min(ends))
    over.state = State.ENDED
    over.save(update_fields=["ends", "state"])
    appoint.record(over, "term-over", by=CLOCK, at=now)
    return 1


@transaction.atomic
def _warn_of_end(key: int, now: datetime) -> int:
    claimed = Appointment.objects.filter(pk=key, warned=False).update(warned=True)
    if not claimed:
        return 0
    ending = Appointment.objects.get(pk=key)
    people = [p for p in (ending.person_id, ending.nominated_by_id) if p is not None]
    notices.tell_many(
        [Recipient("person", str(person)) for person in people],
        "term-ends-soon",
        about=of_appointment(ending),
        at=now,
    )
    return 1
