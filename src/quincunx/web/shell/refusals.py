"""A rule that says no becomes a page that says why and what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quincunx.foundation import outages
from quincunx.foundation.statuses import ABSENT, status_of
from quincunx.foundation.wording import in_words
from quincunx.lib.refusal import Refusal
from quincunx.web.shell import errors, steps

Answer = Callable[[HttpRequest], HttpResponse]


def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page that puts a refusal into words."""
    status = status_of(refusal)
    if refusal.code == steps.NEEDED:
        return steps.page(request, in_words(refusal), status)
    template = "shell/404.html" if status == ABSENT else "shell/refused.html"
    return render(request, template, {"words": in_words(refusal)}, status=status)


class Refusals:
    """Catch what the views did not."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return page(request, exception)
        refusal = outages.refusal_of(exception)
        return errors.away(request, refusal) if refusal else None
