"""A request as this door sees it: its moment, and nothing of who sends it."""

from datetime import datetime

from django.http import HttpRequest


class Visit(HttpRequest):
    """What the middleware has put on every request."""

    id: str
    received_at: datetime
