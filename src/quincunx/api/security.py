"""Who comes to the API: a member of staff signed in, a system with a key, or nobody."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, django_auth

from quincunx.staff import keys


class AccessKey(HttpBearer):
    """`Authorization: Bearer qx_…`: an access key made by an administrator."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        received = request.received_at  # type: ignore[attr-defined]  # set by the middleware
        actor = keys.actor_with(token, at=received)
        if actor is None:
            return None
        request.actor = replace(actor, received_at=received)  # type: ignore[attr-defined]
        return actor


def _nobody(request: HttpRequest) -> Any:
    """Let a stranger in where strangers may; the actor is then nobody."""
    return request.actor  # type: ignore[attr-defined]  # set by the middleware


STAFF = [AccessKey(), django_auth]
ANYBODY = [AccessKey(), _nobody]
