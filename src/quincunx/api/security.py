"""Who comes to the API: a member of staff signed in, a system with a key, or nobody."""

from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer, django_auth

from quincunx.api.visit import Visit
from quincunx.staff import keys


class AccessKey(HttpBearer):
    """`Authorization: Bearer qx_…`: an access key made by an administrator."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        visit = cast(Visit, request)
        actor = keys.actor_with(token, at=visit.received_at)
        if actor is None:
            return None
        visit.actor = replace(actor, received_at=visit.received_at)
        return actor


def _nobody(request: HttpRequest) -> Any:
    """Let a stranger in where strangers may; the actor is then nobody."""
    return cast(Visit, request).actor


STAFF = [AccessKey(), django_auth]
ANYBODY = [AccessKey(), _nobody]
