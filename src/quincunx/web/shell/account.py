"""Signing in by a link, one's own page, and the language and colours one likes."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from quincunx.lib.refusal import Refusal
from quincunx.staff import devices, queries, sign_in
from quincunx.web.shell.context import DENSITIES, THEMES
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

YEAR = 365 * 24 * 3600


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: Visit, token: str) -> HttpResponse:
    """Sign in with a link that works once; only the button uses it up."""
    try:
        person = (
            sign_in.person_for(token, at=request.received_at)
            if request.method != "POST"
            else sign_in.use(token, at=request.received_at)
        )
    except Refusal:
        return render(request, "shell/link_spent.html", status=410)
    if request.method != "POST":
        response = render(request, "shell/link.html", {"person": person})
        add_never_cache_headers(response)
        return response
    login = Login(user=person, redirect_url=reverse("desk"))
    answer: HttpResponse = perform_login(request, login)
    return answer


@staff_only
def account(request: Visit) -> HttpResponse:
    """Show what somebody holds and how they sign in."""
    actor = request.actor
    facts = {
        "holdings": queries.holdings_in_words(actor),
        "telephones": devices.listed(
            actor.person or 0, by=actor, at=request.received_at
        ),
    }
    return render(request, "shell/account.html", facts)


def back(request: HttpRequest) -> str:
    """Return the page the form stood on, if it is one of ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language this browser shall show."""
    wanted = request.POST.get("language", "")
    response = HttpResponseRedirect(back(request))
    if wanted in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep colours or size; an empty value goes back to what the system says."""
    response = redirect(back(request))
    for name, among in (("theme", THEMES), ("density", DENSITIES)):
        if name in request.POST:
            value = request.POST[name]
            _keep(response, name, value if value in among else "")
    return response
