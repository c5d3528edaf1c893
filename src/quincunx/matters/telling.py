"""What a trial says: the matter, the place, the route, the clocks and the deadline."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from quincunx.areas.locate import Placement
from quincunx.lib import clocks
from quincunx.lib.clocks import Limit, SpanKind
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters.definitions import ConditionDefinition, MatterDefinition
from quincunx.matters.narrowing import WORKED
from quincunx.matters.routing import Candidate, Reason
from quincunx.staff.models import Organisation


def about(
    pack: str, matter: MatterDefinition, condition: ConditionDefinition
) -> Iterator[Reason]:
    yield Reason(
        "try-matter",
        (
            ("matter", matter.name),
            ("pack", pack),
            ("tier", matter.process.tier.value),
            ("condition", condition.name),
        ),
    )
    yield Reason("try-standard", (("standard", matter.standard),))
    for piece in matter.evidence:
        told = (("evidence", piece.kind.value), ("least", piece.least))
        yield Reason("try-evidence", told)


def where(place: Placement | None) -> Iterator[Reason]:
    if place is None or not place.chain:
        how = place.how.value if place else "not-located"
        yield Reason(f"try-place-{how}")
        return
    chain = " / ".join(area.name for area in place.chain)
    yield Reason(f"try-place-{place.how.value}", (("chain", chain),))


def why(
    chosen: Candidate | None,
    candidates: Sequence[Candidate],
    unit: Organisation | None,
    found: Callable[[str], Organisation | None],
) -> Iterator[Reason]:
    if chosen:
        yield from chosen.because
    else:
        yield Reason("territory" if unit else "no-house")
    if unit:
        yield Reason("try-unit", (("unit", unit.name), ("code", unit.code)))
    for other in candidates:
        if other is not chosen:
            yield from _why_not(other, found)


def _why_not(
    other: Candidate, found: Callable[[str], Organisation | None]
) -> Iterator[Reason]:
    route = ("route", other.rule.code)
    if not other.fires:
        yield from other.because
    elif found(other.rule.unit) is None:
        yield Reason("nobody-there", (route, ("unit", other.rule.unit)))
    else:
        yield Reason("less-close", (route,))


def way(
    calendar: WorkCalendar,
    matter: MatterDefinition,
    condition: ConditionDefinition,
    at: datetime,
) -> Iterator[Reason]:
    yield Reason("try-calendar", (("calendar", calendar.code), ("zone", calendar.zone)))
    for step in matter.process.steps:
        told: list[tuple[str, object]] = [
            ("act", step.act),
            ("unit", step.unit or "desk"),
        ]
        if step.limit is None:
            yield Reason("try-step", tuple(told))
            continue
        due = clocks.due(at, step.limit, calendar)
        told += [("limit", step.limit), ("due", calendar.local(due))]
        yield Reason("try-step-limit", tuple(told))
    for milestone in condition.milestones:
        due = clocks.due(at, milestone.limit, calendar)
        name = milestone.name or milestone.code
        named = (("milestone", name), ("limit", milestone.limit))
        yield Reason("try-milestone", (*named, ("due", calendar.local(due))))


def deadline(
    calendar: WorkCalendar, condition: ConditionDefinition, at: datetime
) -> Iterator[Reason]:
    day = calendar.local(at).date()
    limit = condition.limit_on(day)
    season = next((s for s in condition.seasons if s.season.holds(day)), None)
    if season:
        told = (("season", str(season.season)), ("limit", limit))
        yield Reason("try-season", told)
    yield Reason("try-limit", (("limit", limit), ("start", calendar.local(at))))
    yield from _counted(calendar, limit, at)
    due = clocks.due(at, limit, calendar)
    if not calendar.is_announced(calendar.local(due).date()):
        year = calendar.local(due).year
        yield Reason("try-unannounced", (("year", year),))
    yield Reason("try-due", (("due", calendar.local(due)),))
    yield Reason("try-closing", (("closing", condition.closing),))


def _counted(calendar: WorkCalendar, limit: Limit, at: datetime) -> Iterator[Reason]:
    """Say what counts: stretches of a running limit, days of a worked one."""
    spans = clocks.explain(at, at, limit, calendar)
    if limit.unit not in WORKED:
        for span in spans:
            start, end = calendar.local(span.start), calendar.local(span.end)
            told = (("start", start), ("end", end), ("amount", span.amount))
            yield Reason("try-counted", told)
        return
    worked: Counter[date] = Counter()
    for span in spans:
        if span.kind is not SpanKind.NOT_COUNTED:
            day = calendar.local(span.start).date()
            worked[day] += span.amount // timedelta(seconds=1)
    for first, last, seconds in _runs(calendar, at, worked):
        yield _run_said(first, last, timedelta(seconds=seconds))


def _runs(
    calendar: WorkCalendar, at: datetime, worked: Mapping[date, int]
) -> Iterator[tuple[date, date, int]]:
    """Join days one after the other with the same work, days off among them."""
    first, last = calendar.local(at).date(), max(worked)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for seconds, run in groupby(days, key=lambda day: worked.get(day, 0)):
        joined = list(run)
        yield joined[0], joined[-1], seconds


def _run_said(first: date, last: date, each: timedelta) -> Reason:
    """Say of a run of days how much each counts."""
    kind = "work" if each else "off"
    if first == last:
        return Reason(f"try-{kind}-day", (("day", first), ("amount", each)))
    days = (last - first).days + 1
    told = (("day", first), ("until", last), ("amount", each), ("total", each * days))
    return Reason(f"try-{kind}-days", told)
