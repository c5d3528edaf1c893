"""Border drafts over the API: drawn by one person, decided by another, for a day."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Router, Schema, Status

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing
from quincunx.areas import access, propose
from quincunx.areas.draft_steps import MOST_STEPS
from quincunx.areas.models import BorderDraft
from quincunx.areas.propose import LONGEST_REASON, LONGEST_TITLE, Proposal
from quincunx.cases import follow

router = Router(tags=["areas"])
PAGE = 200
Step = Annotated[
    dict[str, Any],
    Field(
        description=(
            "One of redraw, shift, split, merge, found, move, rename, close: see"
            " docs/mechanisms/areas.md"
        )
    ),
]


class BorderDraftOut(Out):
    id: int
    title: str
    reason: str
    on: date
    state: str
    steps: list[dict[str, Any]]
    touched: list[int]
    remark: str
    drafted_at: datetime
    decided_at: datetime | None
    acts: list[str]  # what the caller may do with it now

    @classmethod
    def of(cls, request: Visit, draft: BorderDraft) -> "BorderDraftOut":
        return cls(
            id=draft.pk,
            title=draft.title,
            reason=draft.reason,
            on=draft.on,
            state=draft.state,
            steps=draft.steps,
            touched=draft.touched,
            remark=draft.remark,
            drafted_at=draft.drafted_at,
            decided_at=draft.decided_at,
            acts=[str(act) for act in access.draft_acts(request.actor, draft)],
        )


class BorderDraftIn(Schema):
    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
    reason: Annotated[str, Field(max_length=LONGEST_REASON)] = ""
    on: date  # the first day of it, still to come
    steps: Annotated[list[Step], Field(max_length=MOST_STEPS)] = []

    def proposal(self) -> Proposal:
        return Proposal(self.title, self.reason, self.on, self.steps)


class ApproveDraftIn(Schema):
    mark: Annotated[str, Field(min_length=16, max_length=16)]  # of the preview seen


class SendBackDraftIn(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=LONGEST_REASON)]


@router.get("/border-drafts", response=list[BorderDraftOut])
def border_drafts(request: Visit, before: int | None = None) -> list[BorderDraftOut]:
    """List drafts, newest first, 200 at a time; pass the last id on."""
    seen = access.visible_drafts(request.actor)
    rows = seen.filter(pk__lt=before) if before is not None else seen
    return [BorderDraftOut.of(request, row) for row in rows.order_by("-pk")[:PAGE]]


@router.post("/border-drafts", response={201: BorderDraftOut})
def draw_border_draft(request: Visit, told: BorderDraftIn) -> Status[BorderDraftOut]:
    """Begin a draft; nothing changes by it."""
    draft = propose.draw(told.proposal(), **doing(request))
    return Status(201, BorderDraftOut.of(request, draft))


@router.get("/border-drafts/{int:key}", response=BorderDraftOut)
def border_draft(request: Visit, key: int) -> BorderDraftOut:
    """Show one draft, and what the caller may do with it."""
    return BorderDraftOut.of(request, access.draft_for(request.actor, key))


@router.put("/border-drafts/{int:key}", response=BorderDraftOut)
def change_border_draft(
    request: Visit, key: int, told: BorderDraftIn
) -> BorderDraftOut:
    """Put other steps, another day or other words into a draft."""
    draft = access.draft_for(request.actor, key)
    changed = propose.change(draft, told.proposal(), **doing(request))
    return BorderDraftOut.of(request, changed)


@router.get("/border-drafts/{int:key}/preview", response=dict[str, Any])
def preview_border_draft(request: Visit, key: int) -> dict[str, Any]:
    """Say what the draft would do on its day: outlines, what moves, open cases, faults.

    `mark` names what was seen; whoever approves sends it back.
    """
    draft = access.draft_for(request.actor, key)
    return propose.look(draft, beside=follow.foreseen(request.actor)).facts()


@router.post("/border-drafts/{int:key}/submit", response=BorderDraftOut)
def submit_border_draft(request: Visit, key: int) -> BorderDraftOut:
    """Lay a draft before another person of the district."""
    draft = access.draft_for(request.actor, key)
    return BorderDraftOut.of(request, propose.submit(draft, **doing(request)))


@router.post("/border-drafts/{int:key}/approve", response=BorderDraftOut)
def approve_border_draft(
    request: Visit, key: int, told: ApproveDraftIn
) -> BorderDraftOut:
    """Let a draft take effect on its day. Never by whoever has drawn it."""
    draft = access.draft_for(request.actor, key)
    done = propose.approve(draft, told.mark, **doing(request))
    return BorderDraftOut.of(request, done)


@router.post("/border-drafts/{int:key}/send-back", response=BorderDraftOut)
def send_back_border_draft(
    request: Visit, key: int, told: SendBackDraftIn
) -> BorderDraftOut:
    """Refuse a draft with the reason."""
    draft = access.draft_for(request.actor, key)
    done = propose.send_back(draft, told.reason, **doing(request))
    return BorderDraftOut.of(request, done)


@router.post("/border-drafts/{int:key}/withdraw", response=BorderDraftOut)
def withdraw_border_draft(request: Visit, key: int) -> BorderDraftOut:
    """Give a draft up before its day."""
    draft = access.draft_for(request.actor, key)
    return BorderDraftOut.of(request, propose.withdraw(draft, **doing(request)))
