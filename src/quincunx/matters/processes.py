"""Tiers, steps and terms: what a case must know of its matter, as plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
    CHECK = "check"
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


NO_WORDS = Words()


# Whom a step of a pack may name instead of an organisation. In the process of a
# matter, "responsible" has become the matter's own unit.
RESPONSIBLE, LEADER, MEMBER, REPORTER = "responsible", "leader", "member", "reporter"
PEOPLE = frozenset({RESPONSIBLE, LEADER, MEMBER, REPORTER})


@dataclass(frozen=True)
class ProcessStep:
    """One act on the way: at which level, by which unit, within which limit.

    `unit` is an organisation's code, `kind:` and an organisation's kind, or one of
    `PEOPLE`. Without a unit it is the desk of the house at `level`.
    """

    act: str
    level: int | None = None
    unit: str | None = None
    limit: Limit | None = None


@dataclass(frozen=True)
class Process:
    tier: Tier
    steps: tuple[ProcessStep, ...]


# Acts that are told a text, which a pack may have ready.
_TOLD_TEXT = (
    "add agree alert answer appeal approve arbitrate arrive ask-check "
    "ask-extension ask-reporter call-support check-documents checked "
    "close-by-force confirm coordinate decide-appeal define disapprove dispatch "
    "dispute endorse escalate establish finish flag-conflict grant-extension "
    "hide-photos inspect interim lift-conflict make-safe merge milestone "
    "no-agreement not-the-same note opine possibly-the-same propose-closing "
    "rate-arrival reclassify record refuse refuse-extension release reopen reply "
    "report resume review-appeal rework send-back show show-photos situation "
    "supervise suspend tell unmerge urge verdict whistle withdraw withhold"
)
TEXT_ACTS = frozenset(_TOLD_TEXT.split())


class Leg(NamedTuple):
    """An act of a tier's path, the clock its limit sets, whether it may be left out."""

    act: str
    stage: Stage | None = None
    may_miss: bool = False


_ASK_CHECK = (
    Leg("ask-check", may_miss=True),
    Leg("checked", Stage.CHECK, may_miss=True),
)
_ESTABLISH = Leg("establish", Stage.ESTABLISH, may_miss=True)
_CONFIRM = Leg("confirm", Stage.VERIFY, may_miss=True)
_CLOSING = (Leg("tell", Stage.TELL, may_miss=True), Leg("file"))

# The legal path of each tier. What the acts mean and who may do them stands in the
# life of a case; a pack chooses among these steps and gives them units and limits.
PATHS: dict[Tier, tuple[Leg, ...]] = {
    Tier.ON_THE_SPOT: (Leg("record", Stage.HANDLE), *_CLOSING),
    Tier.COORDINATE: (
        Leg("report"),
        _ESTABLISH,
        Leg("coordinate", Stage.DISPATCH),
        Leg("agree", Stage.HANDLE),
        _CONFIRM,
        *_CLOSING,
    ),
    Tier.APPROVE: (
        Leg("report"),
        _ESTABLISH,
        Leg("check-documents"),
        Leg("endorse"),
        Leg("define"),
        Leg("opine", may_miss=True),
        Leg("approve", Stage.HANDLE),
        _CONFIRM,
        *_CLOSING,
    ),
    Tier.EMERGENCY: (
        Leg("report"),
        _ESTABLISH,
        Leg("alert", Stage.DISPATCH),
        Leg("arrive", Stage.ACCEPT),
        Leg("situation", may_miss=True),
        Leg("make-safe", Stage.HANDLE),
        _CONFIRM,
        *_CLOSING,
    ),
    Tier.DISPATCH: (
        Leg("report"),
        *_ASK_CHECK,
        Leg("establish", Stage.ESTABLISH),
        Leg("dispatch", Stage.DISPATCH),
        Leg("accept", Stage.ACCEPT),
        Leg("finish", Stage.HANDLE),
        _CONFIRM,
        *_CLOSING,
    ),
}
ACTS = frozenset(leg.act for path in PATHS.values() for leg in path)


def with_unit(process: Process, unit: str) -> Process:
    """Return the process of a matter whose responsible unit is `unit`."""
    steps = (
        replace(step, unit=unit) if step.unit == RESPONSIBLE else step
        for step in process.steps
    )
    return replace(process, steps=tuple(steps))


def missing_acts(process: Process) -> tuple[str, ...]:
    """Return the acts without which the steps are no path of their tier."""
    acts = {step.act for step in process.steps}
    path = PATHS[process.tier]
    return tuple(leg.act for leg in path if not leg.may_miss and leg.act not in acts)


def misplaced_acts(process: Process) -> tuple[str, ...]:
    """Return the acts that are foreign to the tier, doubled, or out of order.

    An act may stand again for another unit: several are alerted, several opine.
    """
    order = [leg.act for leg in PATHS[process.tier]]
    reached = -1
    wrong: list[str] = []
    seen: set[tuple[str, str | None]] = set()
    for step in process.steps:
        place = order.index(step.act) if step.act in order else -1
        if place < max(reached, 0) or (step.act, step.unit) in seen:
            wrong.append(step.act)
        seen.add((step.act, step.unit))
        reached = max(reached, place)
    return tuple(wrong)


def limits_of(process: Process) -> dict[str, Limit]:
    """Return the limit each stage gets from the steps of the process."""
    stages = {leg.act: leg.stage for leg in PATHS[process.tier]}
    return {
        stage.value: step.limit
        for step in process.steps
        if step.limit and (stage := stages.get(step.act))
    }


def milestones_of(process: Process) -> tuple["Milestone", ...]:
    """Return the steps that have a limit but no clock of their own."""
    stages = {leg.act: leg.stage for leg in PATHS[process.tier]}
    return tuple(
        Milestone(step.act, step.limit)
        for step in process.steps
        if step.limit and not stages.get(step.act)
    )


@dataclass(frozen=True)
class Milestone:
    """A result that is due before the whole is done, counted from the same start."""

    code: str
    limit: Limit
    name: Words = NO_WORDS


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
    sample: Words = NO_WORDS  # how a good word on finishing reads
