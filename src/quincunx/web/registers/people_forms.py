"""What is asked to open the register of people, to take in, to move and to find."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.registers.facts import Source
from quincunx.registers.models import Room
from quincunx.registers.people.openings import Grounds
from quincunx.registers.people.sealing import Person
from quincunx.registers.people.sentences import NAMES
from quincunx.registers.people.vocabulary import ASSESSED, Purpose

TOLD_BY = (Source.DOOR, Source.SELF, Source.LANDLORD, Source.LEASE, Source.OFFICE)


def _choices(codes: Any, fact: str) -> list[tuple[str, Any]]:
    return [(str(code), NAMES[fact][code]) for code in codes]


def _day(label: Any, **more: Any) -> forms.DateField:
    day = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=day, **more)


class OpeningForm(forms.Form):
    """Purpose, legal basis, and each part of the assessment."""

    area = forms.TypedChoiceField(label=_("Where"), coerce=int)

    def __init__(self, areas: list[tuple[int, str]], *given: Any) -> None:
        super().__init__(*given)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]  # a choice field
        for part in ("purpose", "basis", *ASSESSED):
            self.fields[part] = forms.CharField(
                label=str(NAMES["parts"][part]),
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def grounds(self) -> Grounds:
        told = self.cleaned_data
        parts = {part: told[part] for part in ASSESSED}
        return Grounds(told["purpose"], told["basis"], parts)


class PersonForm(forms.Form):
    """Somebody who lives or is registered in a place."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=60)
    number = forms.CharField(
        label=_("Card number"),
        help_text=_("18 digits, or 15 of old. It tells the birthday."),
        max_length=24,
        required=False,
    )
    phone = forms.CharField(label=_("Telephone"), max_length=24, required=False)
    since = _day(_("Since when"))
    source = forms.ChoiceField(
        label=_("From whom it is known"), choices=_choices(TOLD_BY, "source")
    )

    def person(self) -> Person:
        told = self.cleaned_data
        return Person(told["name"], told["phone"], told["number"])


class DifferForm(forms.Form):
    """What is known, masked; only what differs is written, the rest is confirmed."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=60, required=False
    )
    phone = forms.CharField(label=_("Telephone"), max_length=24, required=False)
    number = forms.CharField(label=_("Card number"), max_length=24, required=False)
    source = forms.ChoiceField(
        label=_("From whom it is known"), choices=_choices(TOLD_BY, "source")
    )

    def __init__(self, masks: Mapping[str, str], *given: Any) -> None:
        super().__init__(*given)
        for field in ("name", "phone", "number"):
            known = masks.get(field)
            said = _("Known: %(mask)s") % {"mask": known} if known else _("Not known.")
            self.fields[field].help_text = said

    def changes(self) -> Person:
        told = self.cleaned_data
        return Person(told["name"], told["phone"], told["number"])


class RevealForm(forms.Form):
    field = forms.ChoiceField(
        label=_("What you need to read"),
        choices=_choices(("phone", "name", "number", "born"), "fields"),
    )
    purpose = forms.ChoiceField(
        label=_("What for"), choices=_choices(Purpose, "purposes")
    )


class LeaveForm(forms.Form):
    """Out of a place, or into another room of the same building."""

    until = _day(_("From which day"))
    room = forms.TypedChoiceField(
        label=_("Into which room"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, rooms: list[Room], *given: Any) -> None:
        super().__init__(*given)
        choices = [
            ("", _("They leave this building")),
            *((r.pk, str(r)) for r in rooms),
        ]
        self.fields["room"].choices = choices  # type: ignore[attr-defined]  # as above


class NumberForm(forms.Form):
    number = forms.CharField(label=_("Card number or telephone, whole"), max_length=24)
    purpose = forms.ChoiceField(
        label=_("What for"), choices=_choices(Purpose, "purposes")
    )
