"""The bench: what would become of a report, step by step, before anything is filed."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue
from quincunx.matters.models import Matter
from quincunx.matters.trial import Trial, try_
from quincunx.web.shell import words
from quincunx.web.shell.fields import Listed
from quincunx.web.shell.ground import ground
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit


class TrialForm(forms.Form):
    """A report that nobody made: what, where, when."""

    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "short"},
            format="%Y-%m-%dT%H:%M",
        ),
    )

    def __init__(self, visit: Visit, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        path, on = home(visit.actor), today(visit.received_at)
        rows = {m.pk: m for m in catalogue.matters_in(path, on)}
        names = [(pk, words.local(m.name)) for pk, m in rows.items()]
        self.fields["matter"] = Listed(rows, names, label=_("Matter"))
        self.fields["at"].initial = localtime(visit.received_at)
        self.order_fields(["matter", "at"])


@staff_only
def try_out(request: Visit) -> HttpResponse:
    """Work a report out and say each step; nothing is written."""
    asked = bool(request.GET.get("matter"))
    form = TrialForm(request, request.GET if asked else None)
    sentences: list[str] = []
    status = 200
    if asked:
        status = 422
        if form.is_valid():
            try:
                sentences = _tried(form).in_words(get_language() or "en")
                status = 200
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    lon, lat = request.GET.get("lon", ""), request.GET.get("lat", "")
    facts = {
        "form": form,
        "sentences": sentences,
        "map": ground(home(request.actor), today(request.received_at)),
        "pin": f"{lon},{lat}" if lon and lat else "",
    }
    return render(request, "matters/try.html", facts, status=status)


def _tried(form: TrialForm) -> Trial:
    told = form.cleaned_data
    matter: Matter = told["matter"]
    at: datetime = told["at"]
    return try_(matter.pack.code, matter.code, told["lon"], told["lat"], at)
