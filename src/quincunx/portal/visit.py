"""A request as residents' pages see it: its moment, and how it was answered."""

from datetime import datetime

from django.http import HttpRequest


class Visit(HttpRequest):
    """What the middleware has put on every request."""

    id: str
    received_at: datetime
