"""All along, the clock: remind, mark as overdue, escalate, and do what has become due.

The case says when it wants to be looked at; each look is one short transaction under
the case's lock, so several loops may run.
"""

from collections.abc import Callable
from datetime import datetime

from quincunx.cases import feedback, file, handle, milestones, supervise
from quincunx.cases.books import books, in_the_books
from quincunx.cases.clocks import Bench, moment, terms_of
from quincunx.cases.models import Case, Clock
from quincunx.cases.tidings import tell_desk, tell_grid, tell_unit, tell_verifiers
from quincunx.cases.transition import locked
from quincunx.cases.vocabulary import OPEN, Stage, State
from quincunx.foundation.actors import CLOCK
from quincunx.matters import calendars
from quincunx.matters.processes import Escalation
from quincunx.staff.roles import Role

FRESH, WARNED, OVERDUE = 0, 1, 2
AT_ONCE = 500

# Who is reminded of which stage.
_REMIND: dict[Stage, Callable[..., None]] = {
    Stage.ESTABLISH: tell_desk,
    Stage.DISPATCH: tell_desk,
    Stage.ARBITRATE: tell_desk,
    Stage.TELL: tell_desk,
    Stage.ACCEPT: tell_unit,
    Stage.HANDLE: tell_unit,
    Stage.REPLY: tell_unit,
    Stage.VERIFY: tell_verifiers,
}


def make_round(now: datetime, *, most: int = AT_ONCE) -> int:
    """Look at every case whose time has come; return how many were looked at."""
    waiting = Case.objects.filter(look_at__lte=now).order_by("look_at")
    keys = list(waiting.values_list("pk", flat=True)[:most])
    return sum(look_at(Case(pk=key), now) for key in keys)


@in_the_books
def look_at(case: Case, now: datetime) -> bool:
    """Look at one case; False if somebody was quicker."""
    case = locked(case)
    if case.look_at is None or case.look_at > now:
        return False
    if case.state == State.FILED:
        feedback.look_for_recurrence(case, by=CLOCK, at=now)
        case.look_at = None
    elif not _act(case, now):
        _mark_clocks(case, now)
    return True


def _act(case: Case, now: datetime) -> bool:
    """Do what the clock itself may do; say whether there was anything."""
    if case.state == State.SUSPENDED and _suspension_is_over(case, now):
        handle.resume(case, by=CLOCK, at=now)
    elif case.state == State.WAITING and _is_over(case, Stage.ANSWER, now):
        handle.answer(case, by=CLOCK, at=now)
    elif case.state == State.VERIFIED and case.told_at is not None:
        file.file_away(case, by=CLOCK, at=now)
    elif (
        case.state == State.VERIFIED
        and not case.reachable
        and _is_over(case, Stage.TELL, now)
    ):
        file.file_away(case, reason="no-contact", by=CLOCK, at=now)
    else:
        return False
    return True


def _suspension_is_over(case: Case, now: datetime) -> bool:
    calendar = calendars.calendar_for(case.care_path, now)
    until = case.suspended_until
    return until is not None and until <= calendar.local(now).date()


def _is_over(case: Case, stage: Stage, now: datetime) -> bool:
    running = (clock for clock in books().running(case) if clock.stage == stage)
    return any(clock.due_at <= now for clock in running)


def _mark_clocks(case: Case, now: datetime) -> None:
    """Remind, mark and escalate, and set the next look."""
    bench = Bench(case)
    for stage, clock in bench.running.items():
        if clock.next_at is not None and clock.next_at <= now:
            case = _mark(case, stage, clock, now)
    if milestones.warn_due(case, now):
        tell_unit(case, "milestone-over", at=now)
        tell_desk(case, "milestone-over", at=now)
    bench = Bench(case)
    looks = [clock.next_at for clock in bench.running.values() if clock.next_at]
    looks += filter(None, [milestones.next_look(case, terms_of(case))])
    case.look_at = min(looks, default=None)


def _mark(case: Case, stage: Stage, clock: Clock, now: datetime) -> Case:
    remind = _REMIND.get(stage)
    if clock.due_at > now:
        clock.mark, clock.next_at = WARNED, clock.due_at
        kind = f"clock-soon-{stage}"
    else:
        clock.mark = max(OVERDUE, clock.mark + 1)
        clock.next_at = _next_escalation(case, stage, clock, now)
        kind = f"clock-over-{stage}"
    if remind is not None:
        remind(case, kind, at=now)
    elif stage is Stage.CHECK:
        tell_grid(case, Role.LEADER, kind, at=now)
    if clock.mark >= OVERDUE and stage is Stage.HANDLE:
        case = _overdue(case, clock, now)
    return case


def _overdue(case: Case, clock: Clock, now: datetime) -> Case:
    if not case.overdue:
        case.overdue = True
        tell_desk(case, "case-overdue", at=now)
    passed = [rule for when, rule in _escalations(case, clock, now) if when <= now]
    if not passed:
        return case
    level = min(rule.to_level for rule in passed)
    above = supervise.desk_above(case, at=now, level=level)
    if case.desk.level <= level or above is None:
        return case
    return supervise.escalate_to(case, level, text=clock.stage, by=CLOCK, at=now)


def _next_escalation(
    case: Case, stage: Stage, clock: Clock, now: datetime
) -> datetime | None:
    """Return when the matter's terms carry it further up."""
    if stage is not Stage.HANDLE or case.state not in OPEN:
        return None
    moments = (when for when, _ in _escalations(case, clock, now))
    return min((when for when in moments if when > now), default=None)


def _escalations(
    case: Case, clock: Clock, now: datetime
) -> list[tuple[datetime, Escalation]]:
    terms = terms_of(case)
    if terms is None:
        return []
    calendar = calendars.calendar_for(case.care_path, now)
    return [
        (moment(clock, calendar, rule.after_percent), rule) for rule in terms.escalation
    ]
