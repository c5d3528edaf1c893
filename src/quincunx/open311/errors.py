"""What goes wrong, in the format that was asked for, with the status the standard asks.

404 for what is not there, 403 for a key, 400 for the rest; beside these only what
every server may say: 405, 429, and 5xx.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from quincunx.foundation import outages, wording
from quincunx.foundation.statuses import BROKEN, headers_of, status_of
from quincunx.lib.refusal import Refusal
from quincunx.open311.formats import JSON, TYPES, XML, answer

Answer = Callable[[HttpRequest], HttpResponse]
ROOT = "/open311/"
KEPT = frozenset({403, 404, 405, 429})
_PASSING = {503: outages.AWAY, 507: outages.NO_ROOM}
_AROUND = {
    403: _("This may not be done."),
    404: _("There is nothing here. The list of services is at services.xml."),
    405: _("This address takes other methods."),
    500: _("Something broke on our side. Tell us the number of the request."),
}
_UNREADABLE = _("This request cannot be read. Send less, and in UTF-8.")


def status_for(status: int) -> int:
    return status if status in KEPT or status >= BROKEN else 400


def refused(fmt: str, refusal: Refusal) -> HttpResponse:
    """Return a refusal as an error of the standard."""
    told = error(fmt, status_for(status_of(refusal)), wording.in_words(refusal))
    for name, value in headers_of(refusal).items():
        told[name] = value
    return told


def error(fmt: str, status: int, said: str) -> HttpResponse:
    body = [{"code": str(status), "description": said}]
    return answer(fmt, "errors", body, status)


def errors(answered: Answer) -> Answer:
    """Let what fails around this door (a middleware, an address) be an error too."""

    def inner(request: HttpRequest) -> HttpResponse:
        response = answered(request)
        ours = request.path_info.startswith(ROOT)
        if not ours or response.status_code < 400 or _is_said(response):
            return response
        told = _around(format_of(request.path_info), response.status_code)
        for name in ("Retry-After", "Allow", "X-Request-Id"):
            if name in response:
                told[name] = response[name]
        return told

    return inner


def format_of(path: str) -> str:
    return JSON if path.endswith(f".{JSON}") else XML


def _is_said(response: HttpResponse) -> bool:
    return response.get("Content-Type") in TYPES.values()


def _around(fmt: str, status: int) -> HttpResponse:
    if status in _PASSING:
        return refused(fmt, Refusal(_PASSING[status]))
    status = status_for(status)
    return error(fmt, status, str(_AROUND.get(status, _UNREADABLE)))
