"""One form of error for the whole API: problem details (RFC 9457)."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from quincunx.api import input_words
from quincunx.foundation import outages, wording
from quincunx.foundation.statuses import headers_of, status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff.key_calls import Rate

Answer = Callable[[HttpRequest], HttpResponse]
KIND = "application/problem+json"
_RATE = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


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
    return JsonResponse(told, status=status, content_type=KIND)


def speak(api: NinjaAPI) -> None:
    """Let the API answer every failure as a problem."""
    for failure, answer in _ANSWERS.items():
        api.add_exception_handler(failure, answer)


def problems(answer: Answer) -> Answer:
    """Let what fails around the API (a middleware, an address) be a problem too."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        _say_rate(request, response)
        kept = response.get("Content-Type", "").split(";")[0]
        if response.status_code < 400 or kept == KIND or not _is_ours(request):
            return response
        told = _around(request, response.status_code)
        for name in (*_RATE, "Retry-After", "Allow", "X-Request-Id"):
            if name in response:
                told[name] = response[name]
        return told

    return answered


def _say_rate(request: HttpRequest, response: HttpResponse) -> None:
    """Tell whoever came with a key how many calls are left in this minute."""
    rate: Rate | None = getattr(request, "rate", None)
    if rate is not None:
        told = (rate.limit, rate.remaining, rate.resets)
        for name, value in zip(_RATE, told, strict=True):
            response[name] = str(value)
        if rate.is_over:
            response["Retry-After"] = str(rate.resets)


def _around(request: HttpRequest, status: int) -> HttpResponse:
    if status in _PASSING:
        return _refused(request, Refusal(_PASSING[status]))
    code, said = _AROUND.get(status, ("failed", _("Something broke on our side.")))
    return problem(request, status, code, str(said))


def _is_ours(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    said, status = wording.in_words(refusal), status_of(refusal)
    told = problem(request, status, refusal.code, said, **refusal.facts)
    for name, value in headers_of(refusal).items():
        told[name] = value
    return told


def _unreadable(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = [
        {"where": [str(step) for step in e["loc"]], "what": str(e["msg"])}
        for e in fault.errors
    ]
    said = input_words.said(fault.errors)
    return problem(request, 422, "input-not-understood", said, errors=errors)


def _unknown(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    del fault
    return problem(request, 401, "sign-in-first", gettext("Sign in, or send a key."))


def _failed(request: HttpRequest, fault: HttpError) -> HttpResponse:
    """Answer what Ninja says, or the refusal that it wraps (a body, `reading`)."""
    if isinstance(fault.__cause__, Refusal):
        return _refused(request, fault.__cause__)
    return problem(request, fault.status_code, "refused", str(fault))


def _absent(request: HttpRequest, fault: Http404) -> HttpResponse:
    del fault
    return problem(request, 404, "no-such-address", gettext("There is nothing here."))


def _broken(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Say that the database is away; what is a bug of ours goes to the log."""
    refusal = outages.refusal_of(fault)
    if refusal is None:
        raise fault
    return _refused(request, refusal)


_AROUND = {
    400: ("bad-request", _("This request cannot be read.")),
    403: ("stale-form", _("Send the token of the form along, or use an access key.")),
    404: ("no-such-address", _("There is nothing here.")),
    405: ("no-such-method", _("This address takes other methods.")),
    413: (
        "body-too-large",
        _("JSON may have 2.5 MB, one file 20 MB. Send less, or in parts."),
    ),
}
_PASSING = {503: outages.AWAY, 507: outages.NO_ROOM}
_ANSWERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    Refusal: _refused,
    ValidationError: _unreadable,
    AuthenticationError: _unknown,
    HttpError: _failed,
    Http404: _absent,
    Exception: _broken,
}
