"""What is to happen: one script for each case of the demo's year, drawn by chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from quincunx.cases.vocabulary import State
from quincunx.demo.ground import Spot
from quincunx.demo.hours import Hours
from quincunx.demo.plan import LEADERLESS
from quincunx.demo.town import Listed, Town
from quincunx.lib.clocks import LimitUnit
from quincunx.matters.processes import Tier, Verifier

T = TypeVar("T")
YEAR = timedelta(days=365)
URGENT = frozenset({LimitUnit.URGENT_HOUR, LimitUnit.URGENT_MINUTE})
# Who tells us, out of a hundred reports.
CHANNELS = {
    "patrol": 34, "portal": 20, "qr": 8, "telephone": 17, "counter": 7,
    "department": 6, "leader-note": 3, "open311": 3, "api": 2,
}  # fmt: skip
RESIDENTS = frozenset({"portal", "qr", "open311", "api"})
# What goes another way than straight, out of a thousand cases that are dispatched.
TWISTS = {
    "": 520, "check": 40, "refuse": 35, "withdraw": 15, "return": 45, "dispute": 16,
    "reclassify": 12, "interim": 60, "ask": 30, "extend": 45, "refuse-extension": 10,
    "suspend": 16, "support": 20, "whistle": 22, "rework": 45, "force": 8,
    "duplicate": 45, "unmerge": 6, "urge": 25, "supervise": 25, "complaint": 14,
}  # fmt: skip
TIERS = {
    Tier.DISPATCH: 74, Tier.ON_THE_SPOT: 14, Tier.COORDINATE: 7, Tier.APPROVE: 3,
    Tier.EMERGENCY: 2,
}  # fmt: skip
LATE = 0.13  # of what is handled
STILL_LED = timedelta(days=100)
HOT = 0.05  # of the reports come from places where it happens again
# Where cases stand at the end: how many, and how many minutes of work before it began.
TABLEAU: tuple[tuple[State, Tier, int, int, int], ...] = (
    (State.REPORTED, Tier.DISPATCH, 9, 5, 110),
    (State.CHECKING, Tier.DISPATCH, 2, 120, 300),
    (State.ESTABLISHED, Tier.DISPATCH, 8, 40, 240),
    (State.DISPATCHED, Tier.DISPATCH, 7, 90, 330),
    (State.DISPUTED, Tier.DISPATCH, 4, 480, 700),
    (State.HANDLING, Tier.DISPATCH, 12, 300, 900),
    (State.WAITING, Tier.DISPATCH, 4, 600, 900),
    (State.SUSPENDED, Tier.DISPATCH, 4, 900, 1500),
    (State.HANDLED, Tier.DISPATCH, 9, 700, 1500),
    (State.VERIFIED, Tier.DISPATCH, 6, 1200, 1800),
    (State.COORDINATING, Tier.COORDINATE, 4, 300, 900),
    (State.DOCUMENTED, Tier.APPROVE, 1, 240, 500),
    (State.ENDORSED, Tier.APPROVE, 2, 600, 1100),
    (State.EXAMINING, Tier.APPROVE, 3, 1500, 2400),
    (State.RESPONDING, Tier.EMERGENCY, 2, 5, 30),
)
OVERDUE = 10  # that stand still in handling
# What waits for the leader and the member of the grid that the cast walks.
WALKED = "wisteria-1"
ERRANDS = ((State.CHECKING, 60, 150), (State.HANDLED, 700, 1000)) * 2
SOON = 6  # whose time ends within two hours
WAYS = {
    State.CHECKING: "check",
    State.DISPUTED: "dispute",
    State.WAITING: "ask",
    State.SUSPENDED: "suspend",
}


@dataclass(frozen=True)
class Script:
    """One case: when and where it is told, of what, by whom, and how it goes."""

    at: datetime
    listed: Listed
    condition: int
    grid: str
    spot: Spot
    channel: str
    twist: str = ""
    late: bool = False
    reachable: bool = True
    halt: State | None = None

    @property
    def is_from_resident(self) -> bool:
        return self.channel in RESIDENTS

    @property
    def is_urgent(self) -> bool:
        limit = self.listed.conditions[self.condition][1].limits["handle"]
        return limit.unit in URGENT


@dataclass
class Author:
    """Writes scripts for a town."""

    town: Town
    hours: Hours
    chance: Random
    until: datetime

    def year(self, cases: int) -> list[Script]:
        """Write what was reported over the year, in no order."""
        hot = self._hot()
        scripts = [self._any(self._moment()) for _ in range(cases)]
        return [
            replace(s, **self.chance.choice(hot)) if self.chance.random() < HOT else s
            for s in scripts
        ]

    def tableau(self, share: float) -> list[Script]:
        """Write what stands open at the end, some in every lane."""
        scripts: list[Script] = []
        for state, tier, many, low, high in TABLEAU:
            for _ in range(max(1, round(many * share))):
                began = self.hours.back(self.until, self.chance.uniform(low, high))
                scripts.append(self._standing(began, tier, state))
        overdue = [self._overdue() for _ in range(max(1, round(OVERDUE * share)))]
        soon = [self._soon(number) for number in range(max(2, round(SOON * share)))]
        return [*scripts, *overdue, *soon, *self._errands()]

    def _moment(self) -> datetime:
        """Return when something is reported: more in summer, fewer at weekends."""
        while True:
            days = self.chance.randrange(1, 366)
            day = (self.until - timedelta(days=days)).astimezone(
                self.hours.calendar.zone_info
            )
            weight = 1.0 if self.hours.calendar.is_workday(day.date()) else 0.55
            weight *= 1.0 if day.month in {6, 7, 8} else 0.8
            if self.chance.random() < weight:
                midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
                return self.hours.day_of_report(midnight)

    def _any(self, at: datetime) -> Script:
        tier = _drawn(TIERS, self.chance)
        twist = _drawn(TWISTS, self.chance) if tier is Tier.DISPATCH else ""
        return self._script(at, tier, twist=twist)

    def _script(self, at: datetime, tier: Tier, *, twist: str = "") -> Script:
        listed = self.chance.choice(self._of(tier))
        grid = self.chance.choice(self._led(at))
        return Script(
            at=at,
            listed=listed,
            condition=self.chance.randrange(len(listed.conditions)),
            grid=grid,
            spot=self.chance.choice(self.town.grids[grid]),
            channel=self._channel(tier, twist),
            twist=twist,
            late=self.chance.random() < LATE,
            reachable=self.chance.random() < 0.7,
        )

    def _led(self, at: datetime) -> list[str]:
        """Return the grids where all can be done: one will soon have no leader."""
        late = self.until - at < STILL_LED
        return [key for key in self.town.grids if not (late and key == LEADERLESS)]

    def _channel(self, tier: Tier, twist: str) -> str:
        if tier is Tier.ON_THE_SPOT:
            return "patrol"
        if twist in {"check", "refuse", "withdraw", "ask", "complaint", "duplicate"}:
            return self.chance.choice(["portal", "qr", "portal"])
        return _drawn(CHANNELS, self.chance)

    def _of(self, tier: Tier) -> list[Listed]:
        matters = self.town.matters.values()
        return [each for each in matters if each.told.process.tier is tier]

    def _hot(self) -> list[dict[str, Any]]:
        """Choose a few places where the same thing happens again and again."""
        known = self.town.matters
        codes = ("shared-bicycles", "household-waste", "street-lamp", "vendor")
        grids = self.chance.sample(self._led(self.until), len(codes))
        return [
            {
                "listed": known[code],
                "condition": 0,
                "grid": grid,
                "spot": self.town.grids[grid][0],
                "twist": "",
                "channel": "patrol",
            }
            for code, grid in zip(codes, grids, strict=True)
        ]

    def _standing(self, at: datetime, tier: Tier, state: State) -> Script:
        script = self._calm(at, tier, twist=WAYS.get(state, ""))
        early = state in {State.REPORTED, State.CHECKING, State.WAITING}
        channel = "portal" if early else script.channel
        return replace(script, halt=state, late=False, channel=channel, reachable=True)

    def _calm(self, at: datetime, tier: Tier, *, twist: str) -> Script:
        """Draw until it is nothing urgent, which would be over or late by now."""
        while True:
            script = self._script(at, tier, twist=twist)
            if not script.is_urgent or tier is Tier.EMERGENCY:
                return script

    def _overdue(self) -> Script:
        began = self.hours.back(self.until, self.chance.uniform(4, 7) * 480)
        while True:
            script = self._calm(began, Tier.DISPATCH, twist="")
            limit = script.listed.conditions[script.condition][1].limits["handle"]
            if limit.unit is LimitUnit.WORK_DAY and limit.amount <= 3:
                return replace(script, halt=State.HANDLING, channel="patrol")

    def _errands(self) -> Iterator[Script]:
        """Write what is to be looked at on the spot, where the leader is asked."""
        for state, low, high in ERRANDS:
            began = self.hours.back(self.until, self.chance.uniform(low, high))
            while True:
                script = self._standing(began, Tier.DISPATCH, state)
                if script.listed.told.verify_by is Verifier.LEADER:
                    break
            spot = self.chance.choice(self.town.grids[WALKED])
            yield replace(script, grid=WALKED, spot=spot)

    def _soon(self, number: int) -> Script:
        """Write one whose time by day and night ends within two hours."""
        ends = self.until + timedelta(minutes=20 + 15 * number)
        codes = ("cable-hanging", "septic", "river-railing", "playground", "wasp-nest")
        listed = self.town.matters[codes[number % len(codes)]]
        script = self._script(ends - timedelta(hours=4), Tier.DISPATCH)
        hurried = _first_urgent(listed)
        return replace(
            script,
            listed=listed,
            condition=hurried,
            channel="telephone",
            halt=State.HANDLING,
        )


def _first_urgent(listed: Listed) -> int:
    limits = [told.limits["handle"] for _, told in listed.conditions]
    return next(n for n, limit in enumerate(limits) if limit.unit in URGENT)


def _drawn(weighed: dict[T, int], chance: Random) -> T:
    return chance.choices(list(weighed), list(weighed.values()))[0]


def in_time(scripts: Sequence[Script]) -> list[Script]:
    return sorted(scripts, key=lambda script: script.at)
