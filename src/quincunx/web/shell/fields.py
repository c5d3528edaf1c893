"""Fields that more than one room needs: a long list to type into, several files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise

_NOTHING = ("", "")


@dataclass(frozen=True)
class Offer:
    """What a field may be filled with by one press, and why it is offered."""

    value: str
    label: str
    why: str = ""


@dataclass(frozen=True)
class Offers:
    """What stands under a field to choose from; folded where it would take room."""

    intro: str | Promise
    rows: tuple[Offer, ...]
    folded: bool = False


class Listed(forms.TypedChoiceField):
    """A choice from a long list that one types into where script runs."""

    offers: Offers | None = None

    def __init__(
        self, rows: Mapping[int, Any], names: Iterable[Any], **about: Any
    ) -> None:
        picker = forms.Select(attrs={"data-typeahead": ""})
        super().__init__(
            choices=[_NOTHING, *names],
            coerce=lambda key: rows.get(int(key)) if str(key).isdigit() else None,
            empty_value=None,
            widget=picker,
            **about,
        )


class Written(forms.CharField):
    """A text for which standard texts may be ready."""

    offers: Offers | None = None


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files at once."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(Files, self).clean(each, initial) for each in given]
