"""Columns and indexes that the tables of a case have in common."""

from django.db import models
from django.db.models import Q

from quincunx.staff.models import Organisation, Person

OPEN = Q(closed_at__isnull=True)
# What counts of open cases ask for, so that no row is read for them.
COUNTED = (  # noqa: SIM905 -- one to a line would fill a page
    "care_path due_at state lon lat unit against conflict_lifted checker reporter id"
).split()


def of_open(name: str, *fields: str) -> models.Index:
    """An index of the open cases alone."""
    return models.Index(name=name, fields=list(fields), condition=OPEN)


def a_unit() -> models.ForeignKey[Organisation | None, Organisation | None]:
    """A unit of the case; empty while there is none."""
    return models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )


def a_person() -> models.ForeignKey[Person | None, Person | None]:
    """A member of staff; kept when they leave, empty while nobody did it."""
    return models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
