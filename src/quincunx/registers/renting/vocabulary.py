"""The codes of this room, and how far a declaration is to be believed."""

from datetime import date
from enum import StrEnum

WAITS_DAYS = 30  # a declaration nobody looked at is forgotten
STEP_DAYS = 180  # what is known is believed one step less
REASONS = ("not-there", "not-let", "other-house", "not-to-be-read", "told-twice")


class Act(StrEnum):
    MOVE_IN = "move-in"
    MOVE_OUT = "move-out"


class Teller(StrEnum):
    """Who declares: a landlord is believed more than a tenant."""

    TENANT = "tenant"
    LANDLORD = "landlord"


class Status(StrEnum):
    DECLARED = "declared"
    CONFIRMED = "confirmed"  # a worker was at the door
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FORGOTTEN = "forgotten"


class Trust(StrEnum):
    """How far something is to be believed, the least first."""

    OLD = "old"
    TENANT = "by-tenant"
    LANDLORD = "by-landlord"
    DOOR = "at-the-door"


_LADDER = tuple(Trust)


def trust(teller: Teller, status: Status, *, since: date, on: date) -> Trust:
    """Return how far something told on `since` is believed; less each half year."""
    start = Trust.LANDLORD if teller == Teller.LANDLORD else Trust.TENANT
    if status == Status.CONFIRMED:
        start = Trust.DOOR
    steps = max((on - since).days, 0) // STEP_DAYS
    return _LADDER[max(_LADDER.index(start) - steps, 0)]
