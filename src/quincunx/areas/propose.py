"""How borders change once a place is in use: drawn, submitted, decided, in force.

Whoever draws never decides. What is approved takes effect on its day, by the clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from quincunx.areas import access, draft_steps, foresee, revision, tree
from quincunx.areas.carry_out import carry_out
from quincunx.areas.draft_life import Act, State
from quincunx.areas.draft_steps import Merge, Move, Shift, Step
from quincunx.areas.foresee import Seen
from quincunx.areas.models import Area, BorderDraft
from quincunx.foundation import journal, notices
from quincunx.foundation.actors import CLOCK, Actor
from quincunx.foundation.notices import Recipient
from quincunx.foundation.subjects import Subject
from quincunx.foundation.wording import in_words
from quincunx.lib.refusal import Refusal

LONGEST_TITLE = 120
LONGEST_REASON = 4_000
_AHEAD = (State.APPROVED,)


@dataclass(frozen=True)
class Proposal:
    """What a draft says: its title, why, from which day, and its steps as told."""

    title: str
    reason: str
    on: date
    steps: Sequence[Any]


def of_draft(draft: BorderDraft) -> Subject:
    return Subject("border-draft", str(draft.pk))


@transaction.atomic
def settle(*, on: date, by: Actor, at: datetime) -> date:
    """End the first set-up: from now on borders change by approved drafts alone.

    Settled once, it stays settled since its first day.
    """
    access.must_shape(by)
    held = revision.held()
    if held.settled_on is None:
        held.settled_on = on
        held.save(update_fields=["settled_on"])
        facts = {"on": on.isoformat()}
        journal.record(Subject("areas", "tree"), "settle", by=by, at=at, facts=facts)
    return held.settled_on


@transaction.atomic
def draw(proposal: Proposal, *, by: Actor, at: datetime) -> BorderDraft:
    """Begin a draft; nothing changes by it."""
    path = _path(_fit(proposal, at)) or access.home(by)
    access.must_shape(by, path)
    draft = BorderDraft.objects.create(
        title=proposal.title.strip(),
        reason=proposal.reason.strip(),
        on=proposal.on,
        state=State.DRAWN,
        steps=list(proposal.steps),
        path=path,
        drafted_by=by.person,
        drafted_at=at,
    )
    _write(draft, "draw", by=by, at=at)
    return draft


@transaction.atomic
def change(
    draft: BorderDraft, proposal: Proposal, *, by: Actor, at: datetime
) -> BorderDraft:
    """Put other steps, another day or other words into a draft that is still drawn."""
    draft = _held(draft)
    access.must_act(by, Act.CHANGE, draft)
    draft.path = _path(_fit(proposal, at)) or access.home(by)
    access.must_shape(by, draft.path)
    draft.title, draft.reason = proposal.title.strip(), proposal.reason.strip()
    draft.on, draft.steps = proposal.on, list(proposal.steps)
    draft.save()
    _write(draft, Act.CHANGE, by=by, at=at)
    return draft


@transaction.atomic
def submit(draft: BorderDraft, *, by: Actor, at: datetime) -> BorderDraft:
    """Lay a draft before another person; refuses faults, and what is in the way."""
    draft = _held(draft)
    draft.state = access.must_act(by, Act.SUBMIT, draft) or draft.state
    _must_lie_ahead(draft.on, at)
    if not draft.reason:
        raise Refusal("draft-without-reason")
    _see(draft, look(draft))
    access.must_shape(by, draft.path)
    draft.drafted_by, draft.drafted_at = by.person, at
    draft.decided_by, draft.decided_at, draft.remark = None, None, ""
    draft.save()
    _write(draft, Act.SUBMIT, by=by, at=at)
    for district in tree.ids(draft.path)[:1]:
        to = Recipient("role-in-area", f"supervisor:{district}")
        notices.tell(to, "border-draft-submitted", about=of_draft(draft), at=at)
    return draft


@transaction.atomic
def approve(draft: BorderDraft, mark: str, *, by: Actor, at: datetime) -> BorderDraft:
    """Let a draft take effect on its day, which is still to come.

    `mark` is of what the approver has seen; refuses if it would do something else now.
    """
    draft = _held(draft)
    draft.state = access.must_act(by, Act.APPROVE, draft) or draft.state
    _must_lie_ahead(draft.on, at)
    seen = look(draft)
    _see(draft, seen)
    if seen.mark != mark:
        raise Refusal("draft-shows-otherwise-now")
    draft.decided_by, draft.decided_at = by.person, at
    draft.save()
    _write(draft, Act.APPROVE, by=by, at=at)
    _tell(draft, "border-draft-approved", at=at)
    return draft


@transaction.atomic
def send_back(
    draft: BorderDraft, reason: str, *, by: Actor, at: datetime
) -> BorderDraft:
    """Refuse a draft with the reason; whoever drew it may change and submit it anew."""
    draft = _held(draft)
    draft.state = access.must_act(by, Act.SEND_BACK, draft) or draft.state
    if not reason.strip():
        raise Refusal("no-without-reason")
    draft.remark = reason.strip()[:LONGEST_REASON]
    draft.decided_by, draft.decided_at = by.person, at
    draft.save()
    _write(draft, Act.SEND_BACK, by=by, at=at, reason=draft.remark)
    _tell(draft, "border-draft-sent-back", at=at)
    return draft


@transaction.atomic
def withdraw(draft: BorderDraft, *, by: Actor, at: datetime) -> BorderDraft:
    """Give a draft up; one approved already will not take effect."""
    draft = _held(draft)
    draft.state = access.must_act(by, Act.WITHDRAW, draft) or draft.state
    draft.save()
    _write(draft, Act.WITHDRAW, by=by, at=at)
    return draft


def take_effect_due(today: date, *, at: datetime) -> int:
    """Carry out what was approved for a day that has come; said by `duty`.

    A draft the tree no longer allows fails alone, and whoever drew it hears why.
    """
    due = BorderDraft.objects.filter(state__in=_AHEAD, on__lte=today)
    return sum(_take_effect(draft, at) for draft in due.order_by("on", "pk"))


@transaction.atomic
def _take_effect(draft: BorderDraft, at: datetime) -> int:
    revision.held()
    draft = _held(draft)
    if State(draft.state) not in _AHEAD:
        return 0  # another round was quicker
    try:
        with transaction.atomic():
            steps = draft_steps.read(draft.steps)
            carry_out(steps, on=draft.on, by=CLOCK, at=at)
    except Refusal as refusal:
        draft.state = access.must_act(CLOCK, Act.FAIL, draft) or draft.state
        draft.remark = in_words(refusal)
        facts = {"refusal": refusal.code}
        _write(draft, Act.FAIL, by=CLOCK, at=at, **facts)
        _tell(draft, "border-draft-failed", at=at)
    else:
        draft.state = access.must_act(CLOCK, Act.TAKE_EFFECT, draft) or draft.state
        _write(draft, Act.TAKE_EFFECT, by=CLOCK, at=at)
        _tell(draft, "border-draft-in-force", at=at)
    draft.save()
    return 1


def look(draft: BorderDraft, *, beside: foresee.Beside | None = None) -> Seen:
    """Return what a draft would do on its day, as the tree now is."""
    steps = draft_steps.read(draft.steps)
    return foresee.foresee(steps, draft.on, beside=beside)


def _see(draft: BorderDraft, seen: Seen) -> None:
    """Keep what is seen; refuse faults, an empty draft, and one in another's way."""
    if not seen.areas:
        raise Refusal("draft-changes-nothing")
    if seen.hinders:
        worst = seen.hinders[0]
        names = [area.name for area in worst.areas]
        raise Refusal(
            "draft-has-faults",
            faults=len(seen.hinders),
            border_fault=worst.what.value,
            areas=names,
            lon=worst.lon,
            lat=worst.lat,
        )
    _must_be_alone(draft, seen)
    draft.foreseen = seen.facts()
    draft.touched, draft.path = sorted(seen.touched), seen.path


def _must_be_alone(draft: BorderDraft, seen: Seen) -> None:
    """Refuse to touch what another approved draft will have changed by then."""
    others = BorderDraft.objects.filter(state__in=_AHEAD).exclude(pk=draft.pk)
    for other in others.order_by("on", "pk"):
        both = seen.touched & set(other.touched)
        if both:
            names = Area.objects.filter(pk__in=both).values_list("name", flat=True)
            raise Refusal(
                "draft-in-the-way",
                draft=other.pk,
                title=other.title,
                on=other.on,
                areas=sorted(names),
            )


def _fit(proposal: Proposal, at: datetime) -> list[Step]:
    title, reason = proposal.title.strip(), proposal.reason.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise Refusal("draft-title-unfit", most=LONGEST_TITLE)
    if len(reason) > LONGEST_REASON:
        raise Refusal("draft-reason-too-long", most=LONGEST_REASON)
    _must_lie_ahead(proposal.on, at)
    return draft_steps.read(proposal.steps)


def _must_lie_ahead(on: date, at: datetime) -> None:
    today = timezone.localdate(at)
    if on <= today:
        raise Refusal("draft-day-not-ahead", on=on, today=today)


def _path(steps: Iterable[Step]) -> str:
    """Return the path of what holds all areas that steps name."""
    return foresee.common_path({key for step in steps for key in _keys(step)})


def _keys(step: Step) -> set[int]:
    if isinstance(step, Shift):
        return set()
    if isinstance(step, Merge):
        named = set(step.areas)
    elif isinstance(step, Move):
        named = {step.area, step.parent}
    else:
        named = {step.area if hasattr(step, "area") else step.parent}
    return {key for key in named if isinstance(key, int)}


def _held(draft: BorderDraft) -> BorderDraft:
    return BorderDraft.objects.select_for_update().get(pk=draft.pk)


def _tell(draft: BorderDraft, kind: str, *, at: datetime) -> None:
    if draft.drafted_by is not None:
        to = Recipient("person", str(draft.drafted_by))
        notices.tell(to, kind, about=of_draft(draft), at=at)


def _write(
    draft: BorderDraft,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    **facts: object,
) -> None:
    told = {"on": draft.on.isoformat(), "steps": len(draft.steps), **facts}
    texts = {"title": draft.title, "reason": reason or draft.reason}
    texts = {name: text for name, text in texts.items() if text}
    journal.record(of_draft(draft), act, by=by, at=at, facts=told, texts=texts)
