"""The telephone itself: how it stays signed in for thirty days, here and nowhere else.

Its token lies in a cookie that scripts cannot read and that is sent to these addresses
only; no other door looks at it.
"""

from dataclasses import replace
from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse

from quincunx.field.visit import Visit
from quincunx.staff import devices
from quincunx.staff.device_tables import LIFE

Answer = TypeVar("Answer", bound=HttpResponseBase)

COOKIE = "field-device"
BOUND = "Device-Bound"  # yes, no (bind it), or never (nobody of the street)

# What a browser says of the machine it runs on, the first that fits.
_KINDS = (
    "OpenHarmony", "HarmonyOS", "iPhone", "iPad", "Android", "Windows", "Mac OS",
    "Linux",
)  # fmt: skip


def let_in(request: Visit) -> bool:
    """Let in whoever has a session, or whose telephone is bound; say if anybody has."""
    if request.user.is_authenticated:
        return True
    token = request.COOKIES.get(COOKIE, "")
    found = devices.opened(token, at=request.received_at)
    if found is None:
        return False
    device, actor = found
    request.user, request.token = device.person, token
    request.actor = replace(actor, received_at=request.received_at)
    return True


def kept_in(answer: Answer, request: Visit) -> Answer:
    """Have the cookie live on with the token that was just used."""
    if token := getattr(request, "token", ""):
        _keep(answer, token)
    return answer


def state(request: Visit) -> str:
    """Say whether the telephone is bound to whoever has signed in."""
    if not devices.may_bind(request.actor):
        return "never"
    key = here(request)
    if key is not None and not hasattr(request, "token"):
        request.session[devices.SITTING] = key
    return "no" if key is None else "yes"


def bind(request: Visit, answer: Answer) -> Answer:
    """Bind the telephone to whoever has signed in; what it had before ends."""
    if getattr(request, "token", ""):
        return answer  # it is what let them in
    key, token = devices.bind(
        _kind(request.headers.get("User-Agent", "")),
        instead=request.COOKIES.get(COOKIE, ""),
        by=request.actor,
        at=request.received_at,
    )
    request.session[devices.SITTING] = key
    return _keep(answer, token)


def leave(request: Visit, answer: Answer) -> Answer:
    """End the telephone that asks."""
    devices.sign_out(here(request), by=request.actor, at=request.received_at)
    request.token = ""
    answer.delete_cookie(COOKIE, path=reverse("field"), samesite="Strict")
    return answer


def here(request: Visit) -> int | None:
    token = request.COOKIES.get(COOKIE, "")
    return devices.is_of(token, request.actor, request.received_at)


def _keep(answer: Answer, token: str) -> Answer:
    answer.set_cookie(
        COOKIE,
        token,
        max_age=LIFE,
        path=reverse("field"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return answer


def _kind(agent: str) -> str:
    """Return the kind of machine, so that its owner knows it from others."""
    return next((kind for kind in _KINDS if kind in agent), "")
