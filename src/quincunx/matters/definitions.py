"""What a pack says, as values: matters, conditions, calendars, organisations, tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from quincunx.lib.clocks import Limit
from quincunx.matters.processes import (
    NO_WORDS,
    Duplicate,
    Escalation,
    Evidence,
    Milestone,
    Process,
    Recurrence,
    Verifier,
    Words,
)
from quincunx.matters.questions import Question
from quincunx.matters.routing import Rule, Season


class Group(StrEnum):
    """What sort of domain a matter belongs to."""

    FUNCTION = "function"  # one of the functional domains of the departments
    COMPONENTS = "components"  # facilities in public space
    EVENTS = "events"  # happenings in public space
    DISPUTES = "disputes"
    SAFETY = "safety"
    OTHER = "other"


@dataclass(frozen=True)
class Domain:
    code: str
    name: Words
    group: Group


@dataclass(frozen=True)
class SeasonalLimit:
    season: Season
    limit: Limit


@dataclass(frozen=True)
class ConditionDefinition:
    """A filing condition; `limits` by stage, the one for handling always among them."""

    code: str
    name: Words
    closing: Words
    limits: Mapping[str, Limit]
    seasons: tuple[SeasonalLimit, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    urgency: int = 3
    sample: Words = NO_WORDS  # where it differs from that of the matter

    def limit_on(self, day: date) -> Limit:
        """Return the handling limit of a case established on `day`."""
        for seasonal in self.seasons:
            if seasonal.season.holds(day):
                return seasonal.limit
        return self.limits["handle"]


@dataclass(frozen=True)
class AdmissionDefinition:
    """That a matter may be given to grid workers, by whose approval, until when."""

    approval: str
    until: date | None = None


@dataclass(frozen=True)
class MatterDefinition:
    code: str
    domain: str
    name: Words
    icon: str
    unit: str
    process: Process
    standard: Words
    evidence: tuple[Evidence, ...]
    conditions: tuple[ConditionDefinition, ...]
    admission: AdmissionDefinition | None
    verify_by: Verifier
    may_skip_verification: bool
    sample_percent: int
    extension_times: int
    extension_amount: Limit | None  # None: the condition's own limit once more
    suspension_days: int
    return_window: Limit
    reopen_days: int
    recurrence: Recurrence
    duplicate: Duplicate
    public: bool
    escalation: tuple[Escalation, ...]
    keywords: tuple[str, ...] = ()  # how people call it, in any language
    questions: tuple[Question, ...] = ()
    sample: Words = NO_WORDS  # how a good word on finishing it reads

    def sample_of(self, condition: ConditionDefinition) -> Words:
        """Return the sample of a condition, else that of the matter."""
        return condition.sample or self.sample

    def condition(self, code: str | None) -> ConditionDefinition:
        """Return the condition with `code`; the first one if none is named."""
        for condition in self.conditions:
            if code in (None, condition.code):
                return condition
        raise KeyError(code)


@dataclass(frozen=True)
class OrganisationEntry:
    """An organisation the pack needs; founded on loading where it is missing."""

    code: str
    kind: str
    name: Words
    area: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class StandardText:
    """A text ready to be chosen in an act and changed; without matters it fits all."""

    code: str
    acts: tuple[str, ...]
    text: Words
    matters: tuple[str, ...] = ()

    def fits(self, act: str, matter: str) -> bool:
        return act in self.acts and (not self.matters or matter in self.matters)


@dataclass(frozen=True)
class CalendarEntry:
    code: str
    zone: str
    windows: tuple[tuple[time, time], ...]
    weekdays: frozenset[int]
    days: str | None  # a set of announced days: "cn"
    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Expectation:
    unit: str | None = None
    limit: Limit | None = None
    due: datetime | None = None
    tier: str | None = None
    route: str | None = None


@dataclass(frozen=True)
class Report:
    """What a pack is asked about: `areas` are codes around the place, outermost first.

    `grid` is a kind of area the place lies in as well.
    """

    matter: str
    condition: str | None
    at: datetime
    areas: tuple[str, ...] = ()
    grid: str | None = None


@dataclass(frozen=True)
class PackTest:
    """A report and what the pack must make of it."""

    name: str
    report: Report
    expect: Expectation


@dataclass(frozen=True)
class Least:
    """What a pack promises to hold at least."""

    matters: int = 1
    per_domain: int = 0
    tests: int = 0


@dataclass(frozen=True)
class PackDefinition:
    code: str
    name: Words
    languages: tuple[str, ...]
    calendar: str
    parent: str | None
    area: str | None
    valid_from: date | None
    least: Least
    domains: tuple[Domain, ...]
    organisations: tuple[OrganisationEntry, ...]
    calendars: tuple[CalendarEntry, ...]
    processes: Mapping[str, Process]
    matters: tuple[MatterDefinition, ...]
    routes: tuple[Rule, ...]
    tests: tuple[PackTest, ...]
    texts: tuple[StandardText, ...] = ()

    def matter(self, code: str) -> MatterDefinition | None:
        return next((m for m in self.matters if m.code == code), None)
