"""What is asked to lay out, change and bring in rooms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quincunx.foundation import wording
from quincunx.lib.refusal import Refusal
from quincunx.registers import numbering
from quincunx.registers.models import Room
from quincunx.registers.numbering import Address, Pattern

USES = (
    ("dwelling", _("dwelling")),
    ("shop", _("shop")),
    ("office", _("office")),
    ("other", _("other room")),
)


class PatternForm(forms.Form):
    units = forms.IntegerField(
        label=_("Units (entrances)"),
        help_text=_("0 where there is one stair without a name."),
        min_value=0,
        max_value=50,
        initial=1,
    )
    floors = forms.IntegerField(label=_("Floors"), min_value=1, max_value=200)
    lowest = forms.IntegerField(
        label=_("Lowest floor with rooms"), min_value=-10, max_value=200, initial=1
    )
    rooms = forms.IntegerField(
        label=_("Rooms on each floor of a unit"), min_value=1, max_value=100
    )
    number = forms.CharField(
        label=_("How they are numbered"),
        help_text=_("{floor}{room:2} makes 302; {unit} may stand in it too."),
        initial=numbering.PLAIN,
        max_length=60,
    )
    use = forms.ChoiceField(label=_("Use"), choices=USES)
    runs_on = forms.BooleanField(
        label=_("Numbers run on from one unit to the next"), required=False
    )

    def pattern(self) -> Pattern:
        return Pattern(**self.cleaned_data)


class RoomForm(forms.Form):
    """One act on a room: called otherwise, divided, thrown together, ended."""

    act = forms.ChoiceField(
        label=_("What changes"),
        choices=(
            ("renumber", _("Number, floor or use")),
            ("split", _("Divide it")),
            ("merge", _("Throw it together with others")),
            ("close", _("It is there no more")),
        ),
        widget=forms.RadioSelect,
        initial="renumber",
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=numbering.LONGEST_UNIT, required=False
    )
    floor = forms.CharField(label=_("Floor"), max_length=8, required=False)
    number = forms.CharField(
        label=_("Room numbers"),
        help_text=_("Divided into several: one number a line."),
        max_length=420,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    use = forms.ChoiceField(label=_("Use"), choices=USES, required=False)

    def __init__(self, room: Room, others: list[Room], *given: Any) -> None:
        super().__init__(*given)
        self.room = room
        names = [(other.pk, str(other)) for other in others]
        self.fields["others"] = forms.TypedMultipleChoiceField(
            label=_("With which rooms"),
            choices=names,
            coerce=int,
            required=False,
            widget=forms.SelectMultiple(attrs={"size": 6}),
        )
        now = {"unit": room.unit, "number": room.number, "use": room.use}
        for field, value in {**now, "floor": numbering.floor_name(room.floor)}.items():
            self.fields[field].initial = value
        self.order_fields(["act", "number", "unit", "floor", "use", "others"])

    def clean_floor(self) -> int:
        try:
            return numbering.floor_of(self.cleaned_data["floor"])
        except Refusal as refusal:
            raise ValidationError(wording.in_words(refusal)) from refusal

    def addresses(self) -> list[Address]:
        told = self.cleaned_data
        numbers = [n.strip() for n in told["number"].splitlines() if n.strip()]
        use = told["use"] or self.room.use
        return [Address(told["unit"], told["floor"], n, use) for n in numbers]


class TableForm(forms.Form):
    file = forms.FileField(
        label=_("Table"),
        help_text=_("CSV or XLSX with building, unit, floor, number, use."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
