"""What the page of one case reads: its timeline, its deadlines in full, its acts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from quincunx.cases import access, beside, contacts, guards, milestones
from quincunx.cases.clocks import pauses_of, terms_of, whole_limit
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import (
    Appeal,
    Attachment,
    Call,
    Case,
    Clock,
    Extension,
    Remark,
    Verdict,
)
from quincunx.cases.queries import apart_from
from quincunx.cases.shown import photos_of
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import Act, Stage, State
from quincunx.foundation import befores, journal
from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.steps import Row
from quincunx.lib import clocks as time
from quincunx.lib.clocks import Light, Limit, Span
from quincunx.lib.numbers import read_tracking_code
from quincunx.lib.refusal import Refusal
from quincunx.matters import calendars
from quincunx.matters.book import Book, book
from quincunx.staff.actors import reporter

# What the reporter reads of the timeline: the act, never who did it.
_PUBLIC_ACTS = frozenset(
    {
        Act.REPORT, Act.ESTABLISH, Act.REFUSE, Act.MERGE, Act.UNMERGE, Act.WITHDRAW,
        Act.DISPATCH, Act.ACCEPT, Act.INTERIM, Act.ASK_REPORTER, Act.ANSWER,
        Act.GRANT_EXTENSION, Act.SUSPEND, Act.RESUME, Act.FINISH, Act.CONFIRM,
        Act.REWORK, Act.CLOSE_BY_FORCE, Act.TELL, Act.FILE, Act.VERDICT, Act.REOPEN,
        Act.RECORD, Act.AGREE, Act.APPROVE, Act.DISAPPROVE, Act.MAKE_SAFE, Act.ALERT,
        Act.COORDINATE, Act.URGE, Act.TAKE_BACK,
    }
)  # fmt: skip


def tracked(code: str, *, at: datetime) -> tuple[Case, Actor]:
    """Return the case a tracking code opens, and the reporter who holds the code.

    A follower's code opens the case of somebody else: the actor holds no case, and
    may do nothing with it. A code nobody could mean and one that opens nothing are
    refused alike. Four queries, one less for the reporter.
    """
    index = contacts.code_index(read_tracking_code(code))
    found = beside.known(Case.objects.filter(code_index=index))
    if found:
        return found[0], reporter([found[0].pk], at)
    followed = beside.known(Case.objects.filter(contacts__code_index=index))
    if not followed:
        raise Refusal("no-such-report")
    return followed[0], reporter((), at)


def case(actor: Actor, number: str) -> Case:
    """Return a case with what is shown beside it, as `access.case_for` lets see it."""
    return beside.known([access.case_for(actor, number)])[0]


@dataclass(frozen=True)
class Moment:
    """One entry of the timeline, with what was said and shown with it."""

    seq: int
    act: str
    at: datetime
    recorded_at: datetime
    person: int | None
    kind: str  # of the actor
    facts: Mapping[str, Any]
    said: Mapping[str, str]
    shown: tuple[Attachment, ...]
    public: bool


def timeline(case: Case, *, public: bool = False) -> list[Moment]:
    """Return what happened, newest first. Three queries.

    `public` leaves what the reporter may read: public texts and their own, reviewed
    photos and their own, no names.
    """
    entries = list(journal.entries(subject_of(case)))
    own = {entry.seq for entry in entries if entry.by_kind == Kind.REPORTER}
    said: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for remark in Remark.objects.filter(case=case):
        if remark.public or not public or remark.seq in own:
            said[remark.seq][remark.name] = remark.text
    shown: defaultdict[int, list[Attachment]] = defaultdict(list)
    for each in Attachment.objects.filter(case=case).select_related("file"):
        if each.public or not public or each.seq in own:
            shown[each.seq].append(each)
    moments = [
        Moment(
            seq=entry.seq,
            act=entry.act,
            at=entry.at,
            recorded_at=entry.recorded_at,
            person=None if public else entry.by_person,
            kind=entry.by_kind,
            facts=_for_the_reporter(entry.facts) if public else entry.facts,
            said=said[entry.seq],
            shown=tuple(shown[entry.seq]),
            public=entry.act in _PUBLIC_ACTS,
        )
        for entry in entries
    ]
    return [m for m in reversed(moments) if m.public or not public]


def heard(case: Case, actor: Actor) -> list[Moment]:
    """Return what this reporter or follower reads, newest first. Three queries."""
    own = case.pk in actor.cases
    return timeline(case, public=True) if own else _news(case)


def _news(case: Case) -> list[Moment]:
    """Return what somebody who follows a neighbour's case reads, newest first.

    What happened and when, and photos that were reviewed. No text of anybody: staff
    write to the reporter, whom a follower must not come to know.
    """
    heard = timeline(case, public=True)
    return [
        replace(m, said={}, facts=_dates(m.facts), shown=_reviewed(m.shown))
        for m in heard
        if m.act not in _BETWEEN_US
    ]


# Between the platform and whoever reported: nobody else's.
_BETWEEN_US = frozenset(
    {Act.ASK_REPORTER, Act.ANSWER, Act.TELL, Act.VERDICT, Act.URGE, Act.WITHDRAW}
)


def _dates(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in _DATES if facts.get(name)}


def _reviewed(shown: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    return tuple(each for each in shown if each.public)


_DATES = ("promised_before", "promised")


def _for_the_reporter(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the reporter said, and how the date moved, whoever took it down."""
    told = ("verdict", "rating", *_DATES)
    return {name: facts[name] for name in told if facts.get(name)}


def own_files(case: Case, actor: Actor) -> QuerySet[Attachment]:
    """Return the pictures this reporter or follower may see. One query, as one joins.

    Reviewed ones, and to whoever reported, what they have sent themselves.
    """
    shown = Attachment.objects.filter(case=case).select_related("file")
    if case.pk not in actor.cases:
        return shown.filter(public=True)
    entries = journal.entries(subject_of(case)).filter(by_kind=Kind.REPORTER)
    return shown.filter(Q(public=True) | Q(seq__in=entries.values("seq")))


def leading(case: Case) -> Case:
    """Return the case a merged one goes on in, or the case itself. One query."""
    return case.merged_into or case


def reasons(case: Case) -> dict[datetime, str]:
    """Return why more time was given, by the moment it was granted. One query."""
    granted = Extension.objects.filter(case=case, granted=True)
    return {each.decided_at: each.reason for each in granted if each.decided_at}


def last_day_to_reopen(case: Case) -> datetime | None:
    """Return until when the reporter may open it again; None before it is done."""
    if case.verified_at is None:
        return None
    return case.verified_at + timedelta(days=guards.reopen_days(terms_of(case)))


@dataclass(frozen=True)
class Deadline:
    """One clock, explained: every stretch of time and what it did."""

    stage: Stage
    limit: Limit
    extended: bool
    started_at: datetime
    due_at: datetime
    paused: bool
    stopped_at: datetime | None
    light: Light
    used: timedelta
    left: timedelta
    spans: tuple[Span, ...]
    calendar: str
    zone: str


def deadlines(case: Case, now: datetime) -> list[Deadline]:
    """Explain every clock of the case, running ones first. Two queries."""
    clocks = list(Clock.objects.filter(case=case).order_by("-started_at", "-pk"))
    packs = book()
    found = [deadline(case, clock, now, within=packs) for clock in clocks]
    return sorted(found, key=lambda each: each.stopped_at is not None)


def deadline(
    case: Case, clock: Clock, now: datetime, *, within: Book | None = None
) -> Deadline:
    start = clock.started_at
    calendar = calendars.calendar_for(case.care_path, start, within=within)
    limit, pauses = whole_limit(clock), pauses_of(clock)
    until = clock.stopped_at or now
    return Deadline(
        stage=Stage(clock.stage),
        limit=limit,
        extended=bool(clock.extensions),
        started_at=start,
        due_at=clock.due_at,
        paused=clock.paused,
        stopped_at=clock.stopped_at,
        light=time.light(start, until, limit, calendar, pauses),
        used=time.used(start, until, limit.unit, calendar, pauses),
        left=time.left(start, until, limit, calendar, pauses),
        spans=time.explain(start, until, limit, calendar, pauses),
        calendar=calendar.code,
        zone=calendar.zone,
    )


@dataclass(frozen=True)
class Offer:
    """An act of this state: permitted, or with the code of what stands against it."""

    row: Row
    refusal: Refusal | None = None

    @property
    def act(self) -> Act:
        return Act(self.row.act)


def offers(actor: Actor, case: Case, now: datetime) -> list[Offer]:
    """Return the acts this actor may see here, with why not where one is not open.

    An act that is not theirs at all is left out; one that a guard keeps back stays
    visible with the reason. Up to five queries.
    """
    stance = access.Stance(actor, case)
    rows = [r for r in LIFECYCLE.open_in(State(case.state)) if stance.has(r.rights)]
    known = _known(case, actor, rows, now)
    standing = guards.Standing(case, actor, now, terms_of(case), known, known)
    return [Offer(row, _against(row, standing)) for row in rows]


def _against(row: Row, standing: guards.Standing) -> Refusal | None:
    asked = row.guards - _ONLY_WITH_FACTS
    try:
        guards.check(asked, standing)
    except Refusal as refusal:
        return refusal
    return None


# Guards that only the facts told with the act can answer.
_ONLY_WITH_FACTS = frozenset(
    {
        "evidence",
        "unit-not-complained-of",
        "to-its-contact",
        "until-within-cap",
        "not-into-itself",
        "another-case",
        "unit-does-not-have-it",
    }
)


def _known(case: Case, actor: Actor, rows: list[Row], now: datetime) -> dict[str, Any]:
    """Gather what the guards of these rows look at, each in one query at most."""
    asked = {guard for row in rows for guard in row.guards}
    known: dict[str, Any] = {"above": case.desk_path.count(".") > 1 or None}
    known["return_by"] = None
    if asked & {"extensions-left", "no-extension-pending", "extension-pending"}:
        asked_for = list(Extension.objects.filter(case=case))
        known["granted"] = sum(1 for each in asked_for if each.granted)
        known["pending"] = next((e for e in asked_for if e.decided_at is None), None)
    if asked & {"called", "somebody-called", "opinions-in"}:
        calls = list(Call.objects.filter(case=case))
        known["called"] = calls or case.unit_id in actor.units
        known["opinions_out"] = any(
            each.kind == "consult" and not each.opinion for each in calls
        )
    known["kept"] = None
    if "may-be-taken-back" in asked and now - case.last_act_at <= guards.UNDO:
        known["kept"] = befores.last(subject_of(case))
    terms = terms_of(case)
    known |= _shown_and_apart(case, asked)
    if "milestone-open" in asked:
        has = terms is not None and bool(terms.milestones)
        known["milestone"] = has and milestones.any_open(case)
    if "verdict-once" in asked:
        said = Verdict.objects.filter(case=case, round=case.reopenings)
        known["said"] = said.exists()
    if asked & {"no-appeal-yet", "appeal-at-first-step", "appeal-at-second-step"}:
        known["appeal"] = Appeal.objects.filter(case=case).first()
    return known


def _shown_and_apart(case: Case, asked: set[str]) -> dict[str, Any]:
    """Gather photos and cases told apart, as far as a guard asks for them."""
    known: dict[str, Any] = {}
    if asked & {"photo-hidden", "photo-shown"}:
        photos = photos_of(case)
        known["hidden"] = [each for each in photos if not each.public]
        known["shown"] = [each for each in photos if each.public]
    if "told-apart" in asked:
        known["apart"] = apart_from(case)
    return known
