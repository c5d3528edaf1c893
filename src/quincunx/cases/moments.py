"""When a thing happened, as told by a device, and when we may believe it.

House rule: an act's moment is never after receipt, never before the case's last act,
and never more than 72 hours before receipt; otherwise receipt counts and the claim is
kept as a fact.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_OFFLINE = timedelta(hours=72)


@dataclass(frozen=True)
class Moment:
    at: datetime
    claimed: datetime | None = None  # kept where it could not be believed


def happened(
    claimed: datetime | None,
    *,
    received: datetime,
    skew: timedelta = timedelta(0),
    last_act: datetime | None = None,
) -> Moment:
    """Return when an act counts as done.

    `skew` is how far the device's clock runs ahead of ours, as measured when it came
    through the door.
    """
    if claimed is None:
        return Moment(received)
    corrected = claimed - skew
    earliest = received - LONGEST_OFFLINE
    if last_act is not None:
        earliest = max(earliest, last_act)
    if earliest <= corrected <= received:
        return Moment(corrected)
    return Moment(received, claimed)
