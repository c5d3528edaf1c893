"""What is wrong with a field that was sent, in words: one sentence for each kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

_TEXT = _("must be text")
_WHOLE = _("must be a whole number")
_NUMBER = _("must be a number")
_DAY = _("must be a day like 2026-03-02")
_MOMENT = _("must be a moment with its zone, like 2026-03-02T09:00:00+08:00")
_ID = _("must be an id like 01a207fa-0441-7903-bd5f-30a285697ea2")
_OBJECT = _("must be an object with fields")
_YES_OR_NO = _("must be true or false")
_CHOICE = _("must be one of: %(expected)s")

# By what the validation calls it.
_KINDS: dict[str, Words] = {
    "missing": _("is missing"),
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_too_long": _("is longer than %(max_length)s characters"),
    "string_too_short": _("must have at least %(min_length)s characters"),
    "string_pattern_mismatch": _("must look like %(pattern)s"),
    "too_long": _("has more than %(max_length)s entries"),
    "too_short": _("needs at least %(min_length)s entries"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": _("must be more than %(gt)s"),
    "greater_than_equal": _("must be at least %(ge)s"),
    "less_than": _("must be less than %(lt)s"),
    "less_than_equal": _("must be at most %(le)s"),
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    "list_type": _("must be a list"),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
}
_FAMILIES: dict[str, Words] = {
    "date_": _DAY,
    "datetime_": _MOMENT,
    "timezone_": _MOMENT,
    "uuid_": _ID,
}
_OTHERWISE = _("is not understood")
# What the operations call a body or a query; nobody sent that name.
_OURS = frozenset({"body", "query", "path", "file", "form", "told", "wanted", "box"})


def said(faults: Sequence[Mapping[str, Any]]) -> str:
    """Return what is wrong with the fields that were sent, five of them at most."""
    told = (_one(fault) for fault in faults[:5])
    return pgettext("between two faults", "; ").join(told)


def _one(fault: Mapping[str, Any]) -> str:
    where = ".".join(_steps(fault["loc"])) or gettext("what you sent")
    return gettext("%(where)s %(what)s") % {
        "where": where,
        "what": str(_sentence(str(fault["type"]))) % fault.get("ctx", {}),
    }


def _steps(loc: tuple[Any, ...]) -> list[str]:
    steps = [str(step) for step in loc]
    while len(steps) > 1 and steps[0] in _OURS:
        steps = steps[1:]
    return [] if steps[0] in {"told", "wanted", "box"} else steps


def _sentence(kind: str) -> Words:
    family = next(
        (words for start, words in _FAMILIES.items() if kind.startswith(start)),
        _OTHERWISE,
    )
    return _KINDS.get(kind, family)
