"""What stands before every address of this door: the count, and the form of a no."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from quincunx.foundation import tries
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.open311 import errors
from quincunx.open311.visit import Visit
from quincunx.staff import keys
from quincunx.staff.scopes import Scope, require

View = Callable[..., HttpResponse]
READS, WRITES, WRONG_KEYS = 3600, 1200, 60  # an hour, of an address or a key


def door(view: View) -> View:
    """Count the visit, answer its refusals, let pages of other sites read."""

    @csrf_exempt
    @wraps(view)
    def entered(request: Visit, *, fmt: str, **named: Any) -> HttpResponse:
        try:
            what, most = ("write", WRITES) if request.method == "POST" else READ
            _count(request, what, tries.address(request), most)
            response = view(request, fmt=fmt, **named)
        except Refusal as refusal:
            response = errors.refused(fmt, refusal)
        if request.method != "POST":
            response["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(response, no_cache=True)
        return response

    return entered


READ = ("read", READS)


def account(visit: Visit) -> Actor:
    """Return the account that a key opens, or refuse; wrong keys are counted."""
    key = visit.POST.get("api_key") or visit.GET.get("api_key") or ""
    if not key:
        raise Refusal("api-key-needed")
    where = tries.address(visit)
    found = keys.actor_with(key[:200], at=visit.received_at, address=where)
    if found is None:
        _count(visit, "key", where, WRONG_KEYS)
        raise Refusal("api-key-not-valid")
    require(found, Scope.REPORT if visit.method == "POST" else Scope.READ)
    if visit.method == "POST":
        _count(visit, "account", str(found.person), WRITES)
    return found


def _count(visit: Visit, what: str, who: str, most: int) -> None:
    tries.count(f"open311-{what}", who, most, at=visit.received_at)
