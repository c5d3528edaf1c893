"""They do the work: accept, answer in between, ask, take time, call others, finish."""

from datetime import date, datetime

from quincunx.cases import milestones, verify
from quincunx.cases.books import in_the_books
from quincunx.cases.calls import call, of_actor, to_unit
from quincunx.cases.models import Case, Extension
from quincunx.cases.papers import Shown
from quincunx.cases.shown import evidence_missing
from quincunx.cases.tidings import (
    tell_desk,
    tell_grid,
    tell_person,
    tell_reporter,
    tell_unit,
)
from quincunx.cases.transition import advance, begin, locked
from quincunx.cases.vocabulary import Act, Stage
from quincunx.foundation.actors import Actor
from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.staff.models import Organisation
from quincunx.staff.office import day_of
from quincunx.staff.roles import Role


@in_the_books
def accept(case: Case, *, by: Actor, at: datetime) -> Case:
    """The unit takes it on."""
    doing = begin(locked(case), Act.ACCEPT, by=by, at=at)
    doing.case.handler_id = by.person
    case = advance(doing)
    tell_reporter(case, "case-in-hand", at=at)
    return case


@in_the_books
def interim(
    case: Case, *, text: str, files: tuple[Shown, ...] = (), by: Actor, at: datetime
) -> Case:
    """Tell the reporter how it stands, before it is done."""
    facts = {"text": text, "files": files}
    case = advance(begin(locked(case), Act.INTERIM, by=by, at=at, facts=facts))
    tell_reporter(case, "case-interim", at=at)
    return case


@in_the_books
def ask_reporter(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """Ask and wait: handling stands still until the answer is in, or too late."""
    doing = begin(locked(case), Act.ASK_REPORTER, by=by, at=at, facts={"text": text})
    case = advance(doing)
    tell_reporter(case, "case-question", at=at)
    return case


@in_the_books
def answer(
    case: Case,
    *,
    text: str | None = None,
    files: tuple[Shown, ...] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """The reporter has answered; by the clock, without a text: the time is over."""
    facts = {"text": text, "files": files}
    case = advance(begin(locked(case), Act.ANSWER, by=by, at=at, facts=facts))
    tell_unit(case, "case-answered", at=at)
    return case


@in_the_books
def ask_extension(
    case: Case, *, limit: Limit, reason: str, text: str, by: Actor, at: datetime
) -> Case:
    """Ask for more time before the time is over; somebody else decides."""
    case = locked(case)
    facts = {"limit": limit, "reason": reason, "text": text}
    asked = list(Extension.objects.filter(case=case))
    seen = {
        "granted": sum(1 for each in asked if each.granted),
        "pending": _pending(case),
    }
    doing = begin(case, Act.ASK_EXTENSION, by=by, at=at, facts=facts, seen=seen)
    doing.bench.check_extension(limit)
    Extension.objects.create(
        case=case, limit=str(limit), reason=reason, asked_by_id=by.person, asked_at=at
    )
    case = advance(doing)
    tell_desk(case, "case-extension-asked", at=at)
    return case


@in_the_books
def grant_extension(
    case: Case, *, text: str | None = None, by: Actor, at: datetime
) -> Case:
    case = locked(case)
    seen, facts = {"pending": _pending(case)}, {"text": text}
    doing = begin(case, Act.GRANT_EXTENSION, by=by, at=at, facts=facts, seen=seen)
    pending = _decide(case, granted=True, by=by, at=at)
    doing.bench.lengthen(Stage.HANDLE, Limit.parse(pending.limit), at)
    case = advance(doing)
    tell_unit(case, "case-extension-granted", at=at)
    tell_reporter(case, "case-date-changed", at=at)
    return case


@in_the_books
def refuse_extension(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    case = locked(case)
    seen, facts = {"pending": _pending(case)}, {"text": text}
    doing = begin(case, Act.REFUSE_EXTENSION, by=by, at=at, facts=facts, seen=seen)
    _decide(case, granted=False, by=by, at=at)
    case = advance(doing)
    tell_unit(case, "case-extension-refused", at=at)
    return case


@in_the_books
def suspend(case: Case, *, until: date, text: str, by: Actor, at: datetime) -> Case:
    """It cannot be done now: once, with an end, before the time is over."""
    facts, seen = {"until": until, "text": text}, {"today": day_of(at)}
    doing = begin(locked(case), Act.SUSPEND, by=by, at=at, facts=facts, seen=seen)
    doing.case.suspended_until = until
    doing.case.suspensions += 1
    case = advance(doing)
    tell_unit(case, "case-suspended", at=at)
    tell_reporter(case, "case-date-changed", at=at)
    return case


@in_the_books
def resume(case: Case, *, text: str | None = None, by: Actor, at: datetime) -> Case:
    doing = begin(locked(case), Act.RESUME, by=by, at=at, facts={"text": text})
    doing.case.suspended_until = None
    case = advance(doing)
    tell_unit(case, "case-resumed", at=at)
    return case


@in_the_books
def call_support(
    case: Case, *, units: tuple[Organisation, ...], text: str, by: Actor, at: datetime
) -> Case:
    facts = {"units": units, "text": text}
    case = advance(begin(locked(case), Act.CALL_SUPPORT, by=by, at=at, facts=facts))
    call(case, units, "support", at=at)
    return case


@in_the_books
def whistle(
    case: Case, *, units: tuple[Organisation, ...], text: str, by: Actor, at: datetime
) -> Case:
    """The community calls departments to the spot; each confirms that it has come."""
    facts = {"units": units, "text": text}
    case = advance(begin(locked(case), Act.WHISTLE, by=by, at=at, facts=facts))
    call(case, units, "whistle", at=at)
    return case


@in_the_books
def arrive(case: Case, *, text: str | None = None, by: Actor, at: datetime) -> Case:
    case = locked(case)
    called = of_actor(case, by)
    lead = case.unit_id in by.units
    seen = {"called": called is not None or lead}
    doing = begin(case, Act.ARRIVE, by=by, at=at, facts={"text": text}, seen=seen)
    if called is not None and called.arrived_at is None:
        called.arrived_at = at
        called.save(update_fields=["arrived_at"])
    case = advance(doing)
    tell_grid(case, Role.LEADER, "case-arrival", at=at)
    return case


@in_the_books
def rate_arrival(
    case: Case,
    *,
    unit: Organisation,
    rating: int,
    text: str | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Both sides rate: the community the unit, the unit how it was called."""
    case = locked(case)
    called = to_unit(case, unit)
    facts = {"unit": unit, "rating": rating, "text": text}
    seen = {"called": called}
    doing = begin(case, Act.RATE_ARRIVAL, by=by, at=at, facts=facts, seen=seen)
    if called is None:
        raise Refusal("somebody-called", case=case.number)
    if unit.pk in by.units:
        called.rating_by_unit = rating
    else:
        called.rating_of_unit = rating
    called.save(update_fields=["rating_by_unit", "rating_of_unit"])
    return advance(doing)


@in_the_books
def finish(
    case: Case,
    *,
    result: str,
    outcome: str,
    files: tuple[Shown, ...] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """The unit says it is done, with the evidence that the standard asks for."""
    case = locked(case)
    facts = {"result": result, "outcome": outcome, "files": files}
    seen = {
        "pending": _pending(case),
        "evidence_missing": evidence_missing(case, files, said=result),
    }
    doing = begin(case, Act.FINISH, by=by, at=at, facts=facts, seen=seen)
    doing.case.outcome, doing.case.handled_at = outcome, at
    doing.case.handler_id = by.person
    case = advance(doing)
    tell_person(case, case.reporter_id, "case-handled", at=at)
    return verify.next_eyes(case, at=at)


@in_the_books
def milestone(
    case: Case, *, milestone: str, text: str, by: Actor, at: datetime
) -> Case:
    """A result on the way is reached; the reporter reads which."""
    case = locked(case)
    facts = {"milestone": milestone, "text": text}
    seen = {"milestone": milestones.is_open(case, milestone)}
    doing = begin(case, Act.MILESTONE, by=by, at=at, facts=facts, seen=seen)
    milestones.reach(case, milestone, at)
    case = advance(doing)
    tell_reporter(case, "case-interim", at=at)
    return case


def _pending(case: Case) -> Extension | None:
    return Extension.objects.filter(case=case, decided_at__isnull=True).first()


def _decide(case: Case, *, granted: bool, by: Actor, at: datetime) -> Extension:
    extension = Extension.objects.get(case=case, decided_at__isnull=True)
    extension.granted, extension.decided_by_id = granted, by.person
    extension.decided_at = at
    extension.save()
    return extension
