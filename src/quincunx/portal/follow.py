"""Following a report by its code: one's own, or that of a neighbour one joined."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from quincunx.cases import consent, pages
from quincunx.foundation import wording
from quincunx.lib.numbers import read_tracking_code
from quincunx.lib.refusal import Refusal
from quincunx.portal import contact_page, standing, throttle
from quincunx.portal.forms import CodeForm
from quincunx.portal.standing import Opened
from quincunx.portal.visit import Visit
from quincunx.staff.published import counter


def follow(request: Visit) -> HttpResponse:
    """Ask for a code, and open what it opens."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                opened = _opened(request, form.cleaned_data["code"])
            except Refusal as refusal:
                form.add_error("code", wording.in_words(refusal))
            else:
                return redirect(opened.here)
    facts = {"form": form, "desk": counter()}
    return render(request, "portal/follow.html", facts, status=status)


def _opened(visit: Visit, code: str) -> Opened:
    """Return what a code opens; a wrong one counts as a guess."""
    try:
        case, actor = pages.tracked(code, at=visit.received_at)
    except Refusal:
        throttle.count(visit, "guess", throttle.GUESSES)
        raise
    read = read_tracking_code(code)
    contact = consent.contact_of(case, actor, read)
    return Opened(case, actor, contact, reverse("tracked", args=[read]), read)


def tracked(request: Visit, code: str) -> HttpResponse:
    """Show how a report stands to whoever holds its code."""
    return standing.show(request, _opened(request, code))


def act(request: Visit, code: str, name: str) -> HttpResponse:
    return standing.act(request, _opened(request, code), name)


def photo(request: Visit, code: str, key: UUID) -> FileResponse:
    return standing.photo(_opened(request, code), key)


def contact(request: Visit, code: str) -> HttpResponse:
    """Let whoever holds the code say who may know of them, or that nobody may."""
    return contact_page.show(request, _opened(request, code))
