"""How long somebody stays signed in: half an hour idle, twelve hours in all."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.contrib.sessions.models import Session

IDLE = timedelta(minutes=30)
WHOLE = timedelta(hours=12)
SEEN, SINCE = "seen", "since"


class Kept(Protocol):
    """What a session keeps, by name."""

    def get(self, key: str, /) -> Any: ...


def is_over(session: "Kept | Mapping[str, Any]", now: datetime) -> bool:
    """Say whether a session is idle or old; one never visited is neither."""
    seen, since = session.get(SEEN), session.get(SINCE)
    if seen is None or since is None:
        return False
    idle = now - datetime.fromisoformat(seen)
    return idle > IDLE or now - datetime.fromisoformat(since) > WHOLE


def held(keys: Collection[str], at: datetime) -> set[str]:
    """Return which sessions are there and not over. One query."""
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=at)
    return {row.session_key for row in rows if not is_over(row.get_decoded(), at)}
