"""Suggestions of grid leaders to departments, answered by name within a limit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from quincunx.areas import access as areas
from quincunx.areas.models import Area
from quincunx.foundation import wording
from quincunx.foundation.actors import Actor
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.matters import calendars
from quincunx.staff import access, queries, suggest
from quincunx.staff.kinds import Answer
from quincunx.staff.models import Suggestion
from quincunx.staff.roles import Role
from quincunx.staff.suggest import LONGEST_TEXT, LONGEST_TITLE, Letter
from quincunx.web.shell.fields import Listed
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit
from quincunx.web.staff import words

MOST = 100


class LetterForm(forms.Form):
    """What is suggested, to whom, for which grid."""

    title = forms.CharField(label=gettext_lazy("In one line"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=gettext_lazy("What you suggest, and why"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, actor: Actor, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        units = access.visible_organisations(actor).filter(closed_on=None)
        rows = {unit.pk: unit for unit in units.order_by("name")}
        grids = {grid.pk: grid for grid in led_by(actor)}
        for name, listed, label in (
            ("organisation", rows, _("To which organisation")),
            ("grid", grids, _("For which grid")),
        ):
            names = [(pk, row.name) for pk, row in listed.items()]
            self.fields[name] = Listed(listed, names, label=label)
        if len(grids) == 1:
            self.fields["grid"].initial = next(iter(grids))
        self.order_fields(["grid", "organisation"])


def led_by(actor: Actor) -> list[Area]:
    """Return the grids somebody leads."""
    paths = {holding.path for holding in actor.holds([Role.LEADER])}
    return list(areas.visible(actor).filter(path__in=paths).order_by("path"))


class AnswerForm(forms.Form):
    """Yes, partly, or no; anything but yes says why."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[(code, word) for code, word in words.ANSWERS.items()],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed unless it is adopted in full."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


@staff_only
def suggestions(request: Visit) -> HttpResponse:
    """List suggestions, those without an answer first."""
    seen = access.visible_suggestions(request.actor).select_related(
        "grid", "sender", "organisation", "addressee"
    )
    facts = {
        "suggestions": seen.order_by("answer", "due_at", "-pk")[:MOST],
        "answers": words.ANSWERS,
        "may_send": Role.LEADER in request.actor.roles,
    }
    return render(request, "staff/suggestions.html", facts)


@staff_only
def send(request: Visit) -> HttpResponse:
    form = LetterForm(request.actor, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                sent = _sent(request, form)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("Sent to %(name)s.") % _told(sent))
                return redirect("staff-suggestion", sent.pk)
    paths = [holding.path for holding in request.actor.holds([Role.LEADER])]
    contacts = queries.contacts_for(paths, today(request.received_at))
    facts = {"form": form, "contacts": contacts}
    return render(request, "staff/suggest.html", facts, status=status)


def _told(sent: Suggestion) -> dict[str, str]:
    both = pgettext("between two things", ", ").join(
        (sent.addressee.name, sent.organisation.name)
    )
    return {"name": both}


def _sent(visit: Visit, form: LetterForm) -> Suggestion:
    told, at = form.cleaned_data, visit.received_at
    grid = told["grid"]
    letter = Letter(
        organisation=told["organisation"],
        title=told["title"],
        text=told["text"],
        calendar=calendars.calendar_for(grid.path, at),
    )
    return suggest.send(grid, letter, by=visit.actor, at=at)


@staff_only
def suggestion(request: Visit, key: int) -> HttpResponse:
    """Show one suggestion; whoever it is addressed to answers here."""
    found = access.suggestion_for(request.actor, key)
    form = AnswerForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                suggest.answer(
                    found,
                    answer=Answer(form.cleaned_data["answer"]),
                    reason=form.cleaned_data["reason"],
                    by=request.actor,
                    at=request.received_at,
                )
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("Answered. The sender has been told."))
                return redirect("staff-suggestion", key)
    facts = {
        "suggestion": found,
        "form": form,
        "answer": words.ANSWERS.get(found.answer, ""),
        "may_answer": not found.answer and _is_for(found, request.actor),
    }
    return render(request, "staff/suggestion.html", facts, status=status)


def _is_for(found: Suggestion, actor: Actor) -> bool:
    mine = {holding.unit for holding in actor.holds([Role.OFFICER])}
    return actor.person == found.addressee_id or found.organisation_id in mine
