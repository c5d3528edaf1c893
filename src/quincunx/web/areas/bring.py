"""Borders from a file, on a screen: looked at first, then a draft somebody approves."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from quincunx.areas import bring_in, import_steps, propose, queries
from quincunx.areas.archives import MEGABYTE
from quincunx.areas.bring_in import Preview
from quincunx.areas.models import BorderDraft, Kind
from quincunx.areas.options import Options
from quincunx.areas.propose import LONGEST_REASON, LONGEST_TITLE, Proposal
from quincunx.foundation import tries, wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.web.areas.drafts import DRAWERS, SOON
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

LARGEST = 20 * MEGABYTE
MOST_IN_AN_HOUR = 60
ENDINGS = ".geojson,.json,.zip,.gpkg,.csv,.xlsx"
LONGEST_FIELD = 60
_TOLD = ("level", "code_field", "name_field", "parent_field", "crs", "kind", "repair")


class FileForm(forms.Form):
    """A file with areas, how it is to be read, and from which day it would hold."""

    file = forms.FileField(
        label=pgettext_lazy("a document", "File"),
        help_text=gettext_lazy(
            "GeoJSON, zipped Shapefile, GeoPackage, or a table of codes or positions"
            " (CSV, XLSX); 20 MB at most. Larger ones: quincunx areas import"
        ),
        max_length=100,
        widget=forms.ClearableFileInput(attrs={"accept": ENDINGS}),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level of its rows"), coerce=int, initial=4
    )
    name_field = forms.CharField(
        label=gettext_lazy("Column with the name"),
        max_length=LONGEST_FIELD,
        required=False,
    )
    code_field = forms.CharField(
        label=gettext_lazy("Column with the code"),
        help_text=gettext_lazy("By its code an area is known again; else by its name."),
        max_length=LONGEST_FIELD,
        required=False,
    )
    parent_field = forms.CharField(
        label=gettext_lazy("Column with the code of the area above"),
        help_text=gettext_lazy("Left empty, the position says what it lies in."),
        max_length=LONGEST_FIELD,
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind, where the level does not say it"),
        choices=[("", ""), *Kind.choices],
        required=False,
    )
    crs = forms.CharField(
        label=gettext_lazy("Reference system"),
        help_text=gettext_lazy("Only where the file states none: EPSG:4547, GCJ-02."),
        max_length=40,
        required=False,
    )
    repair = forms.BooleanField(
        label=gettext_lazy("Mend outlines that cross themselves"), required=False
    )
    on = forms.DateField(
        label=gettext_lazy("From which day"),
        help_text=gettext_lazy("A day to come."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Whoever approves reads it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.scheme, levels = queries.levels(get_language() or "")
        level = cast(forms.ChoiceField, self.fields["level"])
        level.choices = list(levels.items())

    def options(self) -> Options:
        told = {field: self.cleaned_data[field] for field in _TOLD}
        on = self.cleaned_data["on"]
        return Options(valid_from=on, levels=self.scheme, **told)


@only(*DRAWERS)
def bring(request: Visit) -> HttpResponse:
    """Look at what a file would do; the same file once more becomes a draft."""
    first = {"on": today(request.received_at) + SOON}
    if request.method != "POST":
        return _page(request, FileForm(initial=first))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        return _brought(request, form)
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        wrong = wording.rows_in_words(refusal)
        return _page(request, form, wrong=wrong, status=status_of(refusal))


def _brought(visit: Visit, form: FileForm) -> HttpResponse:
    who = str(visit.actor.person)
    tries.count("areas-import", who, MOST_IN_AN_HOUR, at=visit.received_at)
    with _kept(form.cleaned_data["file"]) as path:
        preview = bring_in.read(path, form.options())
    mark = _mark(preview)
    if form.cleaned_data["seen"] == mark and _changes(preview):
        draft = _draw(visit, preview, form.cleaned_data["reason"])
        messages.success(
            visit, _("A draft now. Look at what moves with it, then submit it.")
        )
        there = reverse("areas-draft", args=[draft.pk])
        if visit.headers.get("X-Part"):
            return JsonResponse({"there": there})
        return redirect(there)
    again = visit.POST.copy()
    again["seen"] = mark
    return _page(visit, FileForm(again, visit.FILES), preview=preview)


@contextmanager
def _kept(file: "UploadedFile[bytes]") -> Iterator[Path]:
    """Lay a file, under its own name, where its readers find it."""
    if (file.size or 0) > LARGEST:
        raise Refusal("file-too-large", most=LARGEST // MEGABYTE)
    with TemporaryDirectory(prefix="quincunx-") as folder:
        path = Path(folder) / Path(file.name or "file").name
        with path.open("wb") as kept:
            for piece in file.chunks():
                kept.write(piece)
        yield path


def _mark(preview: Preview) -> str:
    """Return what tells apart a file read in one way from all others."""
    told = f"{preview.digest} {preview.options} {preview.stamp}"
    return hashlib.sha256(told.encode()).hexdigest()


def _changes(preview: Preview) -> bool:
    counts = preview.plan.counts()
    return any(count for what, count in counts.items() if what != "same")


def _draw(visit: Visit, preview: Preview, reason: str) -> BorderDraft:
    steps = import_steps.steps_of(preview)
    title, on = preview.file[:LONGEST_TITLE], preview.options.valid_from
    proposal = Proposal(title, reason, on, steps)
    return propose.draw(proposal, by=visit.actor, at=visit.received_at)


def _page(
    visit: Visit,
    form: FileForm,
    *,
    preview: Preview | None = None,
    wrong: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    facts: dict[str, Any] = {
        "form": form,
        "seen": preview.facts() if preview else None,
        "changes": preview is not None and _changes(preview),
        "wrong": wrong or [],
    }
    return render(visit, "areas/import.html", facts, status=status)
