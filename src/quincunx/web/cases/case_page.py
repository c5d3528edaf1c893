"""The page of a case, and its pane on the workbench."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from quincunx.cases import contacts, dispatch, maps, pages, placing, published
from quincunx.cases.models import Attachment, Case
from quincunx.cases.pages import Deadline, Offer
from quincunx.cases.vocabulary import Act, State, Step, step_of
from quincunx.foundation import wording
from quincunx.foundation.actors import Actor
from quincunx.matters.words import reason
from quincunx.staff import access as staff
from quincunx.staff.models import Organisation
from quincunx.web.cases import history, rows, standard
from quincunx.web.cases.act_keys import KEYS
from quincunx.web.cases.contact import PURPOSES
from quincunx.web.cases.deadline_page import Explained, explained, foremost
from quincunx.web.shell import words
from quincunx.web.shell.case_words import (
    ACTS,
    CHANNELS,
    FOREMOST,
    STATES,
    STEPS,
    TIER_WAYS,
    Deed,
)
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

# Acts everybody has nearly always; they stand back behind "More".
SELDOM = frozenset(
    {
        Act.NOTE,
        Act.SHOW,
        Act.FOLLOW,
        Act.URGE,
        Act.SUPERVISE,
        Act.ESCALATE,
        Act.PROPOSE_CLOSING,
    }
    | {Act.RATE_ARRIVAL, Act.RECLASSIFY, Act.WITHDRAW, Act.UNMERGE}
    | {Act.NOT_THE_SAME, Act.POSSIBLY_THE_SAME}
    | {Act.FLAG_CONFLICT, Act.RELEASE, Act.WITHHOLD}
    | {Act.SHOW_PHOTOS, Act.HIDE_PHOTOS}
)


# What the platform passes on to the reporter; the timeline keeps what was said.
RELAYED = frozenset({Act.ASK_REPORTER, Act.INTERIM, Act.TELL})

WITH_A_DATE = timedelta(days=6)  # from then on a moment is told with its date

# Guards that say "this is not that kind of case": such an act is not offered at all.
FOREIGN = frozenset(
    {"tier-on-the-spot", "tier-coordinate", "tier-approve", "tier-emergency"}
    | {"complained-of", "supervised", "called", "somebody-called", "sampled"}
    | {"appeal-at-first-step", "appeal-at-second-step", "extension-pending"}
    | {"closing-proposed-by-another", "returned-before", "no-appeal-yet"}
    | {"desk-above", "opinions-in", "milestone-open", "may-skip-verification"}
    | {"verifier-of-the-matter", "admitted", "may-be-taken-back"}
    | {"matter-public", "nobody-complained-of", "released"}
    | {"photo-hidden", "photo-shown", "told-apart"}
)


@dataclass(frozen=True)
class ActLine:
    """An act as a button: permitted, or with the reason why not."""

    act: Act
    deed: Deed
    why_not: str
    at_once: bool  # nothing to tell: one press does it
    key: str = ""


@dataclass(frozen=True)
class Acts:
    first: ActLine | None
    others: tuple[ActLine, ...]
    seldom: tuple[ActLine, ...]


@dataclass(frozen=True)
class StepDot:
    word: str | Promise
    note: str
    tone: str


@dataclass(frozen=True)
class Suggested:
    """The unit the routes lead to, why, and who else could."""

    unit: Organisation
    because: tuple[str, ...]
    others: tuple[tuple[Organisation, str], ...]


def acts_of(offers: Iterable[Offer], *, foremost: Sequence[Act] = FOREMOST) -> Acts:
    lines = [
        _line(offer)
        for offer in offers
        if offer.refusal is None or offer.refusal.code not in FOREIGN
    ]
    order = {act: n for n, act in enumerate(foremost)}
    open_now = [line for line in lines if not line.why_not and line.act in order]
    first = min(open_now, key=lambda line: order[line.act], default=None)
    rest = [line for line in lines if line is not first]
    return Acts(
        first,
        tuple(line for line in rest if line.act not in SELDOM),
        tuple(line for line in rest if line.act in SELDOM),
    )


def relayed(acts: Acts) -> list[ActLine]:
    """Return the acts by which the platform passes something on to the reporter."""
    lines = [line for line in (acts.first, *acts.others, *acts.seldom) if line]
    return [line for line in lines if line.act in RELAYED and not line.why_not]


def foremost_of(case: Case, moments: Iterable[pages.Moment]) -> Sequence[Act]:
    """Return the acts that may stand out: the way of the case's tier goes first.

    Dispatching stands back where the tier has another way, until that has failed.
    """
    failed = any(moment.act == Act.NO_AGREEMENT for moment in moments)
    way = TIER_WAYS.get(case.tier)
    if way is None or failed:
        return FOREMOST
    return [way, *(act for act in FOREMOST if act is not Act.DISPATCH)]


def _line(offer: Offer) -> ActLine:
    why_not = wording.in_words(offer.refusal) if offer.refusal else ""
    key = KEYS.get(offer.act, "")
    return ActLine(offer.act, ACTS[offer.act], why_not, not offer.row.facts, key)


def steps(case: Case, now: datetime) -> list[StepDot]:
    """Return the five dots: ink until now, a ring where it stands."""
    at = list(Step).index(step_of(State(case.state)))
    closed = case.closed_at is not None
    notes = _step_notes(case, now)
    ahead = {Step.VERIFY: _("by someone else"), Step.FILE: _("and evaluate")}
    return [
        StepDot(
            STEPS[step],
            notes[step] if n <= at else ahead.get(step, ""),
            "done" if n < at or closed else "now" if n == at else "",
        )
        for n, step in enumerate(Step)
    ]


def _step_notes(case: Case, now: datetime) -> dict[Step, str]:
    def told(when: datetime | None) -> str:
        return words.moment(when, now) if when else ""

    handling = case.dispatched_at and not case.handled_at
    since = _("since %(time)s") % {"time": told(case.dispatched_at)}
    return {
        Step.REPORT: told(case.reported_at),
        Step.DISPATCH: told(case.dispatched_at) if handling or case.handled_at else "",
        Step.HANDLE: since if handling else told(case.handled_at),
        Step.VERIFY: told(case.verified_at),
        Step.FILE: told(case.closed_at),
    }


def suggested(actor: Actor, case: Case, at: datetime) -> Suggested | None:
    """Return whom to dispatch to and why; nothing before a matter is known."""
    if case.matter is None or case.state != State.ESTABLISHED:
        return None
    found = dispatch.suggestion(case, placing.around(case, today(at)), at=at)
    keys = [found.unit_id, *(o.unit_id for o in found.others)]
    units = staff.visible_organisations(actor).in_bulk([k for k in keys if k])
    if found.unit_id not in units:
        return None
    others = {
        units[o.unit_id]: " ".join(reason(r) for r in o.because)
        for o in found.others
        if o.unit_id in units and o.unit_id != found.unit_id
    }
    because = tuple(reason(r) for r in found.because)
    return Suggested(units[found.unit_id], because, tuple(others.items())[:3])


def pane(visit: Visit, case: Case) -> dict[str, object]:
    """Return what a case shows, on its page and on the workbench."""
    actor, now = visit.actor, visit.received_at
    moments = pages.timeline(case)
    names = history.names_in(moments, actor, now)
    deadlines = pages.deadlines(case, now)
    offers = pages.offers(actor, case, now)
    acts = acts_of(offers, foremost=foremost_of(case, moments))
    first = acts.first
    ready = first is not None and first.act is Act.DISPATCH
    unit = suggested(actor, case, now) if ready else None
    if unit is not None:
        acts = Acts(None, acts.others, acts.seldom)  # the suggestion leads to it
    return {
        "case": case,
        "title": rows.title(case),
        "what": rows.what(case),
        "where": rows.where(case),
        "look": STATES[case.state],
        "channel": CHANNELS.get(case.channel, case.channel),
        "acts": acts,
        "steps": steps(case, now),
        "suggested": unit,
        "same": _same(actor, case, now),
        "may_merge": any(o.act is Act.MERGE and o.refusal is None for o in offers),
        "may_lift": any(
            o.act is Act.LIFT_CONFLICT and o.refusal is None for o in offers
        ),
        "may_part": any(o.act is Act.NOT_THE_SAME for o in offers),
        "entries": history.entries(moments, names),
        "dated": bool(moments) and now - moments[-1].at > WITH_A_DATE,
        "photos": _photos(moments),
        "passed_on": published.addition(case),
        "clock": _clock(deadlines, now),
        "standard": standard.standard(case, moments),
        "milestones": standard.results(case, now),
        "hands": _hands(case, names),
    }


@dataclass(frozen=True)
class Twin:
    """A case that may be the same thing: its row, how far apart, its first picture."""

    row: rows.Row
    apart: str
    photo: Attachment | None


def _same(actor: Actor, case: Case, now: datetime) -> list[Twin]:
    if case.state not in (State.REPORTED, State.CHECKING, State.ESTABLISHED):
        return []
    found = maps.possibly_same(actor, case)[:3]
    photos = maps.first_photos(found)
    return [
        Twin(rows.row(each, now), _apart(case, each), photos.get(each.pk))
        for each in found
    ]


def _apart(case: Case, other: Case) -> str:
    told = {
        "metres": round(maps.metres_apart(case, other)),
        "span": words.span(case.reported_at - other.reported_at),
    }
    return _("%(metres)d m and %(span)s apart") % told


def _photos(moments: Sequence[pages.Moment]) -> list[Attachment]:
    """Return the pictures and papers in the order they came."""
    return [each for moment in reversed(moments) for each in moment.shown]


def _clock(deadlines: list[Deadline], now: datetime) -> Explained | None:
    first = foremost(deadlines)
    return explained(first, now) if first else None


@dataclass(frozen=True)
class Hands:
    """Who did the work and who looked at it, as far as one may know their names."""

    handled: str
    verified: str


def _hands(case: Case, names: history.Names) -> Hands:
    def named(person: int | None, when: datetime | None) -> str:
        if when is None or person is None:
            return ""
        return names.people.get(person) or _("a colleague")

    handled = named(case.handler_id, case.handled_at)
    return Hands(handled, named(case.verifier_id, case.verified_at))


@staff_only
def case(request: Visit, number: str) -> HttpResponse:
    """Show one case to somebody who may see it."""
    found = pages.case(request.actor, number)
    sealed = found.closed_at is not None and (
        found.packages.filter(file__isnull=False).exists()
    )
    purposes = PURPOSES if contacts.may_reveal(found, request.actor) else ()
    shown = pane(request, found)
    facts = {
        **shown,
        "sealed": sealed,
        "purposes": purposes,
        "relayed": relayed(cast(Acts, shown["acts"])),
    }
    return render(request, "cases/case.html", facts)
