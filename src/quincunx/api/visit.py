"""A request as the API sees it, and who comes with it."""

from datetime import date, datetime
from typing import TypedDict

from django.http import HttpRequest
from django.utils.timezone import localdate

from quincunx.foundation.actors import Actor
from quincunx.staff.key_calls import Rate


class Visit(HttpRequest):
    """What the middleware has put on every request: who, when, and its id."""

    id: str
    received_at: datetime
    actor: Actor
    rate: Rate  # of the key it comes with, if any


class Doing(TypedDict):
    by: Actor
    at: datetime


def doing(request: Visit) -> Doing:
    """Return who acts and when, as every action asks for it."""
    return {"by": request.actor, "at": request.received_at}


def today(request: Visit) -> date:
    """Return the civil day of the district when the request came."""
    return localdate(request.received_at)
