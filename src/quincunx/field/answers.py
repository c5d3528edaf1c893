"""How the field app is answered: JSON, and a refusal in words with its code."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from pydantic import BaseModel, ValidationError

from quincunx.field import telephone
from quincunx.field.visit import Visit
from quincunx.foundation.statuses import headers_of, status_of
from quincunx.foundation.wording import in_words
from quincunx.lib import bodies
from quincunx.lib.refusal import Refusal

P = ParamSpec("P")
T = TypeVar("T", bound=BaseModel)
View = Callable[Concatenate[Visit, P], HttpResponseBase]


def staff_only(*methods: str) -> Callable[[View[P]], View[P]]:
    """Let in who is signed in, or whose telephone is; put refusals into words.

    A telephone that was away for long is told 401 and keeps what it has to send.
    """

    def guarding(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Visit, /, *args: P.args, **kwargs: P.kwargs) -> Any:
            if request.method not in methods:
                return JsonResponse({"code": "no-such-method"}, status=405)
            try:
                if not telephone.let_in(request):
                    return JsonResponse({"code": "sign-in-first"}, status=401)
                return telephone.kept_in(view(request, *args, **kwargs), request)
            except Refusal as refusal:
                return refused(refusal)

        return ensure_csrf_cookie(guarded)

    return guarding


def refused(refusal: Refusal) -> HttpResponse:
    """Return a refusal: the code for the program, the words for the worker."""
    told = {
        "code": refusal.code,
        "said": in_words(refusal),
        "facts": json.loads(json.dumps(refusal.facts, default=str)),
    }
    status = status_of(refusal)
    return JsonResponse(told, status=status, headers=headers_of(refusal))


def body_of(request: Visit, shape: type[T]) -> T:
    """Return the body as `shape`, or refuse it by the first field that is wrong."""
    try:
        return shape.model_validate(bodies.read(request.body))
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(step) for step in first["loc"])[:80]
        raise Refusal(
            "sending-not-understood", where=where, what=first["msg"]
        ) from fault
