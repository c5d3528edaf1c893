"""The forms of hand-over: what is offered to whom, where somebody has arrived."""

from datetime import date

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.foundation import wording
from quincunx.registers.handover import access
from quincunx.registers.handover.offer import Agreed
from quincunx.registers.handover.vocabulary import CARRIED, Consent, Refused
from quincunx.registers.people.vocabulary import Service
from quincunx.web.shell import lists

LONGEST_ADDRESS = 120


def _day(**about: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **about)  # type: ignore[arg-type]


def _carried(service: Service) -> str:
    """Say what a service's file carries, so that one knows it before one offers."""
    fields = [wording.say("fields", field) for field in CARRIED[service]]
    name = wording.say("services", service)
    return _("%(service)s: %(fields)s") % {
        "service": name,
        "fields": _(", ").join(fields),
    }


class OfferForm(forms.Form):
    """To which grid, for which service, and how the resident agreed."""

    consent = forms.ChoiceField(
        label=gettext_lazy("How they agreed"),
        choices=lambda: [(c, wording.say("consent", c)) for c in Consent],
        widget=forms.RadioSelect,
    )
    consent_on = _day(label=gettext_lazy("Agreed on"))

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.fields["to"] = lists.sought(
            access.takers(),
            find=reverse("hand-over-takers"),
            label=_("Where they go"),
            help_text=_("The grid they move to."),
        )
        self.fields["service"] = forms.ChoiceField(
            label=_("For which service"),
            help_text=_("Nothing else is handed over than what stands beside it."),
            choices=[(s, _carried(s)) for s in Service],
            widget=forms.RadioSelect,
        )
        self.order_fields(["to", "service", "consent", "consent_on"])

    def agreed(self) -> Agreed:
        told = self.cleaned_data
        return Agreed(told["consent_on"], Consent(told["consent"]))


class ArrivalForm(forms.Form):
    """Where somebody has arrived, and since when."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("As one says it: building, unit, room."),
        max_length=LONGEST_ADDRESS,
    )
    since = _day(label=gettext_lazy("Lives there since"), initial=date.today)


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is not taken"),
        choices=lambda: [(r, wording.say("hand_over_reason", r)) for r in Refused],
        widget=forms.RadioSelect,
    )
