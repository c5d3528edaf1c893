"""One case walked to where it ended, act by act, each by a stand-in and at its time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext

from quincunx.cases import (
    dispatch,
    establish,
    file,
    handle,
    placing,
    report,
    tiers,
    verify,
)
from quincunx.cases.bring_in.mapping import Mapping
from quincunx.cases.bring_in.naming import Names
from quincunx.cases.bring_in.rows import Told
from quincunx.cases.bring_in.stand_ins import StandIns
from quincunx.cases.clocks import Bench
from quincunx.cases.models import Case
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Stage, State
from quincunx.foundation.actors import Actor
from quincunx.lib.clocks import MOST, Limit, LimitUnit
from quincunx.lib.refusal import Refusal
from quincunx.matters.models import Matter
from quincunx.staff.models import Organisation
from quincunx.staff.office import day_of

# How far a case has come, in the states that an import passes.
RANK = {
    State.REPORTED: 0,
    State.ESTABLISHED: 1,
    State.DISPATCHED: 2,
    State.HANDLING: 3,
    State.RESPONDING: 3,
    State.HANDLED: 4,
    State.VERIFIED: 5,
    State.FILED: 6,
}
# In place of a calendar: the end of this clock was told by a list, not counted.
AS_TOLD = "as-told"
NEVER_A_CASE = (State.REPORTED, State.REFUSED, State.WITHDRAWN)


@dataclass(frozen=True)
class Guide:
    """What every row of one import needs."""

    mapping: Mapping
    names: Names
    stand_ins: StandIns


def walk(told: Told, guide: Guide) -> Case:
    """Bring one case in, or refuse it; to be called inside a savepoint."""
    opened = told.when("opened")
    matter = guide.names.matter(told.matters, day_of(opened))
    unit = guide.names.unit(told.units)
    state = told.goal.state
    case = _reported(told, None if state in NEVER_A_CASE else matter, guide)
    if state is State.REFUSED:
        return _refused(case, told, guide)
    if state is State.WITHDRAWN:
        return _withdrawn(case, told, guide)
    while RANK[State(case.state)] < RANK[state]:
        case = STEPS[State(case.state)](_Step(case, told, guide, unit))
        if told.due is not None and case.state in (State.DISPATCHED, State.RESPONDING):
            promise(case, told.due, at=told.when("dispatched"))
    return case


def promise(case: Case, due: datetime, *, at: datetime) -> None:
    """Let handling be due when the list says, whatever the matter's limit would be.

    The clock runs day and night from its start to `due`, and is marked as told.
    """
    bench = Bench(case)
    clock = bench.running.get(Stage.HANDLE)
    if clock is None:
        return
    clock.due_at = clock.next_at = due
    clock.limit = str(told_limit(due - clock.started_at))
    clock.calendar = AS_TOLD
    bench.apply((), at=at)


def told_limit(span: timedelta) -> Limit:
    """Return a span as a limit, up to a minute or an hour more; at least a minute."""
    minutes = max(1, -(-span // timedelta(minutes=1)))
    if minutes % 60 and minutes <= MOST:
        return Limit(minutes, LimitUnit.URGENT_MINUTE)
    hours = -(-minutes // 60)
    if hours <= MOST:
        return Limit(hours, LimitUnit.URGENT_HOUR)
    return Limit(min(-(-hours // 24), MOST), LimitUnit.NATURAL_DAY)


@dataclass(frozen=True)
class _Step:
    """A case on its way: what is told of it, and whose it is if that is told."""

    case: Case
    told: Told
    guide: Guide
    unit: Organisation | None


def _reported(told: Told, matter: Matter | None, guide: Guide) -> Case:
    lon, lat = told.position or (None, None)
    said = Report(
        text=told.text,
        channel=told.channel,
        place=Place(lon=lon, lat=lat, words=told.place),
        matter=matter,
    )
    by, at = guide.stand_ins.dispatcher, told.when("opened")
    try:
        return report.submit(said, by=by, at=at).case
    except Refusal as refusal:
        if refusal.code != "outside-the-district" or not guide.mapping.keeps_outside:
            raise
    somewhere = replace(said, place=Place(words=told.place))
    return report.submit(somewhere, by=by, at=at).case


def _refused(case: Case, told: Told, guide: Guide) -> Case:
    return establish.refuse(
        case,
        reason=told.goal.reason,
        text=_result(told),
        by=guide.stand_ins.dispatcher,
        at=told.when("closed"),
    )


def _withdrawn(case: Case, told: Told, guide: Guide) -> Case:
    return establish.withdraw(
        case,
        reason=told.goal.reason,
        by=guide.stand_ins.dispatcher,
        at=told.when("closed"),
    )


def _dispatch(step: _Step) -> Case:
    """Give it to the unit the list tells, else to the one the routes suggest."""
    at = step.told.when("dispatched")
    unit = step.unit or _suggested(step.case, at)
    by = step.guide.stand_ins.dispatcher
    return dispatch.dispatch(step.case, unit=unit, by=by, at=at)


def _suggested(case: Case, at: datetime) -> Organisation:
    found = dispatch.suggestion(case, placing.around(case, day_of(at)), at=at)
    if found.unit_id is None:
        raise Refusal("row-without-unit")
    return Organisation.objects.get(pk=found.unit_id)


def _accept(step: _Step) -> Case:
    return handle.accept(step.case, by=_officer(step), at=step.told.when("accepted"))


def _finish(step: _Step) -> Case:
    return handle.finish(
        step.case,
        result=_result(step.told),
        outcome=step.told.outcome,
        by=_officer(step),
        at=step.told.when("finished"),
    )


def _make_safe(step: _Step) -> Case:
    return tiers.make_safe(
        step.case,
        result=_result(step.told),
        by=_officer(step),
        at=step.told.when("finished"),
    )


def _confirm(step: _Step) -> Case:
    by, at = step.guide.stand_ins.verifier, step.told.when("verified")
    return verify.confirm(step.case, by=by, at=at)


def _file(step: _Step) -> Case:
    """File it; whether anybody was told the result, the list does not say."""
    untold = step.guide.mapping.untold or gettext("Brought in; not known whether told.")
    by, at = step.guide.stand_ins.dispatcher, step.told.when("closed")
    return file.file_away(step.case, reason=untold, by=by, at=at)


STEPS: dict[State, Callable[[_Step], Case]] = {
    State.ESTABLISHED: _dispatch,
    State.DISPATCHED: _accept,
    State.HANDLING: _finish,
    State.RESPONDING: _make_safe,
    State.HANDLED: _confirm,
    State.VERIFIED: _file,
}


def _officer(step: _Step) -> Actor:
    if step.case.unit is None:
        raise Refusal("row-without-unit")
    return step.guide.stand_ins.officer(step.case.unit)


def _result(told: Told) -> str:
    return told.result or gettext("Brought in; no more was written down.")
