"""A request as the API sees it, and who comes with it."""

from datetime import datetime

from django.http import HttpRequest

from quincunx.foundation.actors import Actor


class Visit(HttpRequest):
    """What the middleware has put on every request: who, when, and its id."""

    id: str
    received_at: datetime
    actor: Actor
