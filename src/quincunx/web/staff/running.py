"""An organisation is founded, put right and closed: each a form, an act, a redirect."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.cases import winding_up
from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff import access, found
from quincunx.staff.found import Charter
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.models import Organisation
from quincunx.staff.office import in_office
from quincunx.staff.roles import Role
from quincunx.web.shell import lists
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

KIND = "organisation_kind"


class AmendForm(forms.Form):
    """What may be put right of an organisation; code and kind stay for ever."""

    name = forms.CharField(label=gettext_lazy("Its name"), max_length=120)
    telephone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("Residents read it."),
        max_length=40,
        required=False,
    )


class FoundForm(AmendForm):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "Small letters, figures, single hyphens; it never changes. Policy packs and"
            " the API name it so."
        ),
        max_length=80,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        help_text=gettext_lazy("It never changes. Routes look for the nearest of one."),
    )

    def __init__(self, visit: Visit, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        by = visit.actor
        kinds = [(kind.value, wording.say(KIND, kind)) for kind in OrganisationKind]
        cast(forms.ChoiceField, self.fields["kind"]).choices = kinds
        self.fields["area"] = lists.sought(
            lists.areas(by), find=reverse("areas-find"), label=_("For which area")
        )
        self.fields["parent"] = lists.sought(
            lists.units(by),
            find=reverse("units-find"),
            label=_("Branch of"),
            required=False,
        )
        self.order_fields(["name", "kind", "area", "code", "telephone", "parent"])

    def charter(self) -> Charter:
        told = self.cleaned_data
        return Charter(**told | {"kind": OrganisationKind(told["kind"])})


@only(Role.ADMINISTRATOR)
def founding(request: Visit) -> HttpResponse:
    """Found an organisation."""
    form = FoundForm(request, request.POST or None)

    def do() -> Organisation:
        at = request.received_at
        return found.organisation(form.charter(), by=request.actor, at=at)

    back = {"title": _("Found an organisation"), "send": _("Found it")}
    return _acted(request, form, do, _("Founded."), back)


@only(Role.ADMINISTRATOR)
def amending(request: Visit, code: str) -> HttpResponse:
    """Put right the name and the public telephone."""
    unit = access.organisation_for(request.actor, code)
    first = {"name": unit.name, "telephone": unit.telephone}
    form = AmendForm(request.POST or None, initial=first)

    def do() -> Organisation:
        told, at = form.cleaned_data, request.received_at
        return found.amend_organisation(unit, **told, by=request.actor, at=at)

    back = {"title": _("Put right"), "send": _("Keep it"), "unit": unit}
    return _acted(request, form, do, _("Put right. The journal keeps who did."), back)


def _acted(
    visit: Visit,
    form: forms.Form,
    do: Callable[[], Organisation],
    said: str,
    facts: dict[str, Any],
) -> HttpResponse:
    """Do what a form asks and show the organisation, or say what is wrong."""
    status = 200
    if visit.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = do()
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
            else:
                messages.success(visit, said)
                return redirect("staff-unit", made.code)
    shown = facts | {"form": form}
    return render(visit, "staff/organisation_form.html", shown, status=status)


@only(Role.ADMINISTRATOR)
def closing(request: Visit, code: str) -> HttpResponse:
    """Say what an organisation still has; close it once that is nothing."""
    actor, at = request.actor, request.received_at
    unit = access.organisation_for(actor, code)
    asked = request.method == "POST"
    form, status = forms.Form(request.POST if asked else None), 200
    if asked and form.is_valid():
        try:
            winding_up.close(unit, by=actor, at=at)
        except Refusal as refusal:
            form.add_error(None, wording.in_words(refusal))
            status = status_of(refusal)
        else:
            said = _("%(name)s is closed. What it did stays under its name.")
            messages.success(request, said % {"name": unit.name})
            return redirect("staff")
    serving = access.visible_appointments(actor).filter(
        in_office(today(at)), organisation=unit
    )
    facts = {
        "unit": unit,
        "left": winding_up.left(unit, by=actor, at=at),
        "offices": serving.select_related("person", "function", "area").order_by("pk"),
        "branches": unit.branches.filter(closed_on=None).order_by("name"),
        "form": form,
    }
    return render(request, "staff/closing.html", facts, status=status)
