"""Somebody else looks whether it is done: neither the handler nor of their unit."""

from datetime import datetime

from quincunx.cases.books import in_the_books
from quincunx.cases.clocks import terms_of
from quincunx.cases.models import Case
from quincunx.cases.papers import Shown
from quincunx.cases.tidings import tell_desk, tell_reporter, tell_unit, tell_verifiers
from quincunx.cases.transition import advance, begin, locked
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import CLOCK, Actor
from quincunx.matters.processes import Verifier


def next_eyes(case: Case, *, at: datetime) -> Case:
    """Say to whoever looks that it is their turn; a matter may do without."""
    terms = terms_of(case)
    if terms is not None and terms.may_skip_verification:
        return skip(case, by=CLOCK, at=at)
    if terms is not None and terms.verify_by == Verifier.REPORTER:
        tell_reporter(case, "case-to-confirm", at=at)
    tell_verifiers(case, at=at)
    return case


@in_the_books
def confirm(
    case: Case,
    *,
    text: str | None = None,
    files: tuple[Shown, ...] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """It is done. A reopened case is looked at by other eyes than before."""
    facts = {"text": text, "files": files}
    doing = begin(locked(case), Act.CONFIRM, by=by, at=at, facts=facts)
    doing.case.verifier_id, doing.case.verified_at = by.person, at
    case = advance(doing)
    tell_reporter(case, "case-done", at=at)
    tell_desk(case, "case-to-tell", at=at)
    return case


@in_the_books
def skip(case: Case, *, by: Actor, at: datetime) -> Case:
    """The matter does without a second look: what was finished counts as done."""
    doing = begin(locked(case), Act.SKIP_VERIFICATION, by=by, at=at)
    doing.case.verified_at = at
    case = advance(doing)
    tell_reporter(case, "case-done", at=at)
    tell_desk(case, "case-to-tell", at=at)
    return case


@in_the_books
def rework(
    case: Case, *, text: str, files: tuple[Shown, ...] = (), by: Actor, at: datetime
) -> Case:
    """It is not done: back to the unit, whose time runs on where it stopped."""
    facts = {"text": text, "files": files}
    doing = begin(locked(case), Act.REWORK, by=by, at=at, facts=facts)
    doing.case.reworks += 1
    doing.case.handled_at, doing.case.outcome = None, ""
    case = advance(doing)
    tell_unit(case, "case-rework", at=at)
    return case


@in_the_books
def propose_closing(
    case: Case, *, reason: str, text: str, by: Actor, at: datetime
) -> Case:
    """It cannot be finished as it should: one person proposes, another decides."""
    facts = {"reason": reason, "text": text}
    doing = begin(locked(case), Act.PROPOSE_CLOSING, by=by, at=at, facts=facts)
    doing.case.closing_proposed_by_id = by.person
    doing.case.closing_reason = reason
    case = advance(doing)
    tell_desk(case, "case-closing-proposed", at=at)
    return case


@in_the_books
def close_by_force(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    doing = begin(locked(case), Act.CLOSE_BY_FORCE, by=by, at=at, facts={"text": text})
    doing.case.forced, doing.case.outcome = True, "cannot"
    doing.case.closed_for = doing.case.closing_reason
    doing.case.verified_at = at
    case = advance(doing)
    tell_unit(case, "case-closed-by-force", at=at)
    tell_reporter(case, "case-closed-by-force", at=at)
    return case
