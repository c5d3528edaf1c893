"""The clocks of a case: what the lifecycle's clock words do to them.

The arithmetic is `lib.clocks`; here are the rows. `case.due_at` is the running clock
that ends first, `case.promised_at` the end of handling, which the reporter is told.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import reduce
from operator import add

from django.utils.dateparse import parse_datetime

from quincunx.cases import milestones
from quincunx.cases.books import books
from quincunx.cases.models import NEVER, Case, Clock
from quincunx.cases.vocabulary import OPEN, Stage, State
from quincunx.lib import clocks as time
from quincunx.lib.civil import moment_at
from quincunx.lib.clocks import Limit, Pause
from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters import book, calendars, catalogue
from quincunx.matters.processes import Terms

# Stages that do not depend on the matter, or run before it is known.
USUAL = {
    Stage.ESTABLISH: Limit.parse("4 work-hour"),
    Stage.CHECK: Limit.parse("24 urgent-hour"),
    Stage.DISPATCH: Limit.parse("4 work-hour"),
    Stage.ACCEPT: Limit.parse("1 work-day"),
    Stage.ARBITRATE: Limit.parse("4 work-hour"),
    Stage.HANDLE: Limit.parse("7 natural-day"),
    Stage.ANSWER: Limit.parse("3 natural-day"),
    Stage.VERIFY: Limit.parse("2 work-day"),
    Stage.TELL: Limit.parse("2 work-day"),
    Stage.REPLY: Limit.parse("1 work-day"),
}
WARN_AT = 80  # percent of the limit, when those who handle it are reminded


def terms_of(case: Case) -> Terms | None:
    """Return what the case lives by; None while its matter is not known.

    No query once the matter was read by this process: terms of then do not change.
    """
    if case.matter_id is None or case.condition_id is None or case.terms_at is None:
        return None
    known = book.last_read()
    within = known if case.matter_id in known.entries else book.book()
    return catalogue.terms(
        case.matter_id, case.condition_id, case.terms_at, within=within
    )


class Bench:
    """The running clocks of one case, as one act finds and leaves them.

    Costs one query, none for a new case, and one more if a clock begins or resumes.
    """

    def __init__(self, case: Case, *, new: bool = False) -> None:
        self.case = case
        rows = [] if new else books().running(case)
        self.running = {Stage(clock.stage): clock for clock in rows}
        self.fresh: list[Clock] = []
        self._known: WorkCalendar | None = None
        self._laid: tuple[Clock, WorkCalendar] | None = None

    def apply(self, effects: Iterable[str], *, at: datetime) -> None:
        """Do what the words say, and let the case know its next moments."""
        for effect in effects:
            word, stage = effect.split(" ")
            if stage == "all":
                for each in list(self.running):
                    self.stop(each, at)
            else:
                _WORDS[word](self, Stage(stage), at)
        self._tell_case(at)
        books().begin_clocks(self.case, self.fresh)
        self.fresh.clear()

    def start(self, stage: Stage, at: datetime) -> None:
        """Start a stage's time afresh; a run that still stands is ended first."""
        if stage in self.running:
            self.stop(stage, at)
        calendar = self._calendar(at)
        begin = self.case.reported_at if stage is Stage.ESTABLISH else at
        clock = Clock(
            case=self.case,
            stage=stage,
            limit=str(self.limit_of(stage)),
            calendar=calendar.code,
            started_at=begin,
        )
        self.fresh.append(clock)
        self._set(stage, clock, calendar)

    def stop(self, stage: Stage, at: datetime) -> None:
        clock = self.running.pop(stage, None)
        if clock is None:
            return
        self._end_pause(clock, at)
        clock.stopped_at, clock.next_at = at, None
        if stage is Stage.HANDLE:
            self.case.overdue = at > clock.due_at

    def pause(self, stage: Stage, at: datetime) -> None:
        clock = self.running.get(stage)
        if clock is None or clock.paused:
            return
        clock.pauses = [*clock.pauses, [at.isoformat(), None]]
        clock.paused, clock.next_at = True, None

    def resume(self, stage: Stage, at: datetime) -> None:
        clock = self.running.get(stage)
        if clock is None or not clock.paused:
            return
        self._end_pause(clock, at)
        self._set(stage, clock, self._calendar(at))

    def hand_over(self, stage: Stage, at: datetime) -> None:
        """The same unit goes on where it was; another one starts afresh."""
        if self.case.unit_id == self.case.last_unit_id and stage in self.running:
            self.resume(stage, at)
        else:
            self.start(stage, at)

    def go_on(self, stage: Stage, at: datetime) -> None:
        """Run on after the work was sent back: the time in between does not count."""
        last = books().last(self.case, stage)
        if last is None or last.stopped_at is None:
            self.start(stage, at)
            return
        last.pauses = [*last.pauses, [last.stopped_at.isoformat(), at.isoformat()]]
        last.stopped_at = None
        self._set(stage, last, self._calendar(at))

    def extend(self, stage: Stage, at: datetime) -> None:
        """Nothing to do here: `lengthen` is told how much."""

    def check_extension(self, more: Limit) -> None:
        """Refuse what is longer than the matter allows, or counts something else."""
        terms = terms_of(self.case)
        most = terms.extension.most_amount if terms else self.limit_of(Stage.HANDLE)
        clock = self.running.get(Stage.HANDLE)
        if clock is not None and more.unit != Limit.parse(clock.limit).unit:
            raise Refusal("limits-of-two-units", limit=clock.limit, more=str(more))
        if more.unit == most.unit and more.amount > most.amount:
            raise Refusal("extension-too-long", most=str(most), more=str(more))

    def lengthen(self, stage: Stage, more: Limit, at: datetime) -> None:
        clock = self.running.get(stage)
        if clock is None:
            raise Refusal("no-clock-to-extend", case=self.case.number)
        clock.extensions = [*clock.extensions, str(more)]
        if not clock.paused:
            self._set(stage, clock, self._calendar(at))

    def limit_of(self, stage: Stage) -> Limit:
        """Return the matter's limit of a stage, else the usual one."""
        terms = terms_of(self.case)
        own = terms.limits.get(stage) if terms else None
        return own or USUAL[stage]

    def _set(self, stage: Stage, clock: Clock, calendar: WorkCalendar) -> None:
        clock.due_at = moment(clock, calendar, 100)
        if clock.mark == 0:
            clock.next_at = moment(clock, calendar, WARN_AT)
        elif clock.mark == 1:
            clock.next_at = clock.due_at
        self.running[stage] = clock
        if stage is Stage.HANDLE:
            self._laid = (clock, calendar)

    def _end_pause(self, clock: Clock, at: datetime) -> None:
        if clock.paused:
            *before, (since, _) = clock.pauses
            clock.pauses = [*before, [since, at.isoformat()]]
            clock.paused = False

    def _calendar(self, at: datetime) -> WorkCalendar:
        if self._known is None:
            self._known = calendars.calendar_for(
                self.case.care_path, at, within=books().catalogue()
            )
        return self._known

    def _tell_case(self, at: datetime) -> None:
        case = self.case
        going = [clock for clock in self.running.values() if not clock.paused]
        none = NEVER if case.state in OPEN else None
        case.due_at = min((clock.due_at for clock in going), default=none)
        handle = self.running.get(Stage.HANDLE)
        if handle is not None:
            case.promised_at = handle.due_at
        terms = terms_of(case)
        if self._laid is not None:
            clock, calendar = self._laid
            milestones.follow(case, terms, clock, calendar, pauses_of(clock))
        looks = [clock.next_at for clock in going if clock.next_at is not None]
        if handle is not None and not handle.paused:
            looks += filter(None, [milestones.next_look(case, terms)])
        case.look_at = min([*looks, *self._other_looks(at)], default=None)

    def _other_looks(self, at: datetime) -> Iterator[datetime]:
        """A filed case is looked at once, one told is filed, one suspended resumes."""
        case = self.case
        if case.state == State.FILED or (case.state == State.VERIFIED and case.told_at):
            yield at
        if case.state == State.SUSPENDED and case.suspended_until is not None:
            yield moment_at(
                datetime.combine(case.suspended_until, datetime.min.time()),
                self._calendar(at).zone_info,
            )


_WORDS: dict[str, Callable[[Bench, Stage, datetime], None]] = {
    "start": Bench.start,
    "stop": Bench.stop,
    "pause": Bench.pause,
    "resume": Bench.resume,
    "hand-over": Bench.hand_over,
    "go-on": Bench.go_on,
    "extend": Bench.extend,
}


def whole_limit(clock: Clock) -> Limit:
    """Return the limit with everything that was granted on top."""
    return reduce(add, map(Limit.parse, clock.extensions), Limit.parse(clock.limit))


def pauses_of(clock: Clock) -> tuple[Pause, ...]:
    return tuple(
        Pause(_moment(since), _moment(until) if until else None)
        for since, until in clock.pauses
    )


def moment(clock: Clock, calendar: WorkCalendar, percent: int) -> datetime:
    """Return when `percent` of the clock's limit is used."""
    limit = whole_limit(clock)
    return time.moment_of(percent, clock.started_at, limit, calendar, pauses_of(clock))


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None:
        raise ValueError(text)
    return moment
