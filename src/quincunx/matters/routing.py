"""Which unit a matter goes to at a place and time, and why; no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from quincunx.matters.processes import NO_WORDS, Words

KIND = "kind:"  # before the kind of an organisation, instead of an organisation's code


@dataclass(frozen=True)
class Reason:
    """Why a rule fires or not: a code and plain facts, put into words by the doors."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()


class MonthDay(NamedTuple):
    month: int
    day: int

    @classmethod
    def parse(cls, text: str) -> "MonthDay":
        month, day = text.split("-")
        date(2000, int(month), int(day))  # a leap year: 02-29 is a day
        return cls(int(month), int(day))

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


@dataclass(frozen=True)
class Season:
    """From a day to a day of every year, both included; may run over New Year."""

    start: MonthDay
    end: MonthDay

    def holds(self, day: date) -> bool:
        here = MonthDay(day.month, day.day)
        if self.start <= self.end:
            return self.start <= here <= self.end
        return here >= self.start or here <= self.end

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


@dataclass(frozen=True)
class Hours:
    """From a time to a time of day, the end excluded; may run over midnight."""

    start: time
    end: time

    def holds(self, clock: time) -> bool:
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True)
class Days:
    """From a day on, until before another; either may be open."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        after = self.start is None or self.start <= day
        return after and (self.end is None or day < self.end)

    def __str__(self) -> str:
        return f"{self.start or ''}..{self.end or ''}"


@dataclass(frozen=True)
class Rule:
    """One route. What is None does not matter to it.

    `unit` is an organisation's code or `kind:` and a kind. `area` is compared with
    the marks of the place, `grid` with the kinds of the areas around it.
    """

    code: str
    unit: str
    matter: str | None = None
    domain: str | None = None
    area: str | None = None
    grid: str | None = None
    season: Season | None = None
    hours: Hours | None = None
    days: Days | None = None
    because: Words = NO_WORDS
    place: str = ""  # what the area is called, for the explanation

    @property
    def is_timed(self) -> bool:
        return any((self.season, self.hours, self.days))


class AreaMark(NamedTuple):
    """An area around the place: what rules may call it, and its kind."""

    marks: frozenset[str]
    kind: str


@dataclass(frozen=True)
class Question:
    """What is to be routed: `unit` is the matter's own; `local` the time at the place.

    `areas` stand outermost first.
    """

    matter: str
    domain: str
    unit: str
    areas: tuple[AreaMark, ...]
    local: datetime


@dataclass(frozen=True)
class Candidate:
    rule: Rule
    fires: bool
    because: tuple[Reason, ...]


def weigh(rules: Iterable[Rule], question: Question) -> tuple[Candidate, ...]:
    """Return the candidates for this matter: those that fire, the closest first, then
    the matter's own unit, then those that do not fire.

    A route for the matter goes before one for its domain, a deeper area before a wider
    one, a named area before a kind of grid, a timed route before one that always
    holds, and then the one written first.
    """
    own = Rule("own-unit", question.unit, matter=question.matter)
    mine = [r for r in rules if _is_about(r, question)]
    judged = [_judge(rule, question) for rule in mine]
    firing = sorted(
        (c for c in judged if c.fires), key=lambda c: _closeness(c.rule, question)
    )
    fired = [Candidate(c.rule, fires=True, because=_for(c.rule)) for c in firing]
    standing = Candidate(
        own, fires=True, because=(Reason("own-unit", (("unit", own.unit),)),)
    )
    return (*fired, standing, *(c for c in judged if not c.fires))


def _judge(rule: Rule, question: Question) -> Candidate:
    against = objections(rule, question)
    return Candidate(rule, fires=not against, because=against)


def objections(rule: Rule, question: Question) -> tuple[Reason, ...]:
    """Return why `rule` does not fire; nothing if it does."""
    day, clock = question.local.date(), question.local.time()
    checks = (
        (rule.area, _depth(rule, question) is not None, "other-area"),
        (rule.grid, rule.grid in {a.kind for a in question.areas}, "other-grid"),
        (rule.season, rule.season and rule.season.holds(day), "other-season"),
        (rule.days, rule.days and rule.days.holds(day), "other-days"),
        (rule.hours, rule.hours and rule.hours.holds(clock), "other-hours"),
    )
    return tuple(
        Reason(code, (("route", rule.code), ("wanted", _called(rule, wanted))))
        for wanted, holds, code in checks
        if wanted is not None and not holds
    )


def _is_about(rule: Rule, question: Question) -> bool:
    return rule.matter == question.matter or (
        rule.matter is None and rule.domain in (None, question.domain)
    )


def _depth(rule: Rule, question: Question) -> int | None:
    """Return how deep the area of `rule` lies around the place."""
    for depth, area in enumerate(question.areas):
        if rule.area in area.marks:
            return depth
    return None


def _closeness(rule: Rule, question: Question) -> tuple[bool, bool, int, bool, bool]:
    """Sort key: the closest rule first."""
    depth = _depth(rule, question)
    return (
        rule.matter is None,
        rule.domain is None and rule.matter is None,
        -1 - depth if depth is not None else 0,
        rule.grid is None,
        not rule.is_timed,
    )


def _for(rule: Rule) -> tuple[Reason, ...]:
    """Say what made `rule` fire."""
    told = (
        ("matter", rule.matter),
        ("domain", rule.domain if rule.matter is None else None),
        ("area", rule.area),
        ("grid", rule.grid),
        ("season", rule.season),
        ("days", rule.days),
        ("hours", rule.hours),
    )
    fired = Reason("route-fires", (("route", rule.code), ("unit", rule.unit)))
    held = (
        Reason(f"for-{name}", ((name, _called(rule, value)),))
        for name, value in told
        if value
    )
    says = (Reason("route-says", (("because", rule.because),)),) if rule.because else ()
    return (fired, *held, *says)


def _called(rule: Rule, value: object) -> str:
    return rule.place if rule.place and value == rule.area else str(value)
