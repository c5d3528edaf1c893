"""Running a pack's own tests: a report in, the unit, limit and deadline out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from quincunx.lib import clocks
from quincunx.lib.clocks import Limit
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters.definitions import MatterDefinition, PackTest, Report
from quincunx.matters.routing import AreaMark, Candidate, Question, Rule, weigh


@dataclass(frozen=True)
class Outcome:
    """What a pack makes of a report."""

    unit: str
    limit: Limit
    due: datetime
    tier: str
    route: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Difference:
    """A test expected one thing, the pack says another."""

    key: str
    expected: str
    found: str


def outcome(
    matter: MatterDefinition,
    report: Report,
    rules: Iterable[Rule],
    calendar: WorkCalendar,
) -> Outcome:
    """Work out a report; a condition the matter lacks raises KeyError."""
    local = report.at.astimezone(ZoneInfo(calendar.zone))
    marks = [AreaMark(frozenset({code}), "") for code in report.areas]
    grid = [AreaMark(frozenset(), report.grid)] if report.grid else []
    question = Question(
        matter.code,
        matter.domain,
        matter.unit,
        (*marks, *grid),
        local.replace(tzinfo=None),
    )
    candidates = weigh(rules, question)
    condition = matter.condition(report.condition)
    limit = condition.limit_on(local.date())
    return Outcome(
        unit=candidates[0].rule.unit,
        limit=limit,
        due=clocks.due(report.at, limit, calendar),
        tier=matter.process.tier,
        route=candidates[0].rule.code,
        candidates=candidates,
    )


def differences(test: PackTest, found: Outcome) -> Iterator[Difference]:
    """Return where the outcome is not what the test expects."""
    expected = test.expect
    if expected.due is not None and expected.due != found.due:
        told = found.due.astimezone(expected.due.tzinfo)
        yield Difference("due", expected.due.isoformat(), told.isoformat())
    pairs = (
        ("unit", expected.unit, found.unit),
        ("limit", expected.limit, found.limit),
        ("tier", expected.tier, found.tier),
        ("route", expected.route, found.route),
    )
    for key, wanted, is_now in pairs:
        if wanted is not None and wanted != is_now:
            yield Difference(key, str(wanted), str(is_now))
