"""Who stands behind a session, and whether it still holds."""

from collections.abc import Collection
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from quincunx.staff import sitting
from quincunx.staff.models import Person


def person_with(session_key: str, *, at: datetime) -> Person | None:
    """Return who has signed in with a session that is neither idle nor over."""
    request = HttpRequest()
    request.session = _session(session_key)
    if sitting.is_over(request.session, at):
        return None
    found = get_user(request)
    return found if isinstance(found, Person) and found.is_active else None


def still_signed_in(keys: Collection[str], *, at: datetime) -> frozenset[str]:
    """Return which of these sessions still hold. One query."""
    return frozenset(sitting.held(keys, at))


def _session(key: str) -> SessionBase:
    engine = import_module(settings.SESSION_ENGINE)
    session: SessionBase = engine.SessionStore(key)
    return session
