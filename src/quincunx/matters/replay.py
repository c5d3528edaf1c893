"""Last month's reports under new rules: what would have gone or been due elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from quincunx.lib import clocks
from quincunx.lib.clocks import Pause
from quincunx.matters import proving
from quincunx.matters.definitions import Report
from quincunx.matters.proving import Outcome, Rules


@dataclass(frozen=True)
class Past:
    """A report as it was made; `number` is how its case is called.

    `report.at` is when its handling began, `until` when that ended or, of an open
    case, now; in `pauses` its clock stood still. Without `until` nothing is late.
    """

    number: str
    report: Report
    until: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Fate:
    """What rules make of a past report: where it goes, by when, whether it is late."""

    unit: str
    tier: str
    limit: str
    due: datetime
    late: bool


@dataclass(frozen=True)
class Moved:
    """A report that fares differently; None where a pack lacks the matter."""

    number: str
    before: Fate | None
    after: Fate | None

    @property
    def goes_elsewhere(self) -> bool:
        return bool(self.before and self.after and self.before.unit != self.after.unit)

    @property
    def is_due_elsewhen(self) -> bool:
        return bool(self.before and self.after and self.before.due != self.after.due)

    @property
    def becomes_late(self) -> bool:
        return bool(self.after and self.after.late) and not _is_late(self.before)

    @property
    def is_late_no_more(self) -> bool:
        return _is_late(self.before) and bool(self.after and not self.after.late)


@dataclass(frozen=True)
class Replay:
    asked: int
    moved: tuple[Moved, ...]


def replay(before: Rules, after: Rules, pasts: Iterable[Past]) -> Replay:
    """Ask both packs about the same reports; return what they answer differently."""
    asked, moved = 0, []
    for past in pasts:
        asked += 1
        was, now = _fate(before, past), _fate(after, past)
        if was != now:
            moved.append(Moved(past.number, was, now))
    return Replay(asked, tuple(moved))


def _fate(rules: Rules, past: Past) -> Fate | None:
    """Return what rules make of a report; None where they lack it."""
    found = _outcome(rules, past.report)
    if found is None:
        return None
    due = clocks.due(past.report.at, found.limit, rules.calendar, past.pauses)
    late = past.until is not None and past.until > due
    return Fate(found.unit, found.tier, str(found.limit), due, late)


def _outcome(rules: Rules, report: Report) -> Outcome | None:
    matter = rules.matter(report.matter)
    codes = {condition.code for condition in matter.conditions} if matter else set()
    if matter is None or report.condition not in codes | {None}:
        return None
    return proving.outcome(matter, report, rules.routes, rules.calendar)


def _is_late(fate: Fate | None) -> bool:
    return fate is not None and fate.late
