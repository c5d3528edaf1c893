"""Drafts of the catalogue over the API: written by one person, decided by another."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Router, Schema, Status

from quincunx.api.packs import ChangeOut, FaultOut
from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing
from quincunx.cases import replaying
from quincunx.cases.replaying import Weighed
from quincunx.lib.clocks import Limit
from quincunx.matters import editing, revise, words
from quincunx.matters.editing import ConditionText, MatterText
from quincunx.matters.models import PackDraft
from quincunx.matters.replay import Fate
from quincunx.matters.revise import LONGEST_REASON, LONGEST_TITLE, Revision
from quincunx.matters.source import MOST_BYTES

router = Router(tags=["catalogue drafts"])
PAGE = 200
MOST_TOLD = 500
LONGEST_TEXT = 2_000

Language = Literal["zh-hans", "en"]
Words = dict[Language, Annotated[str, Field(max_length=LONGEST_TEXT)]]
Code = Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]
Reason = Annotated[str, Field(min_length=1, max_length=LONGEST_REASON)]


class CatalogueDraftIn(Schema):
    """What it is called, why, and from which day, still to come, it is to hold."""

    pack: Code = "default"
    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
    reason: Annotated[str, Field(max_length=LONGEST_REASON)] = ""
    on: date


class CatalogueDraftOut(Out):
    id: int
    pack: str
    base: int  # the version it was begun from
    title: str
    reason: str
    on: date
    state: str  # drawn, submitted, published, withdrawn
    remark: str  # why it was sent back
    files: list[str]
    mark: str  # of its texts: whoever approves sends it back
    drafted_at: datetime
    decided_at: datetime | None
    acts: list[str]  # what the caller may do with it now

    @classmethod
    def of(cls, request: Visit, draft: PackDraft) -> "CatalogueDraftOut":
        return cls(
            id=draft.pk,
            pack=draft.pack.code,
            base=draft.base,
            title=draft.title,
            reason=draft.reason,
            on=draft.on,
            state=draft.state,
            remark=draft.remark,
            files=sorted(draft.files),
            mark=revise.mark_of(draft),
            drafted_at=draft.drafted_at,
            decided_at=draft.decided_at,
            acts=revise.acts_of(request.actor, draft),
        )


class FileOut(Out):
    name: str
    text: str  # TOML


class FileIn(Schema):
    text: Annotated[str, Field(max_length=MOST_BYTES)]


class ConditionIn(Schema):
    """A filing condition; without a limit it is taken out."""

    code: Code
    name: Words = {}
    closing: Words = {}
    limit: Annotated[str, Field(max_length=40)] = ""
    sample: Words = {}

    def told(self) -> ConditionText:
        if self.limit:
            Limit.parse(self.limit)
        return ConditionText(
            self.code,
            _plain(self.name),
            _plain(self.closing),
            self.limit,
            _plain(self.sample),
        )


class MatterIn(Schema):
    """The parts of a matter that change most; what is left out stays."""

    name: Words = {}
    standard: Words = {}
    sample: Words = {}
    unit: Annotated[str, Field(max_length=80)] = ""
    process: Annotated[str, Field(max_length=80)] = ""
    conditions: Annotated[list[ConditionIn], Field(max_length=100)] = []

    def told(self) -> MatterText:
        return MatterText(
            name=_plain(self.name),
            standard=_plain(self.standard),
            unit=self.unit,
            process=self.process,
            conditions=[each.told() for each in self.conditions],
            sample=_plain(self.sample),
        )


class FateOut(Out):
    unit: str
    limit: str
    due: datetime
    late: bool

    @classmethod
    def of(cls, fate: Fate | None) -> "FateOut | None":
        if fate is None:
            return None
        return cls(unit=fate.unit, limit=fate.limit, due=fate.due, late=fate.late)


class MovedOut(Out):
    number: str
    before: FateOut | None
    after: FateOut | None


class ReplayOut(Out):
    """What the open cases would make of it: all are counted, those one sees told."""

    asked: int
    count: int  # would fare otherwise
    elsewhere: int
    late: int
    gone: int
    moved: list[MovedOut]

    @classmethod
    def of(cls, told: Weighed) -> "ReplayOut":
        moved = [
            MovedOut(
                number=each.number,
                before=FateOut.of(each.before),
                after=FateOut.of(each.after),
            )
            for each in told.moved
        ]
        return cls(**{**vars(told), "moved": moved})


class CataloguePreviewOut(Out):
    mark: str
    changed: int
    changes: list[ChangeOut]  # the first 500
    faults: list[FaultOut]
    replay: ReplayOut | None  # of a sound draft that changes something


class ApproveIn(Schema):
    mark: Annotated[str, Field(min_length=16, max_length=64)]  # of what was looked at


class SentBackIn(Schema):
    reason: Reason


@router.get("/catalogue-drafts", response=list[CatalogueDraftOut])
def catalogue_drafts(
    request: Visit, before: int | None = None
) -> list[CatalogueDraftOut]:
    """List drafts, newest first, 200 at a time; pass the last id on."""
    seen = revise.visible_drafts(request.actor).select_related("pack__area")
    rows = seen.filter(pk__lt=before) if before is not None else seen
    return [CatalogueDraftOut.of(request, row) for row in rows.order_by("-pk")[:PAGE]]


@router.post("/catalogue-drafts", response={201: CatalogueDraftOut})
def draw_catalogue_draft(
    request: Visit, told: CatalogueDraftIn
) -> Status[CatalogueDraftOut]:
    """Begin a draft with what the newest version says; nothing changes by it."""
    revision = Revision(told.title, told.reason, told.on)
    draft = revise.draw(told.pack, revision, **doing(request))
    return Status(201, CatalogueDraftOut.of(request, draft))


@router.get("/catalogue-drafts/{int:key}", response=CatalogueDraftOut)
def catalogue_draft(request: Visit, key: int) -> CatalogueDraftOut:
    """Show one draft, and what the caller may do with it."""
    return CatalogueDraftOut.of(request, revise.draft_for(request.actor, key))


@router.get("/catalogue-drafts/{int:key}/files/{name}", response=FileOut)
def catalogue_draft_file(request: Visit, key: int, name: str) -> FileOut:
    """Read a file of a draft."""
    draft = revise.draft_for(request.actor, key)
    return FileOut(name=name, text=editing.text_of(draft.files, name))


@router.put("/catalogue-drafts/{int:key}/files/{name}", response=CatalogueDraftOut)
def change_catalogue_file(
    request: Visit, key: int, name: str, told: FileIn
) -> CatalogueDraftOut:
    """Write a file of a draft anew; it need not be sound yet."""
    draft = revise.draft_for(request.actor, key)
    files = editing.replaced(draft.files, name, told.text.replace("\r\n", "\n"))
    return CatalogueDraftOut.of(request, revise.put(draft, files, **doing(request)))


@router.get("/catalogue-drafts/{int:key}/matters", response=dict[str, str])
def catalogue_draft_matters(request: Visit, key: int) -> dict[str, str]:
    """List the matters of a draft, each with the file in which it stands."""
    return editing.codes(revise.draft_for(request.actor, key).files)


@router.get("/catalogue-drafts/{int:key}/matters/{code}", response=dict[str, Any])
def catalogue_draft_matter(request: Visit, key: int, code: str) -> dict[str, Any]:
    """Read a matter of a draft, as its file has it."""
    return editing.table(revise.draft_for(request.actor, key).files, code)


@router.put("/catalogue-drafts/{int:key}/matters/{code}", response=CatalogueDraftOut)
def change_catalogue_matter(
    request: Visit, key: int, code: str, told: MatterIn
) -> CatalogueDraftOut:
    """Change words, unit, process, conditions and limits of a matter in a draft."""
    draft = revise.draft_for(request.actor, key)
    files = editing.rewritten(draft.files, code, told.told())
    return CatalogueDraftOut.of(request, revise.put(draft, files, **doing(request)))


@router.get("/catalogue-drafts/{int:key}/preview", response=CataloguePreviewOut)
def preview_catalogue_draft(request: Visit, key: int) -> CataloguePreviewOut:
    """Name what an open draft changes, its faults, and how open cases would fare.

    Takes seconds with many open cases.
    """
    draft = revise.must_be_open(revise.draft_for(request.actor, key))
    changes, faults = revise.differences(draft), revise.checked(draft).faults
    told = None
    if changes and not faults:
        before, after = revise.rules(draft)
        told = ReplayOut.of(
            replaying.weigh(before, after, by=request.actor, at=request.received_at)
        )
    return CataloguePreviewOut(
        mark=revise.mark_of(draft),
        changed=len(changes),
        changes=[ChangeOut(**vars(change)) for change in changes[:MOST_TOLD]],
        faults=[
            FaultOut(code=each.code, place=each.place, says=words.fault(each))
            for each in faults[:MOST_TOLD]
        ],
        replay=told,
    )


@router.post("/catalogue-drafts/{int:key}/submit", response=CatalogueDraftOut)
def submit_catalogue_draft(request: Visit, key: int) -> CatalogueDraftOut:
    """Lay a sound draft before another person."""
    draft = revise.draft_for(request.actor, key)
    return CatalogueDraftOut.of(request, revise.submit(draft, **doing(request)))


@router.post("/catalogue-drafts/{int:key}/approve", response=CatalogueDraftOut)
def approve_catalogue_draft(
    request: Visit, key: int, told: ApproveIn
) -> CatalogueDraftOut:
    """Put a draft in force from its day, as the next version. Never by its writer."""
    draft = revise.draft_for(request.actor, key)
    revise.publish(draft, seen=told.mark, **doing(request))
    return catalogue_draft(request, key)


@router.post("/catalogue-drafts/{int:key}/send-back", response=CatalogueDraftOut)
def send_back_catalogue_draft(
    request: Visit, key: int, told: SentBackIn
) -> CatalogueDraftOut:
    """Refuse a draft with the reason; it may be changed and submitted anew."""
    draft = revise.draft_for(request.actor, key)
    done = revise.send_back(draft, told.reason, **doing(request))
    return CatalogueDraftOut.of(request, done)


@router.post("/catalogue-drafts/{int:key}/withdraw", response=CatalogueDraftOut)
def withdraw_catalogue_draft(request: Visit, key: int) -> CatalogueDraftOut:
    """Give a draft up."""
    draft = revise.draft_for(request.actor, key)
    return CatalogueDraftOut.of(request, revise.withdraw(draft, **doing(request)))


def _plain(told: Words) -> dict[str, str]:
    return {str(language): text for language, text in told.items()}
