"""Running a pack's own tests: a report in, the unit, limit and deadline out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from quincunx.lib import clocks
from quincunx.lib.clocks import Limit
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters.definitions import (
    MatterDefinition,
    PackDefinition,
    PackTest,
    Report,
)
from quincunx.matters.holidays import Announced, work_calendar
from quincunx.matters.routing import AreaMark, Candidate, Question, Rule, weigh

NOTHING_ANNOUNCED: Mapping[str, Announced] = MappingProxyType({})


@dataclass(frozen=True)
class Rules:
    """A pack with the one above it, ready to answer; the closest first."""

    name: str
    packs: tuple[PackDefinition, ...]
    calendar: WorkCalendar

    @classmethod
    def of(
        cls,
        packs: Sequence[PackDefinition],
        *,
        name: str = "",
        announced: Mapping[str, Announced] = NOTHING_ANNOUNCED,
    ) -> "Rules":
        """Return the rules of a sound pack, its calendar with the days announced."""
        entries = {c.code: c for each in reversed(packs) for c in each.calendars}
        calendar = work_calendar(entries[packs[0].calendar], announced)
        return cls(name or packs[0].code, tuple(packs), calendar)

    @property
    def routes(self) -> list[Rule]:
        return [rule for pack in self.packs for rule in pack.routes]

    def matter(self, code: str) -> MatterDefinition | None:
        found = (pack.matter(code) for pack in self.packs)
        return next((matter for matter in found if matter), None)


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
