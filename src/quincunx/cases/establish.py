"""Is it true, ours, and what is it? Pre-verification, establishment, merging.

"Establish" is the national rule's second step: a matter and a filing condition are
chosen, and from then on the case lives by their terms.
"""

from datetime import datetime

from quincunx.cases import care, dispatch
from quincunx.cases.books import in_the_books
from quincunx.cases.models import Case
from quincunx.cases.papers import Shown
from quincunx.cases.queries import apart_from
from quincunx.cases.tidings import tell_desk, tell_grid, tell_person, tell_reporter
from quincunx.cases.transition import Doing, advance, begin, locked
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor
from quincunx.matters import catalogue
from quincunx.matters.models import Condition, Matter
from quincunx.staff.models import Person
from quincunx.staff.office import day_of
from quincunx.staff.roles import Role


@in_the_books
def ask_check(
    case: Case,
    *,
    checker: Person | None = None,
    text: str | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """A doubtful report: the nearest worker looks, before anything is filed."""
    facts = {"checker": checker, "text": text}
    doing = begin(locked(case), Act.ASK_CHECK, by=by, at=at, facts=facts)
    doing.case.checker = checker
    case = advance(doing)
    if checker is not None:
        tell_person(case, checker.pk, "case-to-check", at=at)
    else:
        tell_grid(case, Role.LEADER, "case-to-check", at=at)
    return case


@in_the_books
def checked(
    case: Case,
    *,
    found: str,
    text: str | None = None,
    files: tuple[Shown, ...] = (),
    by: Actor,
    at: datetime,
) -> Case:
    facts = {"found": found, "text": text, "files": files}
    doing = begin(locked(case), Act.CHECKED, by=by, at=at, facts=facts)
    case = advance(doing)
    tell_desk(case, "case-checked", at=at)
    return case


@in_the_books
def establish(
    case: Case,
    *,
    matter: Matter,
    condition: Condition | None = None,
    text: str | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Choose matter and condition; the catalogue of this moment holds from now on."""
    facts = {"matter": matter, "condition": condition, "text": text}
    doing = begin(locked(case), Act.ESTABLISH, by=by, at=at, facts=facts)
    live_by(doing.case, matter, condition, at=at)
    doing.case.established_at = at
    return dispatch.offer(advance(doing), by=by, at=at)


@in_the_books
def reclassify(
    case: Case,
    *,
    matter: Matter,
    condition: Condition | None = None,
    text: str,
    by: Actor,
    at: datetime,
) -> Case:
    """It was something else: choose again, and dispatch again."""
    facts = {"matter": matter, "condition": condition, "text": text}
    doing = begin(locked(case), Act.RECLASSIFY, by=by, at=at, facts=facts)
    live_by(doing.case, matter, condition, at=at)
    doing.case.last_unit, doing.case.unit = doing.case.unit, None
    case = advance(doing)
    tell_desk(case, "case-reclassified", at=at)
    return case


@in_the_books
def refuse(
    case: Case,
    *,
    reason: str,
    text: str,
    referral: str | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Not for us: say why, and where to go instead."""
    facts = {"reason": reason, "text": text, "referral": referral}
    doing = begin(locked(case), Act.REFUSE, by=by, at=at, facts=facts)
    doing.case.closed_for = reason
    case = advance(doing)
    tell_reporter(case, "case-refused", at=at)
    return case


@in_the_books
def merge(
    case: Case, *, into: Case, text: str | None = None, by: Actor, at: datetime
) -> Case:
    """The same thing reported twice: the reporters follow the case that goes on."""
    first, second = sorted((case, into), key=lambda each: each.pk)
    held = {each.pk: locked(each) for each in (first, second)}
    facts = {"into": held[into.pk], "text": text}
    doing = begin(held[case.pk], Act.MERGE, by=by, at=at, facts=facts)
    doing.case.merged_into = held[into.pk]
    case = advance(doing)
    tell_reporter(case, "case-merged", at=at)
    return case


@in_the_books
def unmerge(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """It was another thing after all: it goes on by itself, from the report."""
    doing = begin(locked(case), Act.UNMERGE, by=by, at=at, facts={"text": text})
    doing.case.merged_into = None
    care.catch_up(doing.case, day_of(at))
    case = advance(doing)
    tell_desk(case, "case-unmerged", at=at)
    tell_reporter(case, "case-unmerged", at=at)
    return case


@in_the_books
def not_the_same(
    case: Case, *, other: Case, text: str | None = None, by: Actor, at: datetime
) -> Case:
    """Two things, however alike: neither is offered for the other any more."""
    doing = _beside(Act.NOT_THE_SAME, case, other, text=text, by=by, at=at)
    doing.case.apart.add(other)
    return advance(doing)


@in_the_books
def possibly_the_same(
    case: Case, *, other: Case, text: str | None = None, by: Actor, at: datetime
) -> Case:
    """They may be the same after all, and are offered again."""
    doing = _beside(Act.POSSIBLY_THE_SAME, case, other, text=text, by=by, at=at)
    doing.case.apart.remove(other)
    return advance(doing)


def _beside(
    act: Act, case: Case, other: Case, *, text: str | None, by: Actor, at: datetime
) -> Doing:
    """Begin an act on what a case is to another; both are held, in one order."""
    pair = sorted({case.pk: case, other.pk: other}.values(), key=lambda each: each.pk)
    held = {each.pk: locked(each) for each in pair}
    facts = {"other": held[other.pk], "text": text}
    seen = {"apart": apart_from(case)}
    return begin(held[case.pk], act, by=by, at=at, facts=facts, seen=seen)


@in_the_books
def withdraw(
    case: Case, *, reason: str, text: str | None = None, by: Actor, at: datetime
) -> Case:
    facts = {"reason": reason, "text": text}
    doing = begin(locked(case), Act.WITHDRAW, by=by, at=at, facts=facts)
    doing.case.closed_for = reason
    case = advance(doing)
    tell_desk(case, "case-withdrawn", at=at)
    return case


def live_by(
    case: Case, matter: Matter, condition: Condition | None, *, at: datetime
) -> None:
    """Set what the case lives by; without a condition, the matter's first one."""
    terms = catalogue.terms(matter, condition, at)
    case.matter, case.condition_id, case.terms_at = matter, terms.condition_id, at
    case.tier, case.urgency, case.public = terms.tier, terms.urgency, terms.public
    if not case.public:
        case.withdraw_release()
