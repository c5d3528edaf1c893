"""A request as the field app sees it: who, when, what the telephone's clock says."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from quincunx.foundation.actors import Actor

CLOCK = "Device-Clock"
WAITED = "Device-Waited"  # milliseconds since it happened, by a clock nobody can set
MOST_WAITED = timedelta(hours=72)


class Visit(HttpRequest):
    """What the middleware has put on every request."""

    id: str
    received_at: datetime
    actor: Actor
    token: str  # of the telephone that let it in, without a session


def skew_of(visit: Visit) -> timedelta:
    """Return how far the telephone's clock runs ahead of ours; nought if it is mute."""
    told = moment(visit.headers.get(CLOCK, ""))
    return told - visit.received_at if told else timedelta(0)


def waited(visit: Visit) -> timedelta | None:
    """Return how long ago it happened, where the telephone has counted it."""
    told = visit.headers.get(WAITED, "")
    if not told.isascii() or not told.isdigit() or len(told) > 12:
        return None
    since = timedelta(milliseconds=int(told))
    return since if since <= MOST_WAITED else None


def moment(told: str) -> datetime | None:
    """Return a moment with its zone; nothing for what is none."""
    try:
        read = parse_datetime(told[:40])
    except ValueError:
        return None
    return read if read and read.tzinfo else None
