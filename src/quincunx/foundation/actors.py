"""Who acts: a frozen value that every action asks for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """In what capacity somebody comes through a door."""

    STAFF = "staff"
    REPORTER = "reporter"  # a resident with a tracking code, or nobody known
    CLOCK = "clock"  # the duty loop
    IMPORTER = "importer"  # cases as they happened elsewhere
    SYSTEM = "system"  # another system with an API key
    SCREEN = "screen"  # on a wall: counts what is `within`, sees and does nothing


@dataclass(frozen=True)
class Holding:
    """One function somebody holds: a role, in a subtree, for an organisation."""

    role: str
    function: str
    path: str
    unit: int | None = None
    appointment: int | None = None
    seat: str = ""  # where it is held, if a key reaches less far

    @property
    def place(self) -> str:
        """Where the function is held, however far one may look."""
        return self.seat or self.path


@dataclass(frozen=True)
class Actor:
    """Who acts, with what they hold at this moment.

    `received_at` is the one reading of the clock, taken by the door; an action's
    own `at` is when the thing happened, which may be earlier for acts done offline.
    `claimed_at` is what a device said of that, where it could not be believed; `skew`
    is how many seconds its clock ran ahead, if that is worth writing down.
    `within` and `scopes` narrow whoever comes with an access key; None are all.
    """

    kind: Kind
    person: int | None = None
    name: str = ""
    holdings: tuple[Holding, ...] = ()
    received_at: datetime | None = None
    claimed_at: datetime | None = None
    skew: int = 0
    cases: frozenset[UUID] = frozenset()  # cases a tracking code has opened
    within: str = ""  # the path of the subtree beyond which nothing is seen or done
    scopes: frozenset[str] | None = None
    proved_at: datetime | None = None  # when they last gave their second step

    @property
    def units(self) -> frozenset[int]:
        """Organisations this actor works for."""
        return frozenset(h.unit for h in self.holdings if h.unit is not None)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(h.role for h in self.holdings)

    def claiming(self, at: datetime | None, skew: int = 0) -> "Actor":
        """Return the same actor with what their device said of the moment."""
        return replace(self, claimed_at=at, skew=skew)

    def may(self, scope: str) -> bool:
        """Say whether the key this actor came with, if any, was made for this."""
        return self.scopes is None or scope in self.scopes

    def holds(
        self, roles: Iterable[str], over: str | None = None
    ) -> tuple[Holding, ...]:
        """Return the holdings with one of `roles`; with `over`, those that reach it.

        `over` is the path of an area; "" is everywhere, which few hold.
        """
        wanted = frozenset(roles)
        held = (h for h in self.holdings if h.role in wanted)
        return tuple(h for h in held if over is None or over.startswith(h.path))


CLOCK = Actor(Kind.CLOCK, name="clock")
ANYONE = Actor(Kind.REPORTER)
