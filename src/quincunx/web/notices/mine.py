"""One's own notices: the list, opening what one tells of, and how one is told."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quincunx.foundation.notices import reading
from quincunx.staff import preferences
from quincunx.staff.kinds import ByMail
from quincunx.staff.preferences import Wanted
from quincunx.staff.quiet import Quiet
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

BY_MAIL = (
    (ByMail.EVERYTHING, gettext_lazy("Everything")),
    (ByMail.URGENT, gettext_lazy("Emergencies only")),
    (ByMail.NOTHING, gettext_lazy("Nothing")),
)
OF_THE_HOUSE, OWN = "house", "own"


class WantedForm(forms.Form):
    """How somebody wants to be told."""

    by_mail = forms.ChoiceField(
        label=gettext_lazy("By e-mail"), choices=BY_MAIL, widget=forms.RadioSelect
    )
    hours = forms.ChoiceField(
        label=gettext_lazy("Quiet hours"),
        help_text=gettext_lazy(
            "What is told in them waits until they end. Emergencies do not."
        ),
        choices=(
            (OF_THE_HOUSE, gettext_lazy("As the house has them")),
            (OWN, gettext_lazy("My own")),
        ),
        widget=forms.RadioSelect,
    )
    begins = forms.TimeField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def clean(self) -> None:
        if self.cleaned_data.get("hours") != OWN:
            return
        for name in ("begins", "ends"):
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Say the time, as hours and minutes."))

    def wanted(self) -> Wanted:
        told = self.cleaned_data
        own = told["hours"] == OWN
        quiet = Quiet(told["begins"], told["ends"]) if own else None
        return Wanted(ByMail(told["by_mail"]), quiet)


@staff_only
def notices(request: Visit) -> HttpResponse:
    """List what one was told, newest first."""
    before = request.GET.get("before", "")
    shown = reading.page(
        request.actor,
        request.received_at,
        before=int(before) if before.isascii() and before.isdigit() else None,
        language=get_language() or "",
    )
    facts = {
        "notices": shown,
        "before": shown[-1].id if len(shown) == reading.PAGE else None,
        "any_new": any(each.is_new for each in shown),
    }
    return render(request, "notices/list.html", facts)


@staff_only
def notice(request: Visit, key: int) -> HttpResponse:
    """Mark one read and go to what it tells of."""
    path = reading.opened(request.actor, key, at=request.received_at)
    return redirect(path or "notices")


@staff_only
@require_POST
def read_all(request: Visit) -> HttpResponse:
    reading.read_all(request.actor, at=request.received_at)
    return redirect("notices")


@staff_only
def wanted(request: Visit) -> HttpResponse:
    """Choose how one is told, oneself."""
    house, person = preferences.of_the_house(), preferences.oneself(request.actor)
    chosen = preferences.of(person)
    quiet = chosen.quiet or house
    initial = {
        "by_mail": chosen.by_mail,
        "hours": OWN if chosen.quiet else OF_THE_HOUSE,
        "begins": quiet.begins,
        "ends": quiet.ends,
    }
    form = WantedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        preferences.choose(form.wanted(), by=request.actor, at=request.received_at)
        messages.success(request, _("Kept."))
        return redirect("notices-wanted")
    facts = {"form": form, "house": house, "has_mail": bool(person.email)}
    status = 422 if form.errors else 200
    return render(request, "notices/wanted.html", facts, status=status)
