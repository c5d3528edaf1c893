"""A pack is revised as a draft: written by one person, put in force by another.

What is put in force is loaded as any pack is: checked whole, from a day to come.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from quincunx.areas.models import Area
from quincunx.areas.paths import subtrees
from quincunx.areas.tree import EVERYWHERE, depth, is_within
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal
from quincunx.matters import access, checks, editing, stored
from quincunx.matters.assembly import Parent, assemble
from quincunx.matters.checks import Checked
from quincunx.matters.comparing import Change, compare
from quincunx.matters.load import Loaded, load_by_two
from quincunx.matters.models import Pack, PackDraft, PackVersion
from quincunx.matters.proving import Rules
from quincunx.matters.source import MOST_BYTES, MOST_FILES, Source
from quincunx.matters.stored import PackName
from quincunx.staff.roles import Role

LONGEST_TITLE = 120
LONGEST_REASON = 4_000
_DECIDING = (Role.ADMINISTRATOR, Role.SUPERVISOR)
State = PackDraft.State
_OPEN = (State.DRAWN, State.SUBMITTED)


@dataclass(frozen=True)
class Revision:
    """What a draft is called, why, and from which day it is to hold."""

    title: str
    reason: str
    on: date


def visible_drafts(actor: Actor) -> QuerySet[PackDraft]:
    """Return the drafts of packs somebody governs or decides on."""
    if actor.kind is Kind.IMPORTER:
        return PackDraft.objects.all()
    paths = {holding.path for holding in actor.holds(_DECIDING)}
    whole = any(depth(path) <= 1 for path in paths)
    anywhere = Q(pack__area=None) if whole else Q(pk__in=())
    return PackDraft.objects.filter(subtrees("pack__area__path", paths) | anywhere)


def draft_for(actor: Actor, key: int) -> PackDraft:
    found = visible_drafts(actor).select_related("pack__area").filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-pack-draft", draft=key)
    return found


def may_write(actor: Actor, draft: PackDraft) -> bool:
    return access.may_govern(actor, _path(draft.pack))


def may_decide(actor: Actor, draft: PackDraft) -> bool:
    """Say whether `actor` is another person with the district's word on this pack."""
    if actor.person is None or actor.person == draft.drafted_by_id:
        return False
    path = _path(draft.pack)
    held = [h.path for h in actor.holds(_DECIDING) if depth(h.path) <= 1]
    return any(path == EVERYWHERE or is_within(path, each) for each in held)


def acts_of(actor: Actor, draft: PackDraft) -> list[str]:
    """Return the acts open to `actor`, for buttons; the acts check once more."""
    told: list[str] = []
    if draft.state == State.DRAWN and may_write(actor, draft):
        told += ["change", "submit"]
    if draft.state == State.SUBMITTED and may_decide(actor, draft):
        told += ["approve", "send-back"]
    if draft.state in _OPEN and may_write(actor, draft):
        told.append("withdraw")
    return told


def must_be_open(draft: PackDraft) -> PackDraft:
    """Refuse a draft that was published or withdrawn."""
    if draft.state not in _OPEN:
        raise Refusal("pack-draft-not-open", draft=draft.pk)
    return draft


def mark_of(draft: PackDraft) -> str:
    """Return what names the texts and the day of a draft, as somebody saw them."""
    return source_of(draft).digest


@transaction.atomic
def draw(code: str, revision: Revision, *, by: Actor, at: datetime) -> PackDraft:
    """Begin a draft with the files of the newest version of a pack."""
    version = stored.version_of(PackName(code))
    access.must_govern(by, _path(version.pack))
    _must_fit(revision, at)
    draft = PackDraft.objects.create(
        pack=version.pack,
        base=version.number,
        files=dict(version.source),
        title=revision.title.strip(),
        reason=revision.reason.strip(),
        on=revision.on,
        state=State.DRAWN,
        drafted_by_id=by.person,
        drafted_at=at,
    )
    _write(draft, "draw", by=by, at=at)
    return draft


@transaction.atomic
def put(
    draft: PackDraft, files: Mapping[str, str], *, by: Actor, at: datetime
) -> PackDraft:
    """Keep other texts in a draft; they need not be sound yet."""
    draft = _held(draft, State.DRAWN)
    access.must_govern(by, _path(draft.pack))
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise Refusal("pack-too-large", place=draft.pack.code, most=MOST_FILES)
    draft.files = dict(files)
    draft.save(update_fields=["files"])
    _write(draft, "change", by=by, at=at, digest=Source.of(files).digest)
    return draft


@transaction.atomic
def submit(draft: PackDraft, *, by: Actor, at: datetime) -> PackDraft:
    """Lay a sound draft before another person."""
    draft = _held(draft, State.DRAWN)
    access.must_govern(by, _path(draft.pack))
    _must_lie_ahead(draft.on, at)
    if not draft.reason:
        raise Refusal("draft-without-reason")
    _must_be_newest(draft)
    if not differences(draft):
        raise Refusal("pack-draft-changes-nothing")
    stored.must_be_sound(assemble(source_of(draft), _parent(draft)), _parent(draft))
    draft.state, draft.remark = State.SUBMITTED, ""
    draft.drafted_by_id, draft.drafted_at = by.person, at
    draft.save()
    _write(draft, "submit", by=by, at=at)
    return draft


@transaction.atomic
def publish(draft: PackDraft, *, seen: str = "", by: Actor, at: datetime) -> Loaded:
    """Load what was submitted as the next version of the pack, from its day.

    `seen` is the mark of the texts somebody looked at; others are refused.
    """
    draft = _held(draft, State.SUBMITTED)
    _must_decide(by, draft)
    if seen and seen != mark_of(draft):
        raise Refusal("pack-draft-not-open", draft=draft.pk)
    _must_lie_ahead(draft.on, at)
    _must_be_newest(draft)
    loaded = load_by_two(source_of(draft), by=by, at=at)
    draft.state, draft.decided_by_id, draft.decided_at = State.PUBLISHED, by.person, at
    draft.save()
    _write(draft, "publish", by=by, at=at, version=loaded.version.number)
    return loaded


@transaction.atomic
def send_back(draft: PackDraft, reason: str, *, by: Actor, at: datetime) -> PackDraft:
    """Refuse a draft with the reason; it may be changed and submitted anew."""
    draft = _held(draft, State.SUBMITTED)
    _must_decide(by, draft)
    if not reason.strip():
        raise Refusal("no-without-reason")
    draft.state, draft.remark = State.DRAWN, reason.strip()[:LONGEST_REASON]
    draft.save()
    _write(draft, "send-back", by=by, at=at)
    return draft


@transaction.atomic
def withdraw(draft: PackDraft, *, by: Actor, at: datetime) -> PackDraft:
    draft = _held(draft, State.DRAWN, State.SUBMITTED)
    access.must_govern(by, _path(draft.pack))
    draft.state = State.WITHDRAWN
    draft.save()
    _write(draft, "withdraw", by=by, at=at)
    return draft


def source_of(draft: PackDraft) -> Source:
    """Return the files as they would be loaded, with their first day."""
    return Source.of(editing.dated(draft.files, draft.on))


def checked(draft: PackDraft) -> Checked:
    """Name every fault of a draft, and run its tests."""
    said = assemble(source_of(draft), _parent(draft))
    return checks.check(said, _parent(draft), stored.known_units())


def differences(draft: PackDraft) -> tuple[Change, ...]:
    """Return what a draft changes of the version it was begun from."""
    base = stored.version_of(PackName(draft.pack.code, draft.base))
    after = assemble(Source.of(draft.files), _parent(draft))
    return compare(stored.assembly_of(base), after)


def rules(draft: PackDraft) -> tuple[Rules, Rules]:
    """Return what is answered by now, and what would be; refuses an unsound draft."""
    before = stored.rules_of(f"{draft.pack.code}@{draft.base}")
    return before, stored.rules_from(source_of(draft))


def _parent(draft: PackDraft) -> Parent | None:
    above = draft.pack.parent
    return stored.parent_named(above.code) if above else None


def _path(pack: Pack) -> str:
    area: Area | None = pack.area
    return area.path if area else EVERYWHERE


def _must_fit(revision: Revision, at: datetime) -> None:
    if not 1 <= len(revision.title.strip()) <= LONGEST_TITLE:
        raise Refusal("draft-title-unfit", most=LONGEST_TITLE)
    if len(revision.reason) > LONGEST_REASON:
        raise Refusal("draft-reason-too-long", most=LONGEST_REASON)
    _must_lie_ahead(revision.on, at)


def _must_lie_ahead(on: date, at: datetime) -> None:
    today = timezone.localdate(at)
    if on <= today:
        raise Refusal("pack-day-not-ahead", on=on, today=today)


def _must_be_newest(draft: PackDraft) -> None:
    newest = stored.version_of(PackName(draft.pack.code)).number
    if newest != draft.base:
        raise Refusal("pack-draft-behind", base=draft.base, newest=newest)


def _must_decide(by: Actor, draft: PackDraft) -> None:
    if may_decide(by, draft):
        return
    if by.person is not None and by.person == draft.drafted_by_id:
        raise Refusal("draft-is-your-own")
    raise Refusal("packs-not-yours-to-change")


def _held(draft: PackDraft, *states: str) -> PackDraft:
    held = PackDraft.objects.select_for_update().get(pk=draft.pk)
    if held.state not in states:
        raise Refusal("pack-draft-not-open", draft=held.pk)
    return held


def _write(
    draft: PackDraft, act: str, *, by: Actor, at: datetime, **facts: object
) -> None:
    told = {"pack": draft.pack.code, "on": draft.on.isoformat(), **facts}
    subject = journal.Subject("pack-draft", str(draft.pk))
    texts = {"title": draft.title} | ({"remark": draft.remark} if draft.remark else {})
    journal.record(subject, act, by=by, at=at, facts=told, texts=texts)


def versions_of(code: str) -> list[PackVersion]:
    """Return the versions of a pack, the newest first; refuse one nobody loaded."""
    rows = PackVersion.objects.filter(pack__code=code).defer("source", "content")
    found = list(rows.order_by("-number"))
    if not found:
        raise Refusal("no-such-pack", pack=code)
    return found
