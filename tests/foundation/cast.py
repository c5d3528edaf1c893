"""Who and when in the foundation's stories."""

from datetime import UTC, datetime, timedelta

from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.subjects import Subject

NOON = datetime(2026, 5, 15, 4, 0, tzinfo=UTC)  # twelve o'clock in Shanghai
OFFICER = Actor(Kind.STAFF, person=7, name="an officer")
RESIDENT = Actor(Kind.REPORTER)
A_CASE = Subject("case", "0196d1c0-0000-7000-8000-000000000001")
ANOTHER = Subject("case", "0196d1c0-0000-7000-8000-000000000002")


def later(**how_much: float) -> datetime:
    return NOON + timedelta(**how_much)
