"""Tables that are asked for: declared, answered with a press, refused, paid for."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quincunx.foundation import tries, wording
from quincunx.foundation.statuses import status_of
from quincunx.lib import xlsx_forms
from quincunx.lib.refusal import Refusal
from quincunx.registers import fields
from quincunx.registers.asks import access, answer, declare, leave, queries
from quincunx.registers.asks.models import Ask, State
from quincunx.registers.exchange import release
from quincunx.staff.roles import Role
from quincunx.web.registers.ask_forms import BlankForm, HandForm, LeaveForm, MapForm
from quincunx.web.shell import steps
from quincunx.web.shell.guard import only, staff_only
from quincunx.web.shell.visit import Visit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_AN_HOUR = 60
SHOWN = "asks-shown"
MOST_NAMES = 50
DECLARERS = access.DECLARERS


@staff_only
def asks(request: Visit) -> HttpResponse:
    """List the tables one answers, and what waits for one's word."""
    facts = {
        "asks": queries.standing(request.actor),
        "may_declare": access.may_declare(request.actor),
        "may_answer": access.may_answer(request.actor),
        "leaves": leave.waiting_for(request.actor),
        "releases": release.waiting_for(request.actor).select_related("asked_by"),
    }
    return render(request, "registers/asks/list.html", facts)


@only(*DECLARERS)
def new(request: Visit) -> HttpResponse:
    """Take a blank form; its columns are mapped on the next page."""
    areas = {area.pk: area for area in access.areas(request.actor)}
    choices = [(key, area.name) for key, area in areas.items()]
    post = request.POST if request.method == "POST" else None
    form = BlankForm(choices, post, request.FILES or None)
    status = 200
    if post is not None:
        status = 422
        if form.is_valid():
            try:
                return _begun(request, form, areas)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    return render(request, "registers/asks/new.html", {"form": form}, status=status)


def _begun(visit: Visit, form: BlankForm, areas: dict[int, Any]) -> HttpResponse:
    tries.count("asks", str(visit.actor.person), MOST_IN_AN_HOUR, at=visit.received_at)
    file, area = form.cleaned_data["file"], areas[form.cleaned_data["area"]]
    said: Any = {"by": visit.actor, "at": visit.received_at}
    content = file.read(xlsx_forms.MOST_BYTES + 1)
    begun = declare.begin(file.name or "", content, area, **said)
    return redirect("asks-map", begun.pk)


@only(*DECLARERS)
def mapped(request: Visit, key: UUID) -> HttpResponse:
    """Say what a row is, which rows, and what answers each column."""
    found = access.draft_for(request.actor, key)
    chosen = request.GET.get("rows", "")
    kinds = {each.code: each for each in fields.every()}
    rows = chosen if chosen in kinds else declare.likeliest_rows(found)
    units = {unit.pk: unit for unit in access.units()}
    suggested = declare.suggested(found, rows)
    post = request.POST if request.method == "POST" else None
    form = MapForm(found, rows, list(units.values()), suggested, post)
    status = 200
    if post is not None:
        status = 422
        if form.is_valid():
            try:
                said: Any = {"by": request.actor, "at": request.received_at}
                declare.save(found, form.said(units, found.area), **said)
                messages.success(
                    request, _("Declared. From now on one press answers it.")
                )
                return redirect("asks-ask", found.pk)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    facts = {
        "ask": found,
        "form": form,
        "rows": rows,
        "kinds": [(code, fields.said(each.words)) for code, each in kinds.items()],
        "found": sum(1 for code in suggested.values() if code),
    }
    return render(request, "registers/asks/map.html", facts, status=status)


@staff_only
def ask(request: Visit, key: UUID) -> HttpResponse:
    """Show a table, what answers it and what nobody knew; ask for leave, fill in."""
    found = access.ask_for(request.actor, key)
    if found.state == State.DRAFT:
        return redirect("asks-map", found.pk)
    act = request.POST.get("act", "")
    post = request.POST if request.method == "POST" else None
    names = leave.unasked(found)
    leaving = LeaveForm(names, post if act == "leave" else None)
    by_hand = HandForm(post if act == "hand" else None)
    status = 200
    if post is not None:
        status, form = 422, by_hand if act == "hand" else leaving
        try:
            done = _done(request, found, act, leaving, by_hand)
            if done is not None:
                return done
        except Refusal as refusal:
            if not form.is_bound:
                raise
            form.add_error(None, wording.in_words(refusal))
            status = status_of(refusal)
    return _ask(request, found, leaving, by_hand, status)


def _done(
    visit: Visit, found: Ask, act: str, leaving: LeaveForm, by_hand: HandForm
) -> HttpResponse | None:
    said: Any = {"by": visit.actor, "at": visit.received_at}
    if act == "end":
        declare.end(found, **said)
        messages.success(visit, _("Ended. Its lines in the ledger stay."))
        return redirect("asks")
    if act == "leave" and leaving.is_valid():
        leave.ask(found, leaving.wish(), **said)
        messages.success(visit, _("Asked. Another person decides."))
        return redirect("asks-ask", found.pk)
    if act == "hand" and by_hand.is_valid():
        answer.by_hand(found, by_hand.cleaned_data["rows"], **said)
        messages.success(visit, _("Written into the ledger."))
        return redirect("asks-ask", found.pk)
    return None


def _ask(
    visit: Visit, found: Ask, leaving: LeaveForm, by_hand: HandForm, status: int = 200
) -> HttpResponse:
    last = answer.last(found)
    stands = found.state == State.STANDS
    facts = {
        "ask": found,
        "rows": fields.said(fields.rows(found.rows).words),
        "columns": answer.of_columns(found, last),
        "last": last,
        "leaves": leave.of(found),
        "leaving": leaving if stands and access.may_declare(visit.actor) else None,
        "by_hand": by_hand if stands and access.may_answer(visit.actor) else None,
        "has_gaps": any(not column["field"] for column in found.columns),
        "may_ask": bool(leave.unasked(found)),
        "may_answer": stands and access.may_answer(visit.actor),
        "may_end": stands and access.may_declare(visit.actor),
        "shown": signing.dumps(visit.received_at.isoformat(), salt=SHOWN),
    }
    answered = render(visit, "registers/asks/ask.html", facts, status=status)
    answered["Cache-Control"] = "no-store"
    return answered


@require_POST
@staff_only
def press(request: Visit, key: UUID) -> HttpResponse:
    """Give the sender's own workbook, filled in."""
    found = access.ask_for(request.actor, key)
    who, at = str(request.actor.person), request.received_at
    tries.count("asks-out", who, MOST_IN_AN_HOUR, at=at)
    try:
        filled = answer.press(found, _open_for(request), by=request.actor, at=at)
    except Refusal as refusal:
        steps.let_through(refusal)
        messages.error(request, wording.in_words(refusal))
        return redirect("asks-ask", found.pk)
    return _file(filled.content, found.name)


def _open_for(visit: Visit) -> float:
    """Return for how many seconds the page of a table was open; 0 if nobody knows."""
    try:
        told = signing.loads(visit.POST.get("shown", ""), salt=SHOWN)
    except signing.BadSignature:
        return 0
    return (visit.received_at - datetime.fromisoformat(told)).total_seconds()


def _file(content: bytes, name: str) -> HttpResponse:
    told = HttpResponse(content, content_type=XLSX)
    named = f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
    told["Content-Disposition"] = named
    told["Cache-Control"] = "no-store"
    return told


@require_POST
@staff_only
def decide(request: Visit, what: str, key: str) -> HttpResponse:
    """Give or refuse what another person asked for: more fields, or many persons."""
    said: Any = {"by": request.actor, "at": request.received_at}
    granted = request.POST.get("answer") == "yes"
    if what == "leave" and key.isdecimal() and len(key) < 19:
        why = request.POST.get("said", "")
        leave.decide(int(key), granted=granted, said=why, **said)
    elif what == "release" and len(key) == 36:
        release.decide(_uuid(key), granted=granted, **said)
    else:
        raise Http404
    messages.success(request, _("Decided. Whoever asked sees it."))
    return redirect("asks")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@only(*DECLARERS, Role.OFFICER)
def check(request: Visit) -> HttpResponse:
    """Say of names of columns which are collected already, and which never may be."""
    typed = request.GET.get("names", "")[:2_000]
    names = [n.strip()[:60] for n in re.split("[\n,，、;；]", typed)]
    names = [name for name in names if name][:MOST_NAMES]
    known = dict(leave.known_already(names))
    never = dict(leave.forbidden(names, of_people=True))
    rows = [
        {
            "name": name,
            "field": fields.said(known[name].words) if name in known else "",
            "never": never.get(name, ""),
        }
        for name in names
    ]
    return render(request, "registers/asks/check.html", {"rows": rows, "typed": typed})
