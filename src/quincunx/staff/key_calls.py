"""How many calls a key has made this minute, counted where all processes see it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection

from quincunx.staff.key_tables import KeyCalls

_MINUTE = 60
_COUNT = """
    INSERT INTO staff_keycalls (key_id, minute, count) VALUES (%s, %s, 1)
    ON CONFLICT (key_id, minute) DO UPDATE SET count = staff_keycalls.count + 1
    RETURNING count
"""
KEPT = timedelta(days=90)  # so that the screen can say when a key was last used


@dataclass(frozen=True)
class Rate:
    """How many calls a minute has, how many are left, in how many seconds it ends."""

    limit: int
    remaining: int
    resets: int
    is_over: bool = False


def count(key: int, at: datetime) -> Rate:
    """Count one call. One statement; a database too busy to count lets it pass."""
    limit: int = settings.QUINCUNX_CALLS
    seconds = int(at.timestamp())
    minute, resets = seconds // _MINUTE, _MINUTE - seconds % _MINUTE
    try:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [key, minute])
            made = int(cursor.fetchone()[0])
    except OperationalError:
        return Rate(limit, limit, resets)
    return Rate(limit, max(limit - made, 0), resets, is_over=made > limit)


def moment_of(minute: int | None) -> datetime | None:
    """Return when a counted minute began."""
    if minute is None:
        return None
    return datetime.fromtimestamp(minute * _MINUTE, UTC)


def expire(now: datetime) -> int:
    """Forget minutes long gone."""
    oldest = int((now - KEPT).timestamp()) // _MINUTE
    return KeyCalls.objects.filter(minute__lt=oldest).delete()[0]
