"""How a request begins, is recognised by a person, and is taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from quincunx.foundation import journal, privacy, reveals, vault
from quincunx.foundation.actors import Actor
from quincunx.lib import clocks, text
from quincunx.lib.clocks import Limit, LimitUnit
from quincunx.lib.numbers import new_tracking_code
from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from quincunx.registers.people import own
from quincunx.registers.subjects import access
from quincunx.registers.subjects.models import SubjectRequest
from quincunx.registers.subjects.personal import KEPT_DAYS
from quincunx.registers.subjects.vocabulary import WORDS_MOST, Kind, State

LIMIT = Limit(15, LimitUnit.WORK_DAY)


@dataclass(frozen=True)
class Asked:
    """A request and the code that opens it; the code is kept nowhere."""

    request: SubjectRequest
    code: str


@transaction.atomic
def ask(
    kind: str, said: str, *, calendar: WorkCalendar, by: Actor, at: datetime
) -> Asked:
    """Begin a request; the clock of fifteen working days runs from here."""
    if kind not in set(Kind):
        raise Refusal("request-kind-unknown", request_kind=sorted(map(str, Kind)))
    words, code = text.clean(said)[:WORDS_MOST], new_tracking_code()
    made = SubjectRequest(
        code_index=access.code_index(code),
        kind=kind,
        asked_at=at,
        due_at=clocks.due(at, LIMIT, calendar),
    )
    made.said = vault.seal(made.subject, "said", words)
    made.save(force_insert=True)
    note(made, "ask", by, at, kind=str(kind))
    return Asked(made, code)


@transaction.atomic
def verify(
    request: SubjectRequest, *, name: str, number: str, by: Actor, at: datetime
) -> SubjectRequest:
    """Write down that somebody at the desk has shown who they are.

    `number` is of the card they show, or their telephone where no card number is
    kept. That it was looked up is noted as any read is. Nothing of the card is kept.
    """
    access.must_work_at_a_desk(by)
    held = locked(request, State.ASKED)
    reveals.must_be_proved(by, at)
    held.resident = own.find(name, number, by=by, at=at)
    held.verified_by, held.verified_at = by.person, at
    seen = held.kind == Kind.SEE
    held.state = State.GRANTED if seen else State.VERIFIED
    held.save()
    note(held, "verify", by, at, found=held.resident is not None)
    return held


@transaction.atomic
def withdraw(request: SubjectRequest, *, by: Actor, at: datetime) -> SubjectRequest:
    """Take a request back; whoever holds the code may, while nothing is decided."""
    held = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    if not held.is_open:
        raise Refusal("request-settled")
    held.state = State.WITHDRAWN
    held.save(update_fields=["state"])
    note(held, "withdraw", by, at)
    return held


def over(at: datetime) -> QuerySet[SubjectRequest]:
    """Return what was asked too long ago to be kept, settled or never gone on with."""
    return SubjectRequest.objects.filter(due_at__lte=at - timedelta(days=KEPT_DAYS))


@transaction.atomic
def forget_over(at: datetime, *, most: int = 200) -> int:
    """Erase old requests and their keys; return how many."""
    gone = list(over(at).order_by("due_at")[:most])
    for request in gone:
        privacy.erase(request.subject)
        request.delete()
    return len(gone)


def locked(request: SubjectRequest, state: State) -> SubjectRequest:
    rows = SubjectRequest.objects.select_for_update(of=("self",))
    held = rows.select_related("resident").get(pk=request.pk)
    if held.state != state:
        raise Refusal("request-not-now")
    return held


def note(
    request: SubjectRequest, act: str, by: Actor, at: datetime, **facts: object
) -> None:
    journal.record(request.subject, act, by=by, at=at, facts=facts)
