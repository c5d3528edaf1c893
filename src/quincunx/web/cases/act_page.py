"""One form and one address for every act that the lifecycle offers."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from quincunx.cases import access, acts, beside, pages
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case
from quincunx.cases.pages import Offer
from quincunx.cases.papers import Shown
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import files, wording
from quincunx.foundation.models import StoredFile
from quincunx.foundation.statuses import status_of
from quincunx.foundation.steps import Row
from quincunx.lib.clocks import Limit, LimitUnit
from quincunx.lib.refusal import Refusal
from quincunx.web.cases import rows
from quincunx.web.cases.case_page import pane
from quincunx.web.cases.fact_fields import Asked, fields_for
from quincunx.web.shell.case_words import ACTS
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit


class ActForm(forms.Form):
    """The facts of one row of the lifecycle, and what the person saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, row: Row, asked: Asked, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.row, self.asked = row, asked
        self.fields["revision"].initial = asked.case.revision
        for fact in row.facts:
            self.fields.update(fields_for(fact, asked))

    def facts(self) -> dict[str, Any]:
        """Return what was told, as the act takes it; files are kept first."""
        told = {f.name: self._fact(f.name, f.kind) for f in self.row.facts}
        return {name: value for name, value in told.items() if value not in (None, "")}

    def _fact(self, name: str, kind: str) -> Any:
        value = self.cleaned_data.get(name)
        if kind == "files":
            return tuple(self._kept(value or [], self.cleaned_data[f"{name}_kind"]))
        if kind in ("units", "photos"):
            return tuple(value or ())
        if kind == "limit" and value:
            return Limit(value, LimitUnit(self.cleaned_data[f"{name}_unit"]))
        return value

    def _kept(self, given: "list[UploadedFile[bytes]]", kind: str) -> Iterator[Shown]:
        for each in given:
            kept = files.keep(
                each.file,  # type: ignore[arg-type]  # an open file, by Django's word
                name=each.name or "",
                by=self.asked.actor,
                at=self.asked.at,
            )
            yield Shown(kept, "document" if _is_paper(kept) else kind, kept.name)


def _is_paper(kept: StoredFile) -> bool:
    return kept.media_type == "application/pdf"


def _offer(visit: Visit, case: Case, act: Act) -> Offer:
    """Return the act as it is offered, or refuse it as its own action would."""
    for offer in pages.offers(visit.actor, case, visit.received_at):
        if offer.act is act:
            return offer
    row = LIFECYCLE.row_for(act, State(case.state))
    access.check(row, access.Stance(visit.actor, case))
    raise Refusal("unknown-act", act=act)


def _named(text: str) -> Act:
    if text not in list(Act) or Act(text) not in acts.ACTS:
        raise Refusal("unknown-act", act=text)
    return Act(text)


@staff_only
def act(request: Visit, number: str, name: str) -> HttpResponse:
    """Ask what an act must be told, and do it."""
    case = pages.case(request.actor, number)
    offer = _offer(request, case, _named(name))
    asked = Asked(offer.act, case, request.actor, request.received_at)
    if request.method != "POST":
        return _page(request, offer, ActForm(offer.row, asked))
    form = ActForm(offer.row, asked, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, offer, form, status=422)
    try:
        done = _perform(form, offer.act)
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        return _page(request, offer, form, status=status_of(refusal))
    told = {"what": ACTS[offer.act].done, "case": rows.title(case)}
    said = _("%(what)s: %(case)s") % told
    if request.headers.get("X-Part"):
        return JsonResponse({"told": said, **_done(request, done, offer.row)})
    messages.success(request, said)
    return redirect(_next(request, number))


def _done(visit: Visit, case: Case, row: Row) -> dict[str, Any]:
    """Return the case as a row of the queue now, and how to take the act back."""
    [known] = beside.known([case])
    lane = visit.POST.get("lane", "")
    facts = {"row": rows.row(known, visit.received_at), "lane": lane}
    return {
        "number": case.number,
        "revision": case.revision,
        "row": render_to_string("cases/row.html", facts),
        "undo": reverse("case-act", args=[case.number, Act.TAKE_BACK])
        if row.undo
        else "",
    }


def _perform(form: ActForm, act: Act) -> Case:
    asked = form.asked
    seen = form.cleaned_data["revision"]
    return acts.perform(
        act, asked.case, form.facts(), by=asked.actor, at=asked.at, revision=seen
    )


def _next(visit: Visit, number: str) -> str:
    """Return where one goes on: the lane one came from, else the case."""
    lane = visit.POST.get("lane", "")
    known = lane.replace("-", "").isalpha()
    return f"/desk/queue?lane={lane}" if known else f"/cases/{number}"


def _page(visit: Visit, offer: Offer, form: ActForm, status: int = 200) -> HttpResponse:
    against = offer.refusal
    facts = {
        **pane(visit, form.asked.case),
        "form": form,
        "act": offer.act,
        "deed": ACTS[offer.act],
        "why_not": wording.in_words(against) if against else "",
        "lane": visit.POST.get("lane") or visit.GET.get("lane", ""),
        "newer": form.is_bound and _is_newer(form),
    }
    template = "act_part.html" if visit.headers.get("X-Part") else "act.html"
    return render(visit, f"cases/{template}", facts, status=status)


def _is_newer(form: ActForm) -> bool:
    """Say whether the case has changed since the form was opened."""
    seen = form.data.get("revision", "")
    return seen.isdigit() and int(seen) != form.asked.case.revision
