"""People: their accounts, and the link that opens one for the first time."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff import access, enrol, sign_in
from quincunx.staff.enrol import Enrolment
from quincunx.staff.models import Person
from quincunx.staff.office import in_office
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only, staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

MOST = 300
LANGUAGES = (("zh-hans", "中文"), ("en", "English"))


class EnrolmentForm(forms.Form):
    """Who is to get an account."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    login = forms.CharField(
        label=gettext_lazy("Name to sign in with"),
        help_text=gettext_lazy("Small letters, figures, dot, dash."),
        max_length=64,
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=40, required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=LANGUAGES, widget=forms.RadioSelect
    )

    def enrolment(self) -> Enrolment:
        told: dict[str, Any] = self.cleaned_data
        return Enrolment(**told)


@staff_only
def people(request: Visit) -> HttpResponse:
    """List the people one may see, with what they hold."""
    typed = request.GET.get("q", "").strip()[:80]
    actor, at = request.actor, request.received_at
    seen = access.visible_people(actor, at=at).filter(is_stand_in=False)
    if typed:
        seen = seen.filter(name__contains=typed)
    found = list(seen.distinct().order_by("name", "pk")[: MOST + 1])
    held = access.visible_appointments(actor).filter(
        in_office(today(at)), person__in=found
    )
    offices: dict[int, list[Any]] = {}
    for office in held.select_related("function", "area").order_by("pk"):
        offices.setdefault(office.person_id, []).append(office)
    facts = {
        "people": [(person, offices.get(person.pk, [])) for person in found[:MOST]],
        "most": MOST,
        "more": len(found) > MOST,
        "typed": typed,
        "may_enrol": Role.ADMINISTRATOR in actor.roles,
        "form": EnrolmentForm(initial={"language": "zh-hans"}),
    }
    return render(request, "staff/people.html", facts)


@only(Role.ADMINISTRATOR)
def enrolling(request: Visit) -> HttpResponse:
    """Make an account; the page that follows shows its first link."""
    if request.method != "POST":
        return redirect("staff-people")
    form = EnrolmentForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            made = enrol.person(
                form.enrolment(), by=request.actor, at=request.received_at
            )
        except Refusal as refusal:
            form.add_error(None, wording.in_words(refusal))
            status = status_of(refusal)
        else:
            return _with_link(request, made)
    facts = {"form": form, "people": [], "may_enrol": True, "typed": ""}
    return render(request, "staff/people.html", facts, status=status)


@only(Role.ADMINISTRATOR)
def link(request: Visit, key: int) -> HttpResponse:
    """Make a link that signs somebody in once; it is shown this once."""
    if request.method != "POST":
        return redirect("staff-people")
    person = access.person_for(request.actor, key, at=request.received_at)
    return _with_link(request, person)


@only(Role.ADMINISTRATOR)
def step(request: Visit, key: int) -> HttpResponse:
    """Ask once more, then take away a second step that somebody lost."""
    person = access.person_for(request.actor, key, at=request.received_at)
    if request.method == "POST":
        return _with_link(request, person, sign_in.begin_anew)
    return render(request, "staff/step.html", {"person": person})


def _with_link(
    visit: Visit, person: Person, make: Callable[..., str] = sign_in.link_for
) -> HttpResponse:
    try:
        token = make(person, by=visit.actor, at=visit.received_at)
    except Refusal as refusal:
        messages.error(visit, wording.in_words(refusal))
        return redirect("staff-people")
    address = visit.build_absolute_uri(reverse("sign-in-link", args=[token]))
    minutes = int(sign_in.LIFE.total_seconds() // 60)
    told = _("It works once, within %(n)d minutes.") % {"n": minutes}
    facts = {"person": person, "address": address, "told": told}
    return render(visit, "staff/link.html", facts)
