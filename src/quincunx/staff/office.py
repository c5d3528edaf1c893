"""Who is in office on a day, and who is away at a moment: the filters of both."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import get_default_timezone

from quincunx.staff.terms_of_office import State

APPOINTED = (State.ACTIVE, State.ENDED)  # held at some time; their dates say when


def day_of(at: datetime) -> date:
    """Return the civil day of the district at `at`."""
    return at.astimezone(get_default_timezone()).date()


def in_office(day: date, prefix: str = "") -> Q:
    """Match appointments held on `day`; `prefix` leads to them, ending in `__`."""
    return Q(**{f"{prefix}state__in": APPOINTED}) & held(day, prefix)


def held(day: date, prefix: str = "") -> Q:
    """Match half-open terms that hold `day`."""
    return Q(**{f"{prefix}starts__lte": day}) & (
        Q(**{f"{prefix}ends": None}) | Q(**{f"{prefix}ends__gt": day})
    )


def away(at: datetime, prefix: str = "") -> Q:
    """Match absences that hold `at`."""
    return Q(**{f"{prefix}starts__lte": at, f"{prefix}ends__gt": at})
