"""A request as our screens see it: who acts, and the one reading of the clock."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from uuid6 import uuid7

from quincunx.foundation.actors import ANYONE, Actor
from quincunx.staff.actors import actor_for
from quincunx.web.shell import steps

Answer = Callable[[HttpRequest], HttpResponse]
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Visit(HttpRequest):
    """What the shell has put on every request before a view sees it."""

    id: str
    received_at: datetime
    actor: Actor
    listens_to: str  # where its page may connect to beside us; `safety` allows it
    draws_from: tuple[str, ...]  # hosts of its map's pictures; `safety` allows them


def _actor(request: Visit) -> Actor:
    user = getattr(request, "user", None)  # not there yet: another host was asked for
    if user is None or not user.is_authenticated:
        return replace(ANYONE, received_at=request.received_at)
    found = actor_for(user, at=request.received_at)
    proved = steps.proved_at(request)
    return replace(found, received_at=request.received_at, proved_at=proved)


def visit(answer: Answer) -> Answer:
    """Give the request its id, its moment and its actor."""

    def visited(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        name = given if GIVEN_ID.fullmatch(given) else uuid7().hex
        known = {
            "id": name,
            "received_at": timezone.now(),
            "actor": SimpleLazyObject(lambda: _actor(request)),  # type: ignore[arg-type]  # made a Visit here
        }
        for field, value in known.items():
            setattr(request, field, value)
        response = answer(request)
        response["X-Request-Id"] = name
        return response

    return visited
