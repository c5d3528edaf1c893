"""What is known of a record by field: from whom, since when, when last confirmed.

A fact has one record, a source and an age (mission 8.3). It is kept beside the row it
tells of, as plain values, so that a million rows are read and written as they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Known = dict[str, dict[str, str]]  # field: source, since, checked, reference


class Source(StrEnum):
    """Who said it."""

    DOOR = "door"  # a worker, at the door
    SELF = "self"  # the resident, or whoever answers for the place
    LANDLORD = "landlord"
    LEASE = "lease"
    EMPLOYER = "employer"
    PERMIT = "permit"
    TABLE = "table"  # a table brought in; `reference` names it
    MAP = "map"
    OFFICE = "office"
    AREA = "area"  # handed over by another area


@dataclass(frozen=True)
class Fact:
    """One field's source and age; `reference` is a table, a lease, a hand-over."""

    source: Source
    since: date
    checked: date
    reference: str = ""

    def days(self, today: date) -> int:
        """Return for how many days nobody has confirmed it."""
        return (today - self.checked).days


def learn(
    known: Known,
    fields: Iterable[str],
    source: Source,
    *,
    on: date,
    reference: str = "",
) -> Known:
    """Return what is known after `fields` were told anew."""
    told = {"source": str(source), "since": on.isoformat(), "checked": on.isoformat()}
    if reference:
        told["reference"] = reference
    return {**known, **{field: dict(told) for field in fields}}


def confirm(known: Known, fields: Iterable[str], *, on: date) -> Known:
    """Return what is known after `fields` were found to be still so."""
    day = on.isoformat()
    again = {f: {**known[f], "checked": day} for f in fields if f in known}
    return {**known, **again}


def forget(known: Known, fields: Iterable[str]) -> Known:
    """Return what is known without fields that were erased."""
    gone = frozenset(fields)
    return {field: told for field, told in known.items() if field not in gone}


def read(known: Mapping[str, Mapping[str, str]]) -> dict[str, Fact]:
    """Return each field's fact."""
    return {
        field: Fact(
            Source(told["source"]),
            date.fromisoformat(told["since"]),
            date.fromisoformat(told["checked"]),
            told.get("reference", ""),
        )
        for field, told in known.items()
    }


def oldest(known: Known) -> date | None:
    """Return the day since which some field was not confirmed; None if nothing is."""
    return min((fact.checked for fact in read(known).values()), default=None)
