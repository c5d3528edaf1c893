"""Appointments: nominated, reviewed, made, ended; each act by whom it is due."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.foundation import wording
from quincunx.foundation.actors import Actor
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff import access, appoint, functions
from quincunx.staff.appoint import Nomination
from quincunx.staff.kinds import Source
from quincunx.staff.models import Appointment
from quincunx.staff.terms_of_office import Act, State
from quincunx.web.shell import lists
from quincunx.web.shell.fields import Listed
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit
from quincunx.web.staff import words

PAGE = 50
LONGEST_KEY = 18  # digits


@staff_only
def offices(request: Visit) -> HttpResponse:
    """List appointments one may see, the newest first."""
    state = request.GET.get("state", "")
    seen = access.visible_appointments(request.actor).select_related(
        "person", "function", "area", "organisation"
    )
    if state in words.STATES:
        seen = seen.filter(state=state)
    if after := request.GET.get("after", ""):
        seen = seen.filter(pk__lt=_key(after))
    found = list(seen.order_by("-pk")[: PAGE + 1])
    facts = {
        "offices": found[:PAGE],
        "after": found[PAGE - 1].pk if len(found) > PAGE else None,
        "states": [(code, word, code == state) for code, (word, _, _) in _states()],
        "words": words.STATES,
        "may_nominate": access.may_nominate(request.actor),
    }
    return render(request, "staff/offices.html", facts)


def _key(after: str) -> int:
    """Return the key a page goes on after; refuses what was made up."""
    if not after.isascii() or not after.isdigit() or len(after) > LONGEST_KEY:
        raise Refusal("no-such-page", page=after[:LONGEST_KEY])
    return int(after)


def _states() -> list[tuple[str, tuple[words.Said, str, str]]]:
    return list(words.STATES.items())


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


class NominationForm(forms.Form):
    """Who is to hold what, where, from when."""

    starts = forms.DateField(label=gettext_lazy("From"), widget=_day())
    ends = forms.DateField(
        label=gettext_lazy("Until, the first day without it"),
        widget=_day(),
        required=False,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Where a member comes from"), required=False
    )

    def __init__(self, visit: Visit, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        actor, at = visit.actor, visit.received_at
        self.fields["person"] = lists.sought(
            lists.people(actor, at), find=reverse("people-find"), label=_("Person")
        )
        self.fields["function"] = _listed(functions.listed(), label=_("Function"))
        self.fields["area"] = lists.sought(
            lists.areas(actor), find=reverse("areas-find"), label=_("Area")
        )
        self.fields["organisation"] = lists.sought(
            lists.units(actor),
            find=reverse("units-find"),
            label=_("For which organisation"),
            required=False,
        )
        self.fields["post"] = _listed(
            _posts(actor), label=_("Post it rests on"), required=False
        )
        sources = [(s.value, wording.say("source", s.value)) for s in Source]
        source = cast(forms.ChoiceField, self.fields["source"])
        source.choices = [("", ""), *sources]
        self.fields["starts"].initial = today(at)
        self.order_fields(["person", "function", "area", "organisation", "post"])

    def nomination(self) -> Nomination:
        told = self.cleaned_data
        return Nomination(
            person=told["person"],
            function=told["function"],
            area=told["area"],
            starts=told["starts"],
            ends=told["ends"],
            organisation=told["organisation"],
            post=told["post"],
            source=told["source"],
        )


def _listed(rows: Iterable[Any], **about: Any) -> Listed:
    known = {row.pk: row for row in rows}
    return Listed(known, [(pk, str(row)) for pk, row in known.items()], **about)


def _posts(actor: Actor) -> list[Any]:
    units = access.visible_organisations(actor).prefetch_related("posts")
    return [post for unit in units for post in unit.posts.all()]


@staff_only
def nominate(request: Visit) -> HttpResponse:
    form = NominationForm(request, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = appoint.nominate(
                    form.nomination(), by=request.actor, at=request.received_at
                )
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("Nominated. A second person reviews it."))
                return redirect("staff-office", made.pk)
    return render(request, "staff/nominate.html", {"form": form}, status=status)


@staff_only
def office(request: Visit, key: int) -> HttpResponse:
    """Show one appointment and what the visitor may do with it."""
    found = access.appointment_for(request.actor, key)
    word, tone, icon = words.STATES[found.state]
    facts = {
        "office": found,
        "look": {"word": word, "tone": tone, "icon": icon},
        "acts": [
            (act, *words.ACTS[act])
            for act in access.acts_for(request.actor, found)
            if act in words.ACTS
        ],
        "today": today(request.received_at).isoformat(),
        "hand_overs": found.hand_overs.select_related("written_by"),
    }
    return render(request, "staff/office.html", facts)


def _end(found: Appointment, visit: Visit) -> Appointment:
    given = visit.POST.get("ends", "")
    try:
        ends = date.fromisoformat(given)
    except ValueError as fault:
        raise Refusal("date-not-understood", given=given[:20]) from fault
    text = visit.POST.get("hand_over", "")
    by, at = visit.actor, visit.received_at
    return appoint.end(found, ends=ends, hand_over=text, by=by, at=at)


def _refuse(found: Appointment, visit: Visit) -> Appointment:
    reason = visit.POST.get("reason", "")
    return appoint.refuse(found, reason=reason, by=visit.actor, at=visit.received_at)


DOES: Mapping[str, Callable[[Appointment, Visit], Appointment]] = {
    Act.REVIEW: lambda f, v: appoint.review(f, by=v.actor, at=v.received_at),
    Act.APPOINT: lambda f, v: appoint.appoint(f, by=v.actor, at=v.received_at),
    Act.REFUSE: _refuse,
    Act.END: _end,
}


@staff_only
def office_act(request: Visit, key: int, act: str) -> HttpResponse:
    """Do one act; a refusal is said on the page it came from."""
    found = access.appointment_for(request.actor, key)
    if request.method != "POST" or act not in DOES:
        return redirect("staff-office", key)
    try:
        moved = DOES[act](found, request)
    except Refusal as refusal:
        messages.error(request, wording.in_words(refusal))
    else:
        messages.success(request, str(words.STATES[State(moved.state)][0]))
    return redirect("staff-office", key)
