"""Who comes to the API: a member of staff signed in, a system with a key, or nobody."""

from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer, django_auth

from quincunx.api.visit import Visit
from quincunx.foundation.tries import address
from quincunx.lib.refusal import Refusal
from quincunx.staff import key_calls, keys


class AccessKey(HttpBearer):
    """`Authorization: Bearer qx_…`: an access key made by an administrator."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        visit = cast(Visit, request)
        at = visit.received_at
        actor = keys.actor_with(token, at=at, address=address(request))
        number = keys.number_of(token, at=at) if actor else None
        if actor is None or number is None:
            return None
        visit.rate = key_calls.count(number, at)
        if visit.rate.is_over:
            raise Refusal("too-many-calls", most=visit.rate.limit)
        visit.actor = replace(actor, received_at=at)
        return actor


def _nobody(request: HttpRequest) -> Any:
    """Let a stranger in where strangers may; the actor is then nobody."""
    return cast(Visit, request).actor


STAFF = [AccessKey(), django_auth]
ANYBODY = [AccessKey(), _nobody]
