"""A matter of a draft as a form, and what a draft is called, why and from when."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.foundation import wording
from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.matters.editing import ConditionText, MatterText
from quincunx.matters.revise import LONGEST_REASON, LONGEST_TITLE

LANGUAGES = (("zh-hans", gettext_lazy("Chinese")), ("en", gettext_lazy("English")))
LONGEST_FILE = 500_000
NEW = "new"  # stands for a condition that is not there yet


class RevisionForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("In one line"), max_length=LONGEST_TITLE)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Whoever approves reads it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = forms.DateField(
        label=gettext_lazy("From which day"),
        help_text=gettext_lazy("A day to come."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, packs: list[tuple[str, str]], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["pack"] = forms.ChoiceField(label=_("Which pack"), choices=packs)
        self.order_fields(["pack", "title", "reason", "on"])


class FileForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text of the file"),
        help_text=gettext_lazy("TOML, as the guide to policy packs explains."),
        max_length=LONGEST_FILE,
        widget=forms.Textarea(
            attrs={"rows": 30, "class": "mono", "spellcheck": "false"}
        ),
        strip=False,
    )


class MatterForm(forms.Form):
    """The parts of a matter that change most; the rest is edited in its file."""

    def __init__(
        self, table: Mapping[str, Any], processes: list[str], *given: Any
    ) -> None:
        super().__init__(*given)
        for key, label in (("name", _("Name")), ("standard", _("Done means"))):
            self._words(key, label, table.get(key, {}), rows=2)
        self._words(
            "sample", _("Sample"), table.get("sample", {}), rows=2, required=False
        )
        self.fields["unit"] = forms.CharField(
            label=_("Responsible unit"),
            help_text=_("Its code, or kind:… for the nearest of a kind."),
            initial=table.get("unit", ""),
            max_length=80,
        )
        own = table.get("process")
        if isinstance(own, str):
            self.fields["process"] = forms.ChoiceField(
                label=_("Process"), choices=[(p, p) for p in processes], initial=own
            )
        self.codes = [str(c.get("code")) for c in table.get("condition", [])]
        for condition in table.get("condition", []):
            self._condition(str(condition.get("code")), condition)
        self._condition(NEW, {})

    def _words(
        self, key: str, label: str, now: Any, *, rows: int, required: bool = True
    ) -> None:
        told = now if isinstance(now, Mapping) else {}
        for language, name in LANGUAGES:
            self.fields[f"{key}-{language}"] = forms.CharField(
                label=f"{label} ({name})",
                initial=told.get(language, ""),
                max_length=2_000,
                widget=forms.Textarea(attrs={"rows": rows}),
                required=required,
            )

    def _condition(self, code: str, now: Mapping[str, Any]) -> None:
        called = _("New condition") if code == NEW else code
        if code == NEW:
            self.fields["new-code"] = forms.SlugField(
                label=_("Code of a new filing condition"), required=False, max_length=80
            )
        old = code != NEW
        self._words(
            f"{code}.name",
            _("%(code)s: name") % {"code": called},
            now.get("name", {}),
            rows=1,
            required=False,
        )
        self.fields[f"{code}.limit"] = forms.CharField(
            label=_("%(code)s: limit") % {"code": called},
            help_text=_("As 4 work-hour, 3 work-day, 2 urgent-hour. Empty: taken out.")
            if old
            else "",
            initial=str(now.get("limit", "")),
            max_length=40,
            required=False,
        )
        self._words(
            f"{code}.closing",
            _("%(code)s: closing condition") % {"code": called},
            now.get("closing", {}),
            rows=1,
            required=False,
        )
        self._words(
            f"{code}.sample",
            _("%(code)s: sample") % {"code": called},
            now.get("sample", {}),
            rows=1,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for code in (*self.codes, NEW):
            limit = told.get(f"{code}.limit", "")
            if limit:
                self._must_be_limit(f"{code}.limit", limit)
        return told

    def _must_be_limit(self, field: str, text: str) -> None:
        try:
            Limit.parse(text)
        except Refusal as refusal:
            self.add_error(field, ValidationError(wording.in_words(refusal)))

    def told(self) -> MatterText:
        told = self.cleaned_data
        conditions = [self._told(code, code) for code in self.codes]
        if told.get("new-code"):
            conditions.append(self._told(NEW, told["new-code"]))
        return MatterText(
            name=self._said("name"),
            standard=self._said("standard"),
            unit=told["unit"],
            process=told.get("process", ""),
            conditions=conditions,
            sample=self._said("sample"),
        )

    def _told(self, field: str, code: str) -> ConditionText:
        return ConditionText(
            code=code,
            name=self._said(f"{field}.name"),
            closing=self._said(f"{field}.closing"),
            limit=self.cleaned_data.get(f"{field}.limit", ""),
            sample=self._said(f"{field}.sample"),
        )

    def _said(self, key: str) -> dict[str, str]:
        told = self.cleaned_data
        return {code: told.get(f"{key}-{code}", "") for code, _name in LANGUAGES}
