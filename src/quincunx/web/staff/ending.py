"""An account ends: what somebody holds, to whom it was handed over, and one press."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff import access, enrol
from quincunx.staff.office import in_office
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

LONGEST = 2000


class EndingForm(forms.Form):
    """What was handed over, for those who take up the work."""

    hand_over = forms.CharField(
        label=gettext_lazy("Handed over"),
        help_text=gettext_lazy("To whom, and what is still open."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


@only(Role.ADMINISTRATOR)
def ending(request: Visit, key: int) -> HttpResponse:
    """Ask once more, then close an account with all that it holds."""
    actor, at = request.actor, request.received_at
    person = access.person_for(actor, key, at=at)
    form = EndingForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                enrol.dismiss(person, **form.cleaned_data, by=actor, at=at)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
            else:
                said = _("The account of %(name)s is closed.") % {"name": person.name}
                messages.success(request, said)
                return redirect("staff-people")
    held = access.visible_appointments(actor).filter(
        in_office(today(at)), person=person
    )
    facts: dict[str, Any] = {
        "person": person,
        "offices": held.select_related("function", "area").order_by("pk"),
        "form": form,
    }
    return render(request, "staff/ending.html", facts, status=status)
