"""Asking what the registers keep of oneself: without account, by a code, in person."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from quincunx.cases.words import ROLES
from quincunx.foundation import wording
from quincunx.foundation.actors import ANYONE
from quincunx.foundation.statuses import status_of
from quincunx.lib.numbers import grouped, read_tracking_code
from quincunx.lib.refusal import Refusal
from quincunx.matters.calendars import calendar_for
from quincunx.portal import throttle
from quincunx.portal.visit import Visit
from quincunx.registers.subjects import access, queries
from quincunx.registers.subjects import ask as asking
from quincunx.registers.subjects.models import SubjectRequest
from quincunx.registers.subjects.sentences import NAMES
from quincunx.registers.subjects.vocabulary import WORDS_MOST
from quincunx.staff.published import counter

MOST_AN_HOUR = 10


class RecordsForm(forms.Form):
    """What is asked for; who asks is seen at the counter, by a person."""

    kind = forms.ChoiceField(
        label=_("I want to"),
        choices=tuple(NAMES["request_kind"].items()),
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=_("In your words"),
        help_text=_("What is wrong, say. Leave out names and numbers: you show them."),
        max_length=WORDS_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def ask(request: Visit) -> HttpResponse:
    """Begin a request, and give its code."""
    form, status = RecordsForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _begun(request, form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    facts = {"form": form, "desk": counter()}
    return render(request, "portal/records.html", facts, status=status)


def _begun(visit: Visit, told: dict[str, Any]) -> HttpResponse:
    throttle.count(visit, "records", MOST_AN_HOUR)
    at = visit.received_at
    calendar = calendar_for("", at)
    made = asking.ask(told["kind"], told["said"], calendar=calendar, by=ANYONE, at=at)
    return redirect("records-code", made.code)


def follow(request: Visit, code: str) -> HttpResponse:
    """Show how a request stands; what is kept and who read it, once one was seen."""
    found = _opened(request, code)
    looks = queries.looks(found)
    facts = {
        "found": found,
        "code": read_tracking_code(code),
        "grouped": grouped(read_tracking_code(code)),
        "kept": queries.facts(found),
        "looks": [(look, ROLES.get(look.role, look.role)) for look in looks.told],
        "hidden": looks.hidden,
        "words": queries.words(found),
        "has_file": bool(found.file_until and found.file_until > request.received_at)
        and found.file_at is None,
        "desk": counter(),
    }
    answer = render(request, "portal/records_code.html", facts)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def withdraw(request: Visit, code: str) -> HttpResponse:
    found = _opened(request, code)
    asking.withdraw(found, by=ANYONE, at=request.received_at)
    return redirect("records-code", code)


@require_POST
def take(request: Visit, code: str) -> HttpResponse:
    """Send the file, once: for a machine, and to be read."""
    found = _opened(request, code)
    told = queries.take_file(found, by=ANYONE, at=request.received_at)
    answer = HttpResponse(_packed(told), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="my-records.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _packed(told: dict[str, Any]) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as packed:
        said = json.dumps(told, ensure_ascii=False, indent=2)
        packed.writestr("my-records.json", said)
        page = render_to_string("portal/records_file.html", {"told": told})
        packed.writestr("my-records.html", page)
    return kept.getvalue()


def _opened(visit: Visit, code: str) -> SubjectRequest:
    try:
        return access.by_code(code)
    except Refusal:
        throttle.count(visit, "guess", throttle.GUESSES)
        raise
