"""One handles a request and proposes; another decides, and then it is carried out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from quincunx.foundation import vault
from quincunx.foundation.actors import Actor
from quincunx.lib import text
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import erase, own
from quincunx.registers.people.models import Resident
from quincunx.registers.people.sealing import Person
from quincunx.registers.people.vocabulary import Purpose
from quincunx.registers.subjects import access
from quincunx.registers.subjects.ask import locked, note
from quincunx.registers.subjects.models import SubjectRequest
from quincunx.registers.subjects.vocabulary import WORDS_MOST, Kind, Reason, State

FILE_KEPT = timedelta(days=7)
# What is objected to; an emergency and one's own requests stay.
MAY_END = (Purpose.VISIT, Purpose.FORM)


@dataclass(frozen=True)
class Proposal:
    """What whoever handles a request would do: as asked, or not and why."""

    reason: str = ""  # "" grants it
    answer: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    uses: tuple[str, ...] = ()


@transaction.atomic
def propose(
    request: SubjectRequest, told: Proposal, *, by: Actor, at: datetime
) -> SubjectRequest:
    """Say what should be done; nothing of the register changes yet."""
    access.must_work_at_a_desk(by)
    held = locked(request, State.VERIFIED)
    _must_make_sense(held, told)
    held.reason, held.handled_by = told.reason, by.person
    held.uses = sorted(told.uses)
    words = text.clean(told.answer)[:WORDS_MOST]
    held.answer = vault.seal(held.subject, "answer", words) if words else None
    said = json.dumps(dict(told.changes), ensure_ascii=False)
    held.changes = vault.seal(held.subject, "changes", said) if told.changes else None
    held.state = State.PROPOSED
    held.save()
    note(held, "propose", by, at, reason=told.reason, fields=sorted(told.changes))
    return held


@transaction.atomic
def agree(request: SubjectRequest, *, by: Actor, at: datetime) -> SubjectRequest:
    """Decide as was proposed, and do it at once; never whoever proposed it."""
    held = _to_decide(request, by)
    held.decided_by, held.decided_at = by.person, at
    held.state = State.REFUSED if held.reason else State.GRANTED
    person = held.resident
    if held.state == State.GRANTED and person is not None:
        _carry_out(held, person, by, at)
    held.changes = None
    held.save()
    note(held, "agree", by, at, state=str(held.state))
    return held


@transaction.atomic
def send_back(request: SubjectRequest, *, by: Actor, at: datetime) -> SubjectRequest:
    """Have it handled again."""
    held = _to_decide(request, by)
    held.state, held.changes, held.reason, held.uses = State.VERIFIED, None, "", []
    held.save()
    note(held, "send-back", by, at)
    return held


def _to_decide(request: SubjectRequest, by: Actor) -> SubjectRequest:
    access.must_decide(by)
    held = locked(request, State.PROPOSED)
    if by.person is None or by.person == held.handled_by:
        raise Refusal("second-person-needed", act="decide-request")
    return held


def _carry_out(held: SubjectRequest, person: Resident, by: Actor, at: datetime) -> None:
    reference = str(held.pk)
    if held.kind == Kind.CORRECT:
        changes = _changes(held)
        own.correct(person, changes, reference=reference, by=by, at=at)
    elif held.kind == Kind.EXPORT:
        held.file_until = at + FILE_KEPT
    elif held.kind == Kind.OBJECT:
        own.object_to(person, held.uses, by=by, at=at)
    elif held.kind == Kind.DELETE:
        held.resident = None
        erase.erase(person, why=erase.ASKED, by=by, at=at)


def _changes(held: SubjectRequest) -> Person:
    if held.changes is None:
        raise Refusal("request-changes-nothing")
    said = vault.open_sealed(held.subject, "changes", bytes(held.changes))
    told: dict[str, str] = json.loads(said)
    born = date.fromisoformat(told["born"]) if told.get("born") else None
    return Person(
        told.get("name", ""), told.get("phone", ""), told.get("number", ""), born
    )


def _must_make_sense(held: SubjectRequest, told: Proposal) -> None:
    if told.reason:
        if told.reason not in set(Reason):
            raise Refusal("request-reason-unknown")
        if not text.clean(told.answer):
            raise Refusal("refusal-says-why")
        return
    if held.resident is None:
        raise Refusal("request-nothing-kept")
    if held.kind == Kind.CORRECT and not told.changes:
        raise Refusal("request-changes-nothing")
    if held.kind == Kind.OBJECT and not (
        told.uses and set(told.uses) <= set(map(str, MAY_END))
    ):
        raise Refusal("request-uses-unknown")
