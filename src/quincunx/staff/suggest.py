"""A grid leader suggests something to a department, which answers by name in time."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.foundation import journal, notices
from quincunx.foundation.actors import Actor
from quincunx.foundation.notices import Recipient
from quincunx.lib import clocks
from quincunx.lib.clocks import Limit, LimitUnit
from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from quincunx.staff import queries
from quincunx.staff.access import governs
from quincunx.staff.kinds import Answer
from quincunx.staff.models import Organisation, Suggestion
from quincunx.staff.roles import Role
from quincunx.staff.subjects import of_suggestion

LIMIT = Limit(5, LimitUnit.WORK_DAY)
LONGEST_TITLE = 120
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Letter:
    """What a suggestion says, to whom, and by which calendar its limit runs."""

    organisation: Organisation
    title: str
    text: str
    calendar: WorkCalendar
    limit: Limit = LIMIT


@transaction.atomic
def send(grid: Area, letter: Letter, *, by: Actor, at: datetime) -> Suggestion:
    """It goes to the community's contact officer, or whoever is on duty there."""
    if by.person is None or not governs(by, grid.path, Role.LEADER):
        raise Refusal("staff-act-not-yours", act="suggest")
    _check(letter)
    due_at = clocks.due(at, letter.limit, letter.calendar)
    sent = Suggestion.objects.create(
        grid=grid,
        sender_id=by.person,
        organisation=letter.organisation,
        addressee_id=_addressee(letter.organisation, grid, at),
        title=letter.title,
        text=letter.text,
        sent_at=at,
        due_at=due_at,
        look_at=due_at,
    )
    facts = {"grid": grid.pk, "to": sent.addressee_id, "due": due_at.isoformat()}
    texts = {"title": letter.title, "text": letter.text}
    journal.record(of_suggestion(sent), "send", by=by, at=at, facts=facts, texts=texts)
    tell(sent.addressee_id, "suggestion-sent", sent, at=at)
    return sent


@transaction.atomic
def answer(
    suggestion: Suggestion,
    *,
    answer: Answer,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Suggestion:
    """Adopted, partly, or not; anything but a full yes gives its reason."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    _check_answerer(suggestion, by)
    if suggestion.answer:
        raise Refusal("suggestion-answered")
    if answer is not Answer.ADOPTED and not reason.strip():
        raise Refusal("no-without-reason")
    suggestion.answer, suggestion.reason = answer, reason
    suggestion.answered_by_id, suggestion.answered_at = by.person, at
    suggestion.look_at = None
    suggestion.save()
    facts = {"answer": answer, "late": at > suggestion.due_at}
    texts = {"reason": reason} if reason else {}
    subject = of_suggestion(suggestion)
    journal.record(subject, "answer", by=by, at=at, facts=facts, texts=texts)
    tell(suggestion.sender_id, "suggestion-answered", suggestion, at=at)
    return suggestion


def tell(person: int, kind: str, suggestion: Suggestion, *, at: datetime) -> None:
    to = Recipient("person", str(person))
    notices.tell(to, kind, about=of_suggestion(suggestion), at=at)


def _check(letter: Letter) -> None:
    if not letter.title.strip() or not letter.text.strip():
        raise Refusal("suggestion-empty")
    if len(letter.title) > LONGEST_TITLE or len(letter.text) > LONGEST_TEXT:
        raise Refusal("suggestion-too-long", most=LONGEST_TEXT)


def _addressee(organisation: Organisation, grid: Area, at: datetime) -> int:
    named = queries.contact_at(organisation.pk, grid.path, at)
    if named is not None:
        return named
    colleagues = queries.on_duty(organisation.pk, at)
    if not colleagues:
        raise Refusal("nobody-to-answer", unit=organisation.name)
    return colleagues[0].person


def _check_answerer(suggestion: Suggestion, by: Actor) -> None:
    mine = {h.unit for h in by.holds([Role.OFFICER])}
    addressed = by.person == suggestion.addressee_id
    if by.person is None or not (addressed or suggestion.organisation_id in mine):
        raise Refusal("staff-act-not-yours", act="answer")
