"""Tables in and out on screens: template, file, preview, receipt, taking back."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from quincunx.foundation import tries, wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.registers.exchange import (
    access,
    bring,
    extract,
    portions,
    returning,
    saying,
    sheets,
    workbooks,
)
from quincunx.registers.exchange.bring import Sent
from quincunx.registers.exchange.lines import Line
from quincunx.registers.exchange.models import Intake, Kind, Mode, State
from quincunx.registers.exchange.sheets import Occasion, Sheet
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

ENDINGS = ".xlsx,.csv,.tsv,.txt"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_AN_HOUR = 60
LAST = 20
SHOWN = 50


class SentForm(forms.Form):
    """A filled-in table."""

    file = forms.FileField(
        label=gettext_lazy("The filled-in table"),
        help_text=gettext_lazy(
            "XLSX, CSV or TSV; 20 MB and 200,000 rows at most. Nothing is written yet."
        ),
        max_length=100,
        widget=forms.ClearableFileInput(attrs={"accept": ENDINGS}),
    )
    part = forms.BooleanField(
        label=gettext_lazy("Read only the sheet with the rows to correct"),
        help_text=gettext_lazy(
            "For a table that came back to you, after correcting its second sheet."
        ),
        required=False,
    )


@staff_only
def tables(request: Visit) -> HttpResponse:
    """List the tables one may fill, and what one has sent lately."""
    known = {sheet.code: sheet for sheet in sheets.for_actor(request.actor)}
    sent = access.visible_intakes(request.actor).order_by("-pk")[:LAST]
    told = [(known[intake.sheet], intake) for intake in sent]
    facts = {"sheets": known.values(), "sent": told}
    return render(request, "registers/tables.html", facts)


@staff_only
def table(request: Visit, code: str) -> HttpResponse:
    """Give the template of a table and take a filled-in one."""
    sheet = sheets.named(code, by=request.actor)
    form = SentForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _received(request, sheet, form)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    facts = {"sheet": sheet, "form": form}
    return render(request, "registers/table.html", facts, status=status)


def _received(visit: Visit, sheet: Sheet, form: SentForm) -> HttpResponse:
    who = str(visit.actor.person)
    tries.count("tables", who, MOST_IN_AN_HOUR, at=visit.received_at)
    file = form.cleaned_data["file"]
    if (file.size or 0) > bring.MOST_BYTES:
        raise Refusal("file-too-large", most=bring.MOST_BYTES // bring.MEGABYTE)
    part = "correct" if form.cleaned_data["part"] else ""
    sent = Sent(file.name or "", file.read(), part)
    intake = bring.receive(sheet, sent, by=visit.actor, at=visit.received_at)
    there = reverse("table-sent", args=[intake.pk])
    if visit.headers.get("X-Part"):
        return JsonResponse({"there": there})
    return redirect(there)


@staff_only
def template(request: Visit, code: str) -> HttpResponse:
    """Give the empty table."""
    sheet = sheets.named(code, by=request.actor)
    return _workbook(workbooks.template(sheet), f"{sheet.code}-{sheet.version}")


@require_POST
@staff_only
def take_out(request: Visit, code: str) -> HttpResponse:
    """Give what stands in the register, marked as taken out by this person."""
    sheet = sheets.named(code, by=request.actor)
    who = str(request.actor.person)
    tries.count("tables-out", who, MOST_IN_AN_HOUR, at=request.received_at)
    content = extract.take_out(sheet, Occasion(request.actor, request.received_at))
    return _workbook(content, sheet.code)


@staff_only
def sent(request: Visit, key: UUID) -> HttpResponse:
    """Show how far a table is and what it does; write, cancel, take it back."""
    intake = access.intake_for(request.actor, key)
    sheet = sheets.named(intake.sheet, by=request.actor)
    if request.method != "POST":
        return _shown(request, sheet, intake)
    try:
        _done(request, intake)
    except Refusal as refusal:
        said = wording.in_words(refusal)
        intake = access.intake_for(request.actor, key)
        return _shown(request, sheet, intake, said=said, status=status_of(refusal))
    return redirect("table-sent", intake.pk)


def _done(visit: Visit, intake: Intake) -> None:
    occasion = Occasion(visit.actor, visit.received_at)
    act = visit.POST.get("act", "")
    if act in Mode.values:
        bring.order(intake, Mode(act), occasion)
    elif act == "take-back":
        bring.take_back(intake, occasion)
    elif act == "cancel":
        bring.cancel(intake)
        messages.success(visit, _("Cancelled. Nothing of it was written."))
    else:
        raise Refusal("unknown-act", act=act[:20])


def _shown(
    visit: Visit, sheet: Sheet, intake: Intake, *, said: str = "", status: int = 200
) -> HttpResponse:
    fault = ""
    if intake.fault:
        fault = wording.in_words(Refusal(intake.fault, **intake.facts))
    kept = intake.kept_until is not None and visit.received_at <= intake.kept_until
    facts = {
        "sheet": sheet,
        "intake": intake,
        "said": said or fault,
        "kept": kept,
        "again": intake.is_under_way,
        "may_write": intake.state == State.SEEN and kept and not intake.stopped,
        "may_take_back": intake.state == State.WRITTEN and kept,
        "may_cancel": intake.state in {"waiting", "reading", "seen", "refused"},
        **(_lines(visit, sheet, intake) if kept and not intake.is_under_way else {}),
    }
    return render(visit, "registers/table_sent.html", facts, status=status)


def _lines(visit: Visit, sheet: Sheet, intake: Intake) -> dict[str, object]:
    """Return what the rows do, the first of each kind, or one page of one kind."""
    kind, number = visit.GET.get("kind", ""), visit.GET.get("from", "0")
    start = int(number) if number.isdecimal() and len(number) < 7 else 0
    asked = [Kind(kind)] if kind in Kind.values else list(Kind)
    shown: dict[str, object] = {"kind": kind if kind in Kind.values else ""}
    where = saying.letters(intake)
    for each in asked:
        lines, following = portions.page(intake, each, start if kind else 0)
        most = len(lines) if kind else SHOWN
        rows = [
            {
                "row": line.row,
                "name": saying.name_of(sheet, line),
                "cells": _cells(sheet, line),
                "differs": saying.differences(sheet, line),
                "why": saying.why(sheet, line, where),
            }
            for line in lines[:most]
        ]
        more = following if kind else 0 if following or len(lines) > most else None
        shown[each.value] = {"rows": rows, "more": more}
    return shown


def _cells(sheet: Sheet, line: Line) -> list[tuple[str, str]]:
    told = [(str(c.header), line.told.get(c.code, "")) for c in sheet.columns]
    return [(head, cell) for head, cell in told if cell]


@staff_only
def errors(request: Visit, key: UUID) -> HttpResponse:
    """Give the sender their own table back, with what is wrong marked in it."""
    intake = access.intake_for(request.actor, key)
    sheet = sheets.named(intake.sheet, by=request.actor)
    who = str(request.actor.person)
    tries.count("tables-back", who, MOST_IN_AN_HOUR, at=request.received_at)
    return _workbook(returning.marked(sheet, intake), f"{sheet.code}-to-correct")


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer
