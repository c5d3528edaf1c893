"""Civil time: what the clock on the wall of a zone reads, and when it reads it.

Clocks on walls jump: forward in spring, back in autumn, once over a whole day
(Pacific/Apia had no 30 December 2011). Two rules keep order through every jump:

- an hour the wall shows twice is read once: during the second pass the reading
  stays at the end of the first;
- a reading the wall never shows is reached at the first moment after the jump.

So a later moment never has an earlier reading, and the other way round.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


def utc(moment: datetime) -> datetime:
    """Return `moment` in UTC; a moment without a zone is a programming error."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


def reading(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the wall reads at `moment`, without zone; never falls back."""
    local = moment.astimezone(zone)
    if local.fold:
        change = _repeat_before(local, zone)
        local = (change - SECOND).astimezone(zone) + SECOND
    return local.replace(tzinfo=None, fold=0)


def moment_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment, in UTC, at which the wall reads `wall` or later."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return _first_of_two(moment, zone)
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _change_between(early, moment, zone)


def _first_of_two(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return when the first pass ended, if `moment` is the end of the second."""
    before = (moment - datetime.resolution).astimezone(zone)
    return _repeat_before(before, zone) if before.fold else moment


def _repeat_before(local: datetime, zone: ZoneInfo) -> datetime:
    """Return when the second pass, to which `local` belongs, began."""
    first_pass = local.replace(fold=0).astimezone(UTC)
    return _change_between(first_pass, local.astimezone(UTC), zone)


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """Return the first second in (early, late] with the offset of `late`.

    Zones change on whole seconds; by halving, 17 steps for a whole day.
    """
    offset = late.astimezone(zone).utcoffset()
    early = early.replace(microsecond=0)
    late = late.replace(microsecond=0)
    while late - early > SECOND:
        middle = early + (late - early) // SECOND // 2 * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            late = middle
        else:
            early = middle
    return late
