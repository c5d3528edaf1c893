"""All along, the clock: remind, mark as overdue, escalate, and do what has become due.

The case says when it wants to be looked at; each look is one short transaction under
the case's lock, so several loops may run.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from quincunx.cases import feedback, file, handle, supervise
from quincunx.cases.clocks import Bench, moment, terms_of
from quincunx.cases.models import Case, Clock
from quincunx.cases.tidings import tell_desk, tell_grid, tell_unit, tell_verifiers
from quincunx.cases.transition import locked
from quincunx.cases.vocabulary import OPEN, Stage, State
from quincunx.foundation.actors import CLOCK
from quincunx.matters import calendars
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


@transaction.atomic
def look_at(case: Case, now: datetime) -> bool:
    """Look at one case; False if somebody was quicker."""
    case = locked(case)
    if case.look_at is None or case.look_at > now:
        return False
    if case.state == State.FILED:
        feedback.look_for_recurrence(case, by=CLOCK, at=now)
        _look_again(case, None)
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
    running = Clock.objects.filter(case=case, stage=stage, stopped_at__isnull=True)
    return running.filter(due_at__lte=now).exists()


def _mark_clocks(case: Case, now: datetime) -> None:
    """Remind, mark and escalate, and set the next look."""
    bench = Bench(case)
    for stage, clock in bench.running.items():
        if clock.next_at is not None and clock.next_at <= now:
            case = _mark(case, stage, clock, now)
    bench = Bench(case)
    looks = [clock.next_at for clock in bench.running.values() if clock.next_at]
    _look_again(case, min(looks, default=None))


def _mark(case: Case, stage: Stage, clock: Clock, now: datetime) -> Case:
    remind = _REMIND.get(stage)
    if clock.due_at > now:
        clock.mark, clock.next_at = WARNED, clock.due_at
        kind = f"clock-soon-{stage}"
    else:
        clock.mark = max(OVERDUE, clock.mark + 1)
        clock.next_at = _next_escalation(case, stage, clock, now)
        kind = f"clock-over-{stage}"
    clock.save(update_fields=["mark", "next_at"])
    if remind is not None:
        remind(case, kind, at=now)
    elif stage is Stage.CHECK:
        tell_grid(case, Role.LEADER, kind, at=now)
    if clock.mark >= OVERDUE and stage is Stage.HANDLE:
        case = _overdue(case, clock, now)
    return case


def _overdue(case: Case, clock: Clock, now: datetime) -> Case:
    if not case.overdue:
        Case.objects.filter(pk=case.pk).update(overdue=True)
        case.overdue = True
        tell_desk(case, "case-overdue", at=now)
    if clock.mark > OVERDUE and supervise.desk_above(case, at=now) is not None:
        case = supervise.escalate(case, text=clock.stage, by=CLOCK, at=now)
    return case


def _next_escalation(
    case: Case, stage: Stage, clock: Clock, now: datetime
) -> datetime | None:
    """Return when the matter's terms carry it one level further up."""
    terms = terms_of(case)
    if terms is None or stage is not Stage.HANDLE or case.state not in OPEN:
        return None
    calendar = calendars.calendar_for(case.care_path, now)
    moments = (
        moment(clock, calendar, each.after_percent)
        for each in terms.escalation
        if each.after_percent > 100
    )
    return min((each for each in moments if each > now), default=None)


def _look_again(case: Case, at: datetime | None) -> None:
    Case.objects.filter(pk=case.pk).update(look_at=at)
