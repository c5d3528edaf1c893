"""Whose is it: by a suggestion that explains itself, by a person who confirms it."""

from collections.abc import Sequence
from datetime import datetime

from quincunx.areas.index import AreaRef
from quincunx.cases import access, tiers
from quincunx.cases.books import in_the_books
from quincunx.cases.calls import call
from quincunx.cases.clocks import terms_of
from quincunx.cases.models import Case
from quincunx.cases.tidings import tell_desk, tell_unit
from quincunx.cases.transition import advance, begin, locked
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import CLOCK, Actor, Kind
from quincunx.lib.clocks import due
from quincunx.lib.refusal import Refusal
from quincunx.matters import calendars, routes
from quincunx.matters.processes import Tier
from quincunx.matters.routes import Suggestion
from quincunx.staff import queries as staff
from quincunx.staff.models import Organisation


def suggestion(case: Case, chain: Sequence[AreaRef], *, at: datetime) -> Suggestion:
    """Return who should have it, and why; at worst the territory, never nobody.

    `chain` is what lies around the case (`placing.around`). A unit complained of is
    not suggested.
    """
    if case.matter is None:
        raise Refusal("no-matter-yet", case=case.number)
    avoid = () if case.conflict_lifted or not case.against_id else (case.against_id,)
    return routes.suggest(case.matter, case.condition, chain, at, avoid=avoid)


@in_the_books
def offer(case: Case, *, by: Actor, at: datetime) -> Case:
    """Send an established case on its tier's way: an emergency goes out at once."""
    if case.tier == Tier.EMERGENCY:
        alerter = by if access.may(Act.ALERT, by, case) else CLOCK
        return tiers.alert(case, by=alerter, at=at)
    tell_desk(case, "case-to-dispatch", at=at)
    return case


@in_the_books
def dispatch(
    case: Case,
    *,
    unit: Organisation,
    units: tuple[Organisation, ...] = (),
    text: str | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Give the case to its lead unit; `units` support it. The first receiver leads.

    A desk chooses any unit; a leader one that has named a contact officer for them.
    """
    facts = {"unit": unit, "units": units, "text": text}
    case = locked(case)
    seen = {"contact": _may_choose(unit, case, by=by, at=at)}
    doing = begin(case, Act.DISPATCH, by=by, at=at, facts=facts, seen=seen)
    _hand_to(doing.case, unit, by=by, at=at)
    case = advance(doing)
    call(case, units, "support", at=at)
    tell_unit(case, "case-dispatched", at=at)
    return case


def _may_choose(unit: Organisation, case: Case, *, by: Actor, at: datetime) -> bool:
    """Say whether `unit` may be sent to by `by`. Two queries for a leader."""
    if by.kind is not Kind.STAFF or access.Stance(by, case).has(access.DESKS):
        return True
    return staff.contact_at(unit.pk, case.care_path, at) is not None


@in_the_books
def send_back(case: Case, *, reason: str, text: str, by: Actor, at: datetime) -> Case:
    """The unit says: not ours. Once; the second unit to say so goes to arbitration."""
    case = locked(case)
    facts = {"reason": reason, "text": text}
    seen = {"return_by": _return_by(case)}
    doing = begin(case, Act.SEND_BACK, by=by, at=at, facts=facts, seen=seen)
    doing.case.last_unit, doing.case.unit = doing.case.unit, None
    doing.case.returns += 1
    case = advance(doing)
    tell_desk(case, "case-returned", at=at)
    return case


@in_the_books
def dispute(case: Case, *, reason: str, text: str, by: Actor, at: datetime) -> Case:
    """A second unit says: not ours. Now somebody above decides, within a limit."""
    case = locked(case)
    facts = {"reason": reason, "text": text}
    seen = {"return_by": _return_by(case)}
    doing = begin(case, Act.DISPUTE, by=by, at=at, facts=facts, seen=seen)
    doing.case.last_unit, doing.case.unit = doing.case.unit, None
    doing.case.returns += 1
    case = advance(doing)
    tell_desk(case, "case-disputed", at=at)
    return case


@in_the_books
def arbitrate(
    case: Case, *, unit: Organisation, text: str, by: Actor, at: datetime
) -> Case:
    """Decide whose it is, for good."""
    facts = {"unit": unit, "text": text}
    doing = begin(locked(case), Act.ARBITRATE, by=by, at=at, facts=facts)
    _hand_to(doing.case, unit, by=by, at=at)
    doing.case.arbitrated = True
    case = advance(doing)
    tell_unit(case, "case-arbitrated", at=at)
    return case


def _hand_to(case: Case, unit: Organisation, *, by: Actor, at: datetime) -> None:
    case.last_unit_id, case.unit = case.last_unit_id or unit.pk, unit
    case.dispatcher_id = by.person
    case.dispatched_at = at


def _return_by(case: Case) -> datetime | None:
    """Return until when the unit may say that it is not theirs."""
    terms = terms_of(case)
    if terms is None or case.dispatched_at is None:
        return None
    calendar = calendars.calendar_for(case.care_path, case.dispatched_at)
    return due(case.dispatched_at, terms.return_window, calendar)
