"""What this room tells the foundation when the program starts."""

from collections.abc import Collection, Mapping
from typing import Any

from quincunx.cases import contacts
from quincunx.cases.models import Case
from quincunx.cases.personal import FIELDS
from quincunx.cases.sentences import NOTICES, SENTENCES
from quincunx.foundation import notices, privacy, wording


def register() -> None:
    wording.add(SENTENCES)
    wording.add_notices(NOTICES)
    privacy.declare(FIELDS)
    notices.resolve_with("case-reporter", contacts.addresses)
    notices.describe_with("case", describe)


def describe(keys: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return what notices say of cases: number, matter and grid, never a person."""
    rows = Case.objects.filter(pk__in=keys).select_related("matter", "care")
    return {
        str(case.pk): {
            "number": case.number,
            "matter": _name(case),
            "grid": case.care.name,
        }
        for case in rows
    }


def _name(case: Case) -> str:
    if case.matter is None:
        return ""
    names: Mapping[str, str] = case.matter.name
    return next(iter(names.values()), case.matter.code)
