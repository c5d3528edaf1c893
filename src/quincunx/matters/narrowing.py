"""What a pack under a parent may say of the parent's matters: narrower, never wider.

A lower pack may shorten limits, add conditions, evidence and matters, and route
within its area. It may not take away, lengthen, or change the way a matter goes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from quincunx.lib.clocks import Limit, LimitUnit, total
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters.definitions import ConditionDefinition, MatterDefinition

A_LEAP_YEAR = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
URGENT = (LimitUnit.URGENT_HOUR, LimitUnit.URGENT_MINUTE)
WORKED = (LimitUnit.WORK_HOUR, LimitUnit.WORK_MINUTE, LimitUnit.WORK_DAY)


@dataclass(frozen=True)
class Widening:
    """Something a lower pack says that is wider than what stands above it."""

    code: str
    key: str
    above: str
    mine: str


def widenings(
    above: MatterDefinition, mine: MatterDefinition, calendar: WorkCalendar
) -> tuple[Widening, ...]:
    """Return everything in `mine` that is wider than in `above`."""
    return (
        *_changed_way(above, mine),
        *_looser_rules(above, mine),
        *_less_evidence(above, mine),
        *_longer_limits(above, mine, calendar),
    )


def is_longer(mine: Limit, above: Limit, calendar: WorkCalendar) -> bool:
    """Whether `mine` can end later than `above`; unlike kinds count as longer.

    Urgent time runs always, so so many urgent hours never end later than as many
    hours of work; the other way round nothing is certain.
    """
    alike = any(
        mine.unit in kinds and above.unit in kinds for kinds in (URGENT, WORKED)
    )
    if alike or mine.unit == above.unit or mine.unit in URGENT:
        return total(mine, calendar) > total(above, calendar)
    return True


def _changed_way(above: MatterDefinition, mine: MatterDefinition) -> Iterator[Widening]:
    ways: tuple[tuple[str, Callable[[MatterDefinition], str]], ...] = (
        ("process", lambda m: m.process.tier),
        ("unit", lambda m: m.unit),
        ("domain", lambda m: m.domain),
        ("public", lambda m: str(m.public).lower()),
        ("verify-by", lambda m: m.verify_by),
    )
    for key, read in ways:
        if read(mine) != read(above):
            yield Widening("child-changes", key, read(above), read(mine))


def _looser_rules(
    above: MatterDefinition, mine: MatterDefinition
) -> Iterator[Widening]:
    """At most as much as above, or at least as much, rule by rule."""
    at_most = {
        "extension": (above.extension_times, mine.extension_times),
        "suspension-days": (above.suspension_days, mine.suspension_days),
        "may-skip-verification": (
            above.may_skip_verification,
            mine.may_skip_verification,
        ),
    }
    at_least = {
        "sample-percent": (above.sample_percent, mine.sample_percent),
        "reopen-days": (above.reopen_days, mine.reopen_days),
    }
    for key, (theirs, ours) in at_most.items():
        if ours > theirs:
            yield Widening("child-widens", key, str(theirs), str(ours))
    for key, (theirs, ours) in at_least.items():
        if ours < theirs:
            yield Widening("child-widens", key, str(theirs), str(ours))


def _less_evidence(
    above: MatterDefinition, mine: MatterDefinition
) -> Iterator[Widening]:
    given = {piece.kind: piece.least for piece in mine.evidence}
    for piece in above.evidence:
        if given.get(piece.kind, 0) < piece.least:
            ours = str(given.get(piece.kind, 0))
            yield Widening(
                "child-widens", f"evidence {piece.kind}", str(piece.least), ours
            )


def _longer_limits(
    above: MatterDefinition, mine: MatterDefinition, calendar: WorkCalendar
) -> Iterator[Widening]:
    ours = {condition.code: condition for condition in mine.conditions}
    for theirs in above.conditions:
        if theirs.code in ours:
            yield from _longer_in(theirs, ours[theirs.code], calendar)
        else:
            yield Widening("child-removes", f"condition {theirs.code}", theirs.code, "")


def _longer_in(
    above: ConditionDefinition, mine: ConditionDefinition, calendar: WorkCalendar
) -> Iterator[Widening]:
    key = f"condition {mine.code}"
    for stage, limit in above.limits.items():
        ours = mine.limits.get(stage)
        if stage != "handle" and (ours is None or is_longer(ours, limit, calendar)):
            yield Widening("child-lengthens", f"{key} {stage}", str(limit), str(ours))
    pairs = {(above.limit_on(day), mine.limit_on(day)) for day in A_LEAP_YEAR}
    for theirs, limit in sorted(pairs, key=str):
        if is_longer(limit, theirs, calendar):
            yield Widening("child-lengthens", f"{key} limit", str(theirs), str(limit))
    passed = {milestone.code: milestone.limit for milestone in mine.milestones}
    for milestone in above.milestones:
        found = passed.get(milestone.code)
        if found is None or is_longer(found, milestone.limit, calendar):
            limit_above, place = str(milestone.limit), f"{key} {milestone.code}"
            yield Widening("child-lengthens", place, limit_above, str(found or ""))
