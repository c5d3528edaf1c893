"""A rule that says no becomes a page that says why and what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quincunx.foundation.wording import in_words
from quincunx.lib.refusal import Refusal

Answer = Callable[[HttpRequest], HttpResponse]

# What was typed or sent is wrong in itself; anything else clashes with how things are.
BAD_INPUT = frozenset(
    {"facts-missing", "facts-unknown", "not-a-choice", "too-long", "not-a-rating"}
    | {"key-used-otherwise", "receipt-key-bad", "unknown-act", "position-unreadable"}
)
BAD_INPUT_STARTS = ("file-", "image-", "limit-", "outline-", "contact-")


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status a refusal is answered with."""
    if refusal.code.startswith("no-such-"):
        return 404
    if refusal.code in BAD_INPUT or refusal.code.startswith(BAD_INPUT_STARTS):
        return 422
    return 409


def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page that puts a refusal into words."""
    status = status_of(refusal)
    template = "shell/404.html" if status == 404 else "shell/refused.html"
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
        return page(request, exception) if isinstance(exception, Refusal) else None
