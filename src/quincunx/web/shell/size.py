"""How much may be sent at once: what says it is more is not read at all."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from quincunx.web.shell import errors

Answer = Callable[[HttpRequest], HttpResponse]
MOST_AT_ONCE = 128 * 1024 * 1024  # bytes: all photos of a form, with its words


def size(answer: Answer) -> Answer:
    """Refuse by its stated length what is longer than any form of ours can be."""

    def answered(request: HttpRequest) -> HttpResponse:
        if _stated(request) > MOST_AT_ONCE:
            return errors.bad(request, RequestDataTooBig())
        return answer(request)

    return answered


def _stated(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isascii() and stated.isdigit() else 0
