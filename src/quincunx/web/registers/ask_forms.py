"""What is asked to declare a table, to collect what is new, and to fill in by hand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quincunx.areas.models import Area
from quincunx.registers import fields
from quincunx.registers.asks import likeness
from quincunx.registers.asks.declare import Said
from quincunx.registers.asks.leave import LONGEST_KEPT, Wish
from quincunx.registers.asks.models import LONGEST_NAME, LONGEST_SAID, Ask, Every
from quincunx.registers.asks.sentences import NAMES
from quincunx.staff.models import Organisation


def _day(label: Any) -> forms.DateField:
    day = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=day, required=False)


def _lines(label: Any, **more: Any) -> forms.CharField:
    text = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=LONGEST_SAID, widget=text, **more)


class BlankForm(forms.Form):
    """A blank form as it was sent, and of which place it asks."""

    file = forms.FileField(
        label=gettext_lazy("The blank form (XLSX)"),
        help_text=gettext_lazy(
            "As the department sent it. Its names of columns are read; 2 MB at most."
        ),
        max_length=100,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    area = forms.TypedChoiceField(label=gettext_lazy("Of which place"), coerce=int)

    def __init__(self, areas: list[tuple[int, str]], *given: Any) -> None:
        super().__init__(*given)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]  # a choice field


class MapForm(forms.Form):
    """Who asks, what for, which rows, and what answers each column."""

    name = forms.CharField(
        label=pgettext_lazy("of a table", "Name"), max_length=LONGEST_NAME
    )
    unit = forms.TypedChoiceField(label=gettext_lazy("Who asks for it"), coerce=int)
    purpose = _lines(gettext_lazy("What for"))
    basis = _lines(
        gettext_lazy("Legal basis"),
        help_text=gettext_lazy("The rule or document that lets them ask."),
    )
    every = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=[(code, NAMES["ask_every"][code]) for code in Every.values],
    )

    def __init__(
        self,
        ask: Ask,
        rows: str,
        units: list[Organisation],
        suggested: Mapping[int, str],
        post: QueryDict | None = None,
    ) -> None:
        super().__init__(post, initial={"name": ask.name, "every": Every.MONTH})
        self.ask, self.rows = ask, fields.rows(rows)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "–"),
            *((unit.pk, unit.name) for unit in units),
        ]
        self.filters = list(self.rows.filters)
        for code, choices in self.rows.filters.items():
            self.fields[f"filter-{code}"] = forms.ChoiceField(
                label=_FILTERS[code],
                choices=[
                    ("", _("all of them")),
                    *((key, fields.said(names)) for key, names in choices.items()),
                ],
                required=False,
            )
        self.fields["since"] = _day(_("Begun from"))
        self.fields["until"] = _day(_("Begun until"))
        self._ask_columns(suggested)

    def _ask_columns(self, suggested: Mapping[int, str]) -> None:
        known = [(f.code, _worded(f)) for f in fields.of(self.rows.code)]
        choices = [
            ("", _("nothing: it stays empty")),
            (likeness.NUMBER, _("running number")),
            *known,
        ]
        for column in self.ask.columns:
            self.fields[f"column-{column['at']}"] = forms.ChoiceField(
                label=f"{_letter(column['at'])} {column['name']}",
                choices=choices,
                required=False,
                initial=suggested.get(column["at"], ""),
            )

    @property
    def columns(self) -> list[Any]:
        return [self[f"column-{column['at']}"] for column in self.ask.columns]

    @property
    def others(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("column-")]

    def said(self, units: Mapping[int, Organisation], area: Area) -> Said:
        told = self.cleaned_data
        since: date | None = told["since"]
        return Said(
            told["name"],
            units[told["unit"]],
            told["purpose"],
            told["basis"],
            area,
            self.rows.code,
            told["every"],
            {c["at"]: told[f"column-{c['at']}"] for c in self.ask.columns},
            {f: told[f"filter-{f}"] for f in self.filters if told[f"filter-{f}"]},
            since,
            told["until"],
        )


_FILTERS = {
    "class": gettext_lazy("Only of the class"),
    "kind": gettext_lazy("Only of the kind"),
    "use": gettext_lazy("Only of the use"),
}


def _worded(field: fields.Field) -> str:
    word = fields.said(field.words)
    return _("%(word)s (personal)") % {"word": word} if field.personal else word


def _letter(place: int) -> str:
    """Return the letter of a column, as a spreadsheet has it."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class LeaveForm(forms.Form):
    """Which columns are to be collected anew, why, and how long they are kept."""

    names = forms.MultipleChoiceField(
        label=gettext_lazy("Which columns"), widget=forms.CheckboxSelectMultiple
    )
    why = _lines(gettext_lazy("What they are needed for"))
    kept_days = forms.IntegerField(
        label=gettext_lazy("Kept for how many days"),
        min_value=1,
        max_value=LONGEST_KEPT,
        initial=365,
    )

    def __init__(self, names: list[str], *given: Any) -> None:
        super().__init__(*given)
        self.fields["names"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]  # as above

    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(told["names"], told["why"], told["kept_days"])


class HandForm(forms.Form):
    rows = forms.IntegerField(
        label=gettext_lazy("How many rows were filled in"),
        min_value=1,
        max_value=100_000,
        help_text=gettext_lazy("The minutes are estimated from rows and columns."),
    )
