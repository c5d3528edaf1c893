"""One form of error for the whole API: problem details (RFC 9457)."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal


def problem(
    request: HttpRequest, status: int, code: str, detail: str, **facts: Any
) -> HttpResponse:
    """Return a problem: stable `type`, words for people, facts for programs."""
    told = {
        "type": f"urn:quincunx:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "facts": json.loads(json.dumps(facts, default=str)),
        "request": getattr(request, "id", ""),
    }
    kind = "application/problem+json"
    return JsonResponse(told, status=status, content_type=kind)


def speak(api: NinjaAPI) -> None:
    """Let the API answer every failure as a problem."""
    for failure, answer in _ANSWERS.items():
        api.add_exception_handler(failure, answer)


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    said = wording.in_words(refusal)
    return problem(request, status_of(refusal), refusal.code, said, **refusal.facts)


def _unreadable(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = [
        {"where": [str(step) for step in e["loc"]], "what": str(e["msg"])}
        for e in fault.errors
    ]
    said = "; ".join(f"{'.'.join(e['where'][1:])}: {e['what']}" for e in errors[:5])
    return problem(request, 422, "input-not-understood", said, errors=errors)


def _unknown(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    del fault
    return problem(request, 401, "sign-in-first", "Sign in, or send a key.")


def _failed(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return problem(request, fault.status_code, "refused", str(fault))


def _absent(request: HttpRequest, fault: Http404) -> HttpResponse:
    del fault
    return problem(request, 404, "no-such-address", "There is nothing here.")


_ANSWERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    Refusal: _refused,
    ValidationError: _unreadable,
    AuthenticationError: _unknown,
    HttpError: _failed,
    Http404: _absent,
}
