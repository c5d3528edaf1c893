"""Last month's reports under new rules: what would have gone or been due elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass

from quincunx.lib.workdays import WorkCalendar
from quincunx.matters import proving
from quincunx.matters.assembly import Assembly
from quincunx.matters.definitions import Report
from quincunx.matters.holidays import work_calendar
from quincunx.matters.proving import Outcome


@dataclass(frozen=True)
class Past:
    """A report as it was made; `number` is how its case is called."""

    number: str
    report: Report


@dataclass(frozen=True)
class Moved:
    """A report that fares differently; None where a pack lacks the matter."""

    number: str
    before: Outcome | None
    after: Outcome | None


@dataclass(frozen=True)
class Replay:
    asked: int
    moved: tuple[Moved, ...]


def replay(before: Assembly, after: Assembly, pasts: Iterable[Past]) -> Replay:
    """Ask both packs about the same reports; return what they answer differently."""
    old, new = _Asked(before), _Asked(after)
    asked, moved = 0, []
    for past in pasts:
        asked += 1
        was, now = old.outcome(past.report), new.outcome(past.report)
        if _essence(was) != _essence(now):
            moved.append(Moved(past.number, was, now))
    return Replay(asked, tuple(moved))


class _Asked:
    """A pack with its calendar, ready for many questions."""

    def __init__(self, pack: Assembly) -> None:
        said = pack.definition
        entries = {entry.code: entry for entry in said.calendars}
        self._matters = {matter.code: matter for matter in said.matters}
        self._routes = said.routes
        self._calendar: WorkCalendar = work_calendar(entries[said.calendar], {})

    def outcome(self, report: Report) -> Outcome | None:
        matter = self._matters.get(report.matter)
        codes = {condition.code for condition in matter.conditions} if matter else set()
        if matter is None or report.condition not in codes | {None}:
            return None
        return proving.outcome(matter, report, self._routes, self._calendar)


def _essence(outcome: Outcome | None) -> tuple[object, ...] | None:
    if outcome is None:
        return None
    return outcome.unit, outcome.tier, str(outcome.limit), outcome.due
