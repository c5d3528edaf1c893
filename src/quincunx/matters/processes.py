"""Tiers, steps and terms: what a case must know of its matter, as plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from quincunx.lib.clocks import Limit


class Tier(StrEnum):
    """The way a matter takes; every matter has exactly one."""

    ON_THE_SPOT = "on-the-spot"  # handled and recorded in one step, sampled afterwards
    COORDINATE = "coordinate"  # the leader brings it to the community desk
    APPROVE = "approve"  # documents, station and centre, then departments decide
    EMERGENCY = "emergency"  # all notified at once, tracked on site
    DISPATCH = "dispatch"  # the plain five steps through a responsible unit


class Stage(StrEnum):
    """What has a clock of its own in the life of a case."""

    ESTABLISH = "establish"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    HANDLE = "handle"
    VERIFY = "verify"
    TELL = "tell"


class EvidenceKind(StrEnum):
    PHOTO_BEFORE = "photo-before"
    PHOTO_AFTER = "photo-after"
    DOCUMENT = "document"
    READING = "reading"  # a figure read off an instrument
    TEXT = "text"
    AGREEMENT = "agreement"


class Verifier(StrEnum):
    """Who looks whether it is done."""

    LEADER = "leader"
    VERIFIER = "verifier"
    REPORTER = "reporter"


@dataclass(frozen=True)
class Words(Mapping[str, str]):
    """One text in the languages a pack speaks."""

    texts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "Words":
        return cls(tuple(texts.items()))

    def __getitem__(self, language: str) -> str:
        return dict(self.texts)[language]

    def __iter__(self) -> Iterator[str]:
        return (language for language, _ in self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def in_language(self, language: str) -> str:
        """Return the text in `language`, else in the pack's first language."""
        return self.get(language) or str(self)

    def __str__(self) -> str:
        return self.texts[0][1] if self.texts else ""


@dataclass(frozen=True)
class ProcessStep:
    """One act on the way: at which level, by which unit, within which limit.

    `unit` is an organisation's code or `kind:` and an organisation's kind.
    """

    act: str
    level: int | None = None
    unit: str | None = None
    limit: Limit | None = None


@dataclass(frozen=True)
class Process:
    tier: Tier
    steps: tuple[ProcessStep, ...]


@dataclass(frozen=True)
class Milestone:
    """A result that is due before the whole is done, counted from the same start."""

    code: str
    limit: Limit


@dataclass(frozen=True)
class Evidence:
    kind: EvidenceKind
    least: int = 1


class Extension(NamedTuple):
    most_times: int
    most_amount: Limit


class Recurrence(NamedTuple):
    """Same matter within so many metres and days, so many times: a root cause."""

    metres: int
    days: int
    times: int


class Duplicate(NamedTuple):
    metres: int
    hours: int


class Escalation(NamedTuple):
    """After so many percent of the limit, tell this level of the tree."""

    after_percent: int
    to_level: int


@dataclass(frozen=True)
class Terms:
    """What a case lives by: its matter and condition at one moment, all resolved."""

    matter_id: int
    condition_id: int
    pack: str  # code and number of the version: "default@3"
    code: str
    tier: Tier
    process: Process
    limits: Mapping[str, Limit]  # by stage
    milestones: tuple[Milestone, ...]
    evidence: tuple[Evidence, ...]
    standard: Words
    closing: Words
    verify_by: Verifier
    may_skip_verification: bool
    sample_percent: int
    extension: Extension
    suspension_days: int
    return_window: Limit
    reopen_days: int
    recurrence: Recurrence
    duplicate: Duplicate
    public: bool
    escalation: tuple[Escalation, ...]
    urgency: int  # 1 most urgent to 4 least
