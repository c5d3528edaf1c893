"""The forms of the console of webhooks."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.cases import words
from quincunx.web.shell import lists
from quincunx.web.shell.visit import Visit
from quincunx.webhooks.subscribe import KINDS, Wish


class WishForm(forms.Form):
    """Where events go, whose sight they have, of what and where."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("The system that listens."),
        max_length=120,
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("It is called by https, never in a private network."),
        max_length=500,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Only these events"),
        help_text=gettext_lazy("None chosen: all of them."),
        choices=[(kind, words.VERBS.get(kind, kind)) for kind in KINDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, visit: Visit, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        by, at = visit.actor, visit.received_at
        self.fields["owner"] = lists.sought(
            lists.people(by, at),
            find=reverse("people-find"),
            label=_("Owner"),
            help_text=_("It hears of the cases the owner may see, and no others."),
        )
        self.fields["area"] = lists.sought(
            lists.areas(by), find=reverse("areas-find"), label=_("Area")
        )
        self.order_fields(["name", "url", "owner", "area", "kinds"])

    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(
            told["name"],
            told["url"],
            told["owner"],
            told["area"],
            tuple(told["kinds"]),
        )


class SinceForm(forms.Form):
    since = forms.DateTimeField(
        label=gettext_lazy("Since"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )


class SignedForm(forms.Form):
    """What a receiver got, to see whether it is ours."""

    message = forms.CharField(label="webhook-id", max_length=60)
    timestamp = forms.CharField(label="webhook-timestamp", max_length=12)
    signature = forms.CharField(label="webhook-signature", max_length=500)
    body = forms.CharField(
        label=gettext_lazy("Body"),
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
