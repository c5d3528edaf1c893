"""Suggestions over the API: a leader writes to a department, which answers by name."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Router, Schema, Status

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing
from quincunx.areas import access as areas
from quincunx.matters import calendars
from quincunx.staff import access, suggest
from quincunx.staff.kinds import Answer
from quincunx.staff.models import Suggestion
from quincunx.staff.suggest import LONGEST_TEXT, LONGEST_TITLE, Letter

router = Router(tags=["suggestions"])
PAGE = 200
SHOWN = ("grid", "sender", "organisation", "addressee", "answered_by")


class SuggestionOut(Out):
    id: int
    grid: int
    organisation: str
    sender: str
    addressee: str
    title: str
    text: str
    sent_at: datetime
    due_at: datetime
    answer: str  # adopted, partly, not; empty while it waits
    reason: str
    answered_by: str | None
    answered_at: datetime | None

    @classmethod
    def of(cls, sent: Suggestion) -> "SuggestionOut":
        return cls(
            id=sent.pk,
            grid=sent.grid_id,
            organisation=sent.organisation.code,
            sender=sent.sender.login,
            addressee=sent.addressee.login,
            title=sent.title,
            text=sent.text,
            sent_at=sent.sent_at,
            due_at=sent.due_at,
            answer=sent.answer,
            reason=sent.reason,
            answered_by=sent.answered_by.login if sent.answered_by else None,
            answered_at=sent.answered_at,
        )


class SuggestionIn(Schema):
    grid: int
    organisation: Annotated[str, Field(min_length=1, max_length=80)]
    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class AnswerSuggestionIn(Schema):
    """Anything but a full yes gives its reason."""

    answer: Answer
    reason: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""


@router.get("/suggestions", response=list[SuggestionOut])
def suggestions(request: Visit, before: int | None = None) -> list[SuggestionOut]:
    """List suggestions, newest first, 200 at a time; pass the last id on."""
    seen = access.visible_suggestions(request.actor).select_related(*SHOWN)
    rows = seen.filter(pk__lt=before) if before is not None else seen
    return [SuggestionOut.of(sent) for sent in rows.order_by("-pk")[:PAGE]]


@router.post("/suggestions", response={201: SuggestionOut})
def send_suggestion(request: Visit, told: SuggestionIn) -> Status[SuggestionOut]:
    """Suggest something to a department; it answers by name within five work days."""
    actor, at = request.actor, request.received_at
    grid = areas.area_by_key(actor, told.grid)
    letter = Letter(
        organisation=access.organisation_for(actor, told.organisation),
        title=told.title,
        text=told.text,
        calendar=calendars.calendar_for(grid.path, at),
    )
    sent = suggest.send(grid, letter, **doing(request))
    return Status(201, SuggestionOut.of(sent))


@router.get("/suggestions/{int:key}", response=SuggestionOut)
def suggestion(request: Visit, key: int) -> SuggestionOut:
    """Show one suggestion with its answer."""
    return SuggestionOut.of(access.suggestion_for(request.actor, key))


@router.post("/suggestions/{int:key}/answer", response=SuggestionOut)
def answer_suggestion(
    request: Visit, key: int, told: AnswerSuggestionIn
) -> SuggestionOut:
    """Answer a suggestion, once."""
    sent = access.suggestion_for(request.actor, key)
    answered = suggest.answer(
        sent, answer=told.answer, reason=told.reason, **doing(request)
    )
    return SuggestionOut.of(answered)
