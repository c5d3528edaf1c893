"""What is asked of a premise: the same of all, and the fields of its class."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quincunx.foundation import wording
from quincunx.lib import numbers
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.models import Room
from quincunx.registers.places import classes, contacts
from quincunx.registers.places.classes import Field, PlaceClass
from quincunx.registers.places.models import (
    LONGEST_HOURS,
    LONGEST_NAME,
    LONGEST_REASON,
    Premise,
    Tier,
)
from quincunx.registers.places.register import MOST_CAPACITY, Told
from quincunx.staff.models import Organisation

SOURCES = (Source.DOOR, Source.SELF, Source.PERMIT, Source.OFFICE, Source.MAP)
ASKED = ("name", "kind", "uscc", "opening", "capacity")
YES_NO = {"yes": True, "no": False}


class PremiseForm(forms.Form):
    """A premise as it is known, to be corrected; what is left as it was stays."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Kind"))
    uscc = forms.CharField(
        label=_("Credit code"),
        help_text=_("18 characters, as it stands on the licence."),
        max_length=40,
        required=False,
    )
    opening = forms.CharField(
        label=_("Opening hours"), max_length=LONGEST_HOURS, required=False
    )
    capacity = forms.IntegerField(
        label=_("How many people it holds"),
        min_value=0,
        max_value=MOST_CAPACITY,
        required=False,
    )
    responsible = forms.CharField(
        label=_("Who answers for it"), max_length=120, required=False
    )
    telephone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    source = forms.ChoiceField(label=_("Where this comes from"))

    def __init__(
        self,
        of_class: PlaceClass,
        rooms: list[Room],
        units: list[Organisation],
        known: Mapping[str, Any],
        *given: Any,
    ) -> None:
        super().__init__(*given)
        self.of_class, self.units = of_class, {unit.pk: unit for unit in units}
        for name, choices in {
            "kind": [
                (k.code, wording.say("premise_kind", k.code)) for k in of_class.kinds
            ],
            "source": [(s.value, wording.say("fact_source", s)) for s in SOURCES],
        }.items():
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, choices=choices
            )
        for field in of_class.fields:
            self.fields[f"f_{field.code}"] = _asked(field)
        self._where(rooms)
        for name, value in known.items():
            if name in self.fields:
                self.fields[name].initial = value
        last = ["unit", "responsible", "telephone", "source"]
        self.order_fields(
            [*ASKED, "rooms", *(f"f_{f.code}" for f in of_class.fields), *last]
        )

    def _where(self, rooms: list[Room]) -> None:
        if rooms:
            self.fields["rooms"] = forms.TypedMultipleChoiceField(
                label=_("Rooms"),
                choices=[(room.pk, str(room)) for room in rooms],
                coerce=int,
                required=False,
                widget=forms.SelectMultiple(attrs={"size": 6}),
            )
        names = [("", "–"), *((u.pk, u.name) for u in self.units.values())]
        self.fields["unit"] = forms.TypedChoiceField(
            label=_("Organisation it belongs to"),
            help_text=_("It sees the file and may appeal."),
            choices=names,
            coerce=int,
            empty_value=None,
            required=False,
        )

    def clean_uscc(self) -> str:
        code = self.cleaned_data["uscc"].strip()
        try:
            return numbers.read_credit_code(code) if code else ""
        except Refusal as refusal:
            raise ValidationError(wording.in_words(refusal)) from refusal

    def told(self) -> Told:
        """Return what was typed; an empty name or number of a person tells nothing."""
        given = self.cleaned_data
        plain = {name: given[name] for name in ASKED}
        plain["unit"] = self.units.get(given["unit"])
        if "rooms" in given:
            plain["rooms"] = given["rooms"]
        return Told(
            plain,
            {f.code: _value(f, given[f"f_{f.code}"]) for f in self.of_class.fields},
            {label: given[label] for label in contacts.LABELS if given[label].strip()},
        )


def known_of(premise: Premise) -> dict[str, Any]:
    """Return what a form begins with; who answers for a place is not among it."""
    known = {name: getattr(premise, name) for name in ASKED}
    known |= {"unit": premise.unit_id, "rooms": [r.pk for r in premise.rooms.all()]}
    said = {True: "yes", False: "no"}
    for code, value in premise.details.items():
        known[f"f_{code}"] = said[value] if isinstance(value, bool) else value
    return known


def _asked(field: Field) -> forms.Field:
    label: Any = wording.say("premise_field", field.code)
    if field.type == "number":
        return forms.IntegerField(
            label=label, min_value=0, max_value=classes.MOST, required=False
        )
    if field.type == "day":
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(label=label, widget=widget, required=False)
    if field.type == "text":
        return forms.CharField(label=label, max_length=classes.LONGEST, required=False)
    codes = field.choices or tuple(YES_NO)
    said = [(code, wording.say("premise_value", code)) for code in codes]
    unknown = ("", wording.say("premise_value", "unknown"))
    return forms.ChoiceField(label=label, choices=[unknown, *said], required=False)


def _value(field: Field, given: Any) -> object:
    if field.type == "yes-no":
        return YES_NO.get(given)
    return given.isoformat() if field.type == "day" and given else given


class AppealForm(forms.Form):
    why = forms.CharField(
        label=_("Why this tier is wrong"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecideForm(forms.Form):
    granted = forms.ChoiceField(label=_("Tier from now on"), required=False)
    why = forms.CharField(
        label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        tiers = [(tier, wording.say("premise_tier", tier)) for tier in Tier.values]
        self.fields["granted"] = forms.ChoiceField(
            label=_("Tier from now on"),
            choices=[("", _("As the rules say")), *tiers],
            required=False,
        )
