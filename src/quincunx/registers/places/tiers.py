"""The tier of a place: a sum of points, each with its reason and the day it ends.

A rule looks at one thing known of a place. What a visit found stops counting after a
number of days unless it is found again. Nothing here speaks of a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Value = str | int | bool
Values = Mapping[str, Value]
Names = Mapping[str, str]  # language: words


@dataclass(frozen=True)
class Rule:
    """So many points while a condition holds; `days` 0 is for as long as it does."""

    code: str
    field: str
    test: str  # is, at-least, at-most, missing, past
    points: int
    reason: Names
    value: Value = True
    days: int = 0


@dataclass(frozen=True)
class Step:
    """A tier and the score it begins at."""

    code: str
    start: int
    name: Names


@dataclass(frozen=True)
class Reason:
    """Why some points count, and the first day they no longer do."""

    code: str
    points: int
    words: Names
    until: date | None = None


@dataclass(frozen=True)
class Judgement:
    """A tier with all its reasons; `due` is the first day it may be another."""

    score: int
    tier: str
    reasons: tuple[Reason, ...]
    due: date | None = None


def judge(
    rules: Iterable[Rule],
    steps: Sequence[Step],
    values: Values,
    learned: Mapping[str, date],
    on: date,
) -> Judgement:
    """Add up what counts on a day; `learned` is when each value was last found so."""
    reasons, turns = [], []
    for rule in rules:
        until = _until(rule, learned)
        if not _holds(rule, values, on):
            turns.append(_begins(rule, values))
        elif until is None or on < until:
            reasons.append(Reason(rule.code, rule.points, rule.reason, until))
            turns.append(until)
    score = sum(reason.points for reason in reasons)
    due = min((day for day in turns if day is not None), default=None)
    return Judgement(score, tier_of(score, steps), tuple(reasons), due)


def tier_of(score: int, steps: Sequence[Step]) -> str:
    """Return the highest tier a score reaches."""
    reached = [step for step in steps if step.start <= score]
    return max(reached, key=lambda step: step.start).code


def _until(rule: Rule, learned: Mapping[str, date]) -> date | None:
    since = learned.get(rule.field)
    return since + timedelta(rule.days) if rule.days and since else None


def _holds(rule: Rule, values: Values, on: date) -> bool:
    if rule.test == "missing":
        return rule.field not in values
    if rule.field not in values:
        return False
    value = values[rule.field]
    if rule.test == "is":
        return value == rule.value
    if rule.test == "past":
        return date.fromisoformat(str(value)) < on
    if rule.test == "at-least":
        return int(value) >= int(rule.value)
    return int(value) <= int(rule.value)


def _begins(rule: Rule, values: Values) -> date | None:
    """Return the day a date that lies ahead will have passed."""
    if rule.test != "past" or rule.field not in values:
        return None
    return date.fromisoformat(str(values[rule.field])) + timedelta(1)
