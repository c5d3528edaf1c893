"""The pages for what went wrong: what happened, is the work safe, what to do."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from quincunx.foundation import outages
from quincunx.foundation.statuses import headers_of, status_of
from quincunx.foundation.wording import in_words
from quincunx.lib.refusal import Refusal


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, status=status)


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _plain(request, "shell/413.html", 413)
    return _plain(request, "shell/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return _plain(request, "shell/403.html", 403)


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return _plain(request, "shell/404.html", 404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer a form without its token: opened before signing in again, mostly."""
    return _plain(request, "shell/stale.html", 403)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when our own code broke, or what it stands on is away.

    What breaks in a middleware comes here and nowhere else.
    """
    refusal = outages.refusal_of(sys.exc_info()[1])
    if refusal is not None:
        return away(request, refusal)
    return HttpResponse(render_to_string("shell/500.html", _facts(request)), status=500)


def away(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer without asking the database anything; say when to return, if it helps."""
    facts = {**_facts(request), "words": in_words(refusal)}
    page = render_to_string("shell/away.html", facts)
    return HttpResponse(page, status=status_of(refusal), headers=headers_of(refusal))


def _facts(request: HttpRequest) -> dict[str, str]:
    """Return what a page may know that asks neither session nor database."""
    return {"request_id": getattr(request, "id", "")}
