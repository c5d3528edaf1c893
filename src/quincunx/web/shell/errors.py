"""The pages for what went wrong: what happened, is the work safe, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, status=status)


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return _plain(request, "shell/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return _plain(request, "shell/403.html", 403)


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return _plain(request, "shell/404.html", 404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer a form without its token: opened before signing in again, mostly."""
    return _plain(request, "shell/stale.html", 403)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when our own code broke; asks neither session nor database."""
    facts = {"request_id": getattr(request, "id", "")}
    return HttpResponse(render_to_string("shell/500.html", facts), status=500)
