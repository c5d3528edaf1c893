"""Fields that more than one room needs: a long list to type into, several files."""

from collections.abc import Callable, Iterable, Mapping
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


class Hinted(forms.Select):
    """A list that tells more of its rows, to those who type into it."""

    def __init__(self, attrs: dict[str, Any]) -> None:
        super().__init__(attrs)
        self.hints: Mapping[int, str] = {}

    def create_option(
        self, name: str, value: Any, *place: Any, **more: Any
    ) -> dict[str, Any]:
        option = super().create_option(name, value, *place, **more)
        if hint := self.hints.get(value):
            option["attrs"]["data-hint"] = hint
        return option


class Listed(forms.TypedChoiceField):
    """A choice from a long list that one types into where script runs."""

    offers: Offers | None = None
    widget: Hinted

    def __init__(
        self, rows: Mapping[int, Any], names: Iterable[Any], **about: Any
    ) -> None:
        picker = Hinted(attrs={"data-typeahead": ""})
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


class Sought(Listed):
    """A choice from a list too long for a page: what is typed is looked up.

    `rows` are what the page carries for those without script; `get` returns what a
    key stands for, if one may see it.
    """

    def __init__(
        self,
        rows: Mapping[int, Any],
        names: Iterable[Any],
        *,
        find: str,
        get: Callable[[int], Any],
        **about: Any,
    ) -> None:
        super().__init__(rows, names, **about)
        self.widget.attrs["data-find"] = find
        self.rows, self.get = rows, get

    def clean(self, value: Any) -> Any:
        if value in self.empty_values:
            return super().clean(value)
        found = self.get(int(value)) if str(value).isdigit() else None
        if found is None:
            told = {"value": value}
            raise ValidationError(self.error_messages["invalid_choice"] % told)
        self.carry(found)
        return found

    def carry(self, found: Any) -> None:
        """Let the page carry one more, chosen before or offered."""
        listed: list[Any] = list(self.widget.choices)
        if found.pk not in {key for key, _ in listed}:
            self.choices = [*listed, (found.pk, found.name)]


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files at once."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(Files, self).clean(each, initial) for each in given]
