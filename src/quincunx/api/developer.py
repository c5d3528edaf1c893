"""The pages of whoever writes against the API: first steps, operations, problems."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quincunx.api import trying
from quincunx.api.samples import samples
from quincunx.api.visit import Visit
from quincunx.foundation import sandbox, wording
from quincunx.foundation.statuses import known
from quincunx.staff.scopes import Scope
from quincunx.webhooks import retries

Describe = Callable[[], Mapping[str, Any]]

SCOPES: Mapping[str, str | Promise] = {
    Scope.READ: _("Everything the key's person may see, but not who a reporter is."),
    Scope.REPORT: _("Send reports, records of what was done on the spot, and files."),
    Scope.ACT: _("Do acts on cases, and read them."),
    Scope.CONTACTS: _("Read how to reach a reporter; each read is written down."),
    Scope.MANAGE: _("Change areas, staff, the catalogue, keys and webhooks."),
}


def pages(describe: Describe) -> list[URLPattern]:
    """Return the addresses of the pages; `describe` returns what the API is."""

    @require_safe
    def operations(request: Visit) -> HttpResponse:
        """List every operation with a call of it in three languages."""
        base = request.build_absolute_uri("/").rstrip("/")
        groups = samples(describe(), base, trying.known(request))
        facts = {**trying.around("operations"), "groups": groups}
        return render(request, "developer/operations.html", facts)

    return [
        path("developer", start, name="developer"),
        path("developer/operations", operations, name="developer-operations"),
        path("developer/problems", problems, name="developer-problems"),
        path("developer/key", trying.key, name="developer-key"),
        path("developer/try", trying.form(describe), name="developer-try"),
    ]


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the way to the first call, keys, webhooks, and what changes when."""
    facts = {
        "base": request.build_absolute_uri("/").rstrip("/"),
        "scopes": SCOPES.items(),
        "tries": retries.MOST_TRIES,
        "given_up": retries.GIVEN_UP_AFTER.days,
        **trying.around("start"),
        "seats": trying.SeatForm() if sandbox.is_here() else None,
    }
    return render(request, "developer/start.html", facts)


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """List every refusal with its status and its sentence."""
    found = [
        (code, known(code), str(wording.sentence(code)))
        for code in sorted(wording.codes())
    ]
    facts = {**trying.around("problems"), "problems": found}
    return render(request, "developer/problems.html", facts)
