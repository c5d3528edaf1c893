"""Whom a report may be about: the organisations that work where it lies.

Named here, one never sees the case until somebody lifts that on purpose.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.cases import placing
from quincunx.lib.refusal import Refusal
from quincunx.portal.draft import Draft
from quincunx.staff import access, published
from quincunx.staff.kinds import Family, OrganisationKind
from quincunx.staff.models import Organisation

_K = OrganisationKind
_FIRST = (_K.PROPERTY_COMPANY, _K.OWNERS_COMMITTEE, _K.NEIGHBOURHOOD_COMMITTEE)
_GROUPS: tuple[tuple[str | Promise, frozenset[Family]], ...] = (
    (gettext_lazy("Of the neighbourhood"), frozenset({Family.BODY})),
    (
        gettext_lazy("Houses and departments"),
        frozenset({Family.HOUSE, Family.DEPARTMENT}),
    ),
)

Choices = list[tuple[str | Promise, object]]


def choices(draft: Draft, at: datetime) -> Choices:
    """Return what works there as choices of a list, nearest to a household first."""
    left = sorted(_near(draft, at), key=_rank)
    found: Choices = [("", _("No, or I am not sure"))]
    for words, families in _GROUPS:
        found.append((words, _named([u for u in left if u.family in families])))
        left = [unit for unit in left if unit.family not in families]
    found.append((_("Others"), _named(left)))
    return [each for each in found if each[1]]


def chosen(draft: Draft) -> Organisation | None:
    """Return whom a draft is about. Refuses one that is closed meanwhile."""
    return access.organisation_named(draft.against) if draft.against else None


def shown(draft: Draft) -> str:
    """Return the name of whom a draft is about, as far as it is still there."""
    try:
        about = chosen(draft)
    except Refusal:
        return ""
    return about.name if about else ""


def from_words(draft: Draft, name: str, at: datetime) -> Draft:
    """Return a draft with the body somebody has named without a list to choose from.

    Where no one body is meant for certain, the name stands below the text, for whoever
    looks at it first.
    """
    name = " ".join(name.split())
    if not name:
        return draft
    near = _near(draft, at)
    meant = [u for u in near if u.name == name] or [u for u in near if name in u.name]
    if len(meant) == 1:
        return draft.having({"against": meant[0].code})
    line = _("It is about: %(name)s") % {"name": name}
    return draft.having({"text": f"{draft.text}\n{line}"})


def _near(draft: Draft, at: datetime) -> list[Organisation]:
    placed = placing.find(draft.place, localdate(at))
    return published.at_work(placed.grid.path)


def _rank(unit: Organisation) -> tuple[int, str]:
    kind = OrganisationKind(unit.kind)
    return (_FIRST.index(kind) if kind in _FIRST else len(_FIRST), unit.name)


def _named(units: Sequence[Organisation]) -> list[tuple[str, str]]:
    return [(unit.code, unit.name) for unit in units]
