"""What a desk notes of somebody who asks for their own, and what it proposes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.registers.people.sentences import NAMES as PEOPLE
from quincunx.registers.people.vocabulary import FIELDS
from quincunx.registers.subjects.decide import MAY_END, Proposal
from quincunx.registers.subjects.sentences import NAMES
from quincunx.registers.subjects.vocabulary import WORDS_MOST, Kind


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code they show"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )


class NewForm(forms.Form):
    """Somebody at the desk asks without having written before."""

    kind = forms.ChoiceField(
        label=_("What they ask for"), choices=tuple(NAMES["request_kind"].items())
    )
    said = forms.CharField(
        label=_("In their words"),
        max_length=WORDS_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CardForm(forms.Form):
    """What stands on the card they show; it is compared and not kept."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=60)
    number = forms.CharField(
        label=_("Card number, or telephone where none is kept"),
        help_text=_("As on the card in your hand. Nothing of it is copied or kept."),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ProposeForm(forms.Form):
    """Do it, or not and why."""

    reason = forms.ChoiceField(
        label=_("What should be done"),
        choices=(("", _("do as they ask")), *NAMES["request_reason"].items()),
        required=False,
    )
    answer = forms.CharField(
        label=_("Answer to the person"),
        help_text=_("Needed where it is not done: why, and what they can do."),
        max_length=WORDS_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, kind: str, *given: Any) -> None:
        super().__init__(*given)
        if kind == Kind.CORRECT:
            for field in FIELDS:
                words = PEOPLE["fields"][field]
                self.fields[field] = _correction(field, words)
        if kind == Kind.OBJECT:
            self.fields["uses"] = forms.MultipleChoiceField(
                label=_("Uses that end"),
                choices=[(str(use), PEOPLE["purposes"][use]) for use in MAY_END],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def proposal(self) -> Proposal:
        told = self.cleaned_data
        changes = {f: str(told[f]) for f in FIELDS if told.get(f)}
        uses = tuple(told.get("uses", ()))
        return Proposal(told["reason"], told["answer"], changes, uses)


def _correction(field: str, words: Any) -> forms.Field:
    if field == "born":
        day = forms.DateInput(attrs={"type": "date", "class": "short"})
        return forms.DateField(label=words, widget=day, required=False)
    return forms.CharField(label=words, max_length=60, required=False)
