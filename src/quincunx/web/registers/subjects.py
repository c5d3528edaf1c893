"""Requests of residents for their own: at the desk by code, decided by another."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from quincunx.cases.words import ROLES
from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.numbers import grouped
from quincunx.lib.refusal import Refusal
from quincunx.matters.calendars import calendar_for
from quincunx.registers.subjects import access, ask, decide, queries
from quincunx.registers.subjects.models import SubjectRequest
from quincunx.registers.subjects.vocabulary import State
from quincunx.staff.roles import Role
from quincunx.web.registers.subject_forms import (
    CardForm,
    CodeForm,
    NewForm,
    ProposeForm,
)
from quincunx.web.shell import steps
from quincunx.web.shell.guard import only
from quincunx.web.shell.visit import Visit

WHO = (Role.DISPATCHER, Role.SUPERVISOR)


@only(*WHO)
def requests(request: Visit) -> HttpResponse:
    """List what waits; open one by the code somebody shows, or begin one for them."""
    act, given = request.POST.get("act", ""), request.POST or None
    code = CodeForm(given if act == "code" else None)
    new = NewForm(given if act == "new" else None)
    form, status = (new if act == "new" else code), 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                return _open(request, act, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, wording.in_words(refusal))
            status = status_of(refusal)
    facts = {
        "rows": queries.queue(request.actor),
        "now": request.received_at,
        "code": code,
        "new": new,
        "at_desk": access.works_at_a_desk(request.actor),
    }
    return render(request, "registers/requests.html", facts, status=status)


def _open(visit: Visit, act: str, told: dict[str, Any]) -> HttpResponse:
    by: Any = {"by": visit.actor, "at": visit.received_at}
    if act != "new":
        return redirect("registers-request-code", told["code"].strip())
    access.must_work_at_a_desk(visit.actor)
    calendar = calendar_for("", visit.received_at)
    made = ask.ask(told["kind"], told["said"], calendar=calendar, **by)
    words = _("The code for them: %(code)s. Write it down for the person.")
    messages.success(visit, words % {"code": grouped(made.code)})
    return redirect("registers-request-code", made.code)


@only(*WHO)
def by_code(request: Visit, code: str) -> HttpResponse:
    """Open the request of whoever stands at the desk, and note who they are."""
    found = access.at_the_desk(request.actor, code)
    if found.state != State.ASKED:
        return _page(request, found, None, 200)
    form = CardForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, 422 if request.method == "POST" else 200)
    try:
        by: Any = {"by": request.actor, "at": request.received_at}
        ask.verify(found, **form.cleaned_data, **by)
    except Refusal as refusal:
        steps.let_through(refusal)
        form.add_error(None, wording.in_words(refusal))
        return _page(request, found, form, status_of(refusal))
    messages.success(request, _("Noted: you have seen who asks."))
    return redirect("registers-request", found.pk)


@only(*WHO)
def request_page(request: Visit, key: UUID) -> HttpResponse:
    """Show one request; propose, or decide what another proposed."""
    found = access.request_for(request.actor, key)
    handles = access.works_at_a_desk(request.actor) and found.state == State.VERIFIED
    form = ProposeForm(found.kind, request.POST or None) if handles else None
    if request.method != "POST":
        return _page(request, found, form, 200)
    try:
        if _acted(request, found, form):
            messages.success(request, _("Done. It is written down."))
            return redirect("registers-request", key)
    except Refusal as refusal:
        if form is None:
            raise
        form.add_error(None, wording.in_words(refusal))
        return _page(request, found, form, status_of(refusal))
    return _page(request, found, form, 422)


def _acted(
    visit: Visit, found: SubjectRequest, form: ProposeForm | None
) -> SubjectRequest | None:
    by: Any = {"by": visit.actor, "at": visit.received_at}
    act = visit.POST.get("act", "")
    if act == "agree":
        return decide.agree(found, **by)
    if act == "send-back":
        return decide.send_back(found, **by)
    if form is not None and form.is_valid():
        return decide.propose(found, form.proposal(), **by)
    return None


@only(*WHO)
def looks(request: Visit, key: UUID) -> HttpResponse:
    """Print who has read the identity of whoever asked, for somebody at the desk."""
    found = access.request_for(request.actor, key)
    told = queries.looks(found)
    facts = {
        "found": found,
        "looks": [(look, ROLES.get(look.role, look.role)) for look in told.told],
        "hidden": told.hidden,
        "kept": queries.facts(found),
        "now": request.received_at,
    }
    return _unkept(render(request, "registers/request_looks.html", facts))


def _page(
    visit: Visit, found: SubjectRequest, form: forms.Form | None, status: int
) -> HttpResponse:
    facts = {
        "found": found,
        "form": form,
        "words": queries.words(found),
        "masks": queries.masks(found),
        "proposed": queries.proposed(found),
        "decides": access.decides(visit.actor)
        and found.state == State.PROPOSED
        and found.handled_by != visit.actor.person,
        "now": visit.received_at,
    }
    return _unkept(render(visit, "registers/request.html", facts, status=status))


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
