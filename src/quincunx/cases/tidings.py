"""Who hears of an act: notices in plain sight, by recipient, never by address.

A notice waits ten seconds before it goes out, so that an act can be undone.
"""

from collections.abc import Iterable
from datetime import datetime

from quincunx.cases.clocks import terms_of
from quincunx.cases.models import Case
from quincunx.foundation.notices import Recipient, tell, tell_many
from quincunx.foundation.subjects import Subject
from quincunx.matters.processes import Verifier
from quincunx.staff.roles import Role


def subject_of(case: Case) -> Subject:
    """Return the case as the journal and the notices know it."""
    return Subject("case", str(case.pk))


def tell_desk(case: Case, kind: str, *, at: datetime) -> None:
    """Tell the dispatchers of the house on whose desk the case lies."""
    _tell(case, role_in(Role.DISPATCHER, case.desk_id), kind, at=at)


def tell_unit(case: Case, kind: str, *, at: datetime) -> None:
    if case.unit_id is not None:
        _tell(case, Recipient("unit", str(case.unit_id)), kind, at=at)


def tell_units(case: Case, units: Iterable[int], kind: str, *, at: datetime) -> None:
    """Tell several units at once, in one insert."""
    tell_many(
        [Recipient("unit", str(unit)) for unit in units],
        kind,
        about=subject_of(case),
        at=at,
    )


def tell_grid(case: Case, role: Role, kind: str, *, at: datetime) -> None:
    """Tell those who look after the case's grid in this role."""
    _tell(case, role_in(role, case.care_id), kind, at=at)


def tell_person(case: Case, person: int | None, kind: str, *, at: datetime) -> None:
    if person is not None:
        _tell(case, Recipient("person", str(person)), kind, at=at)


def tell_reporter(case: Case, kind: str, *, at: datetime) -> None:
    """Tell whoever left a contact with the case or follows it; else nobody."""
    if case.reachable or case.followers:
        _tell(case, Recipient("case-reporter", str(case.pk)), kind, at=at)


def tell_verifiers(case: Case, kind: str = "case-to-verify", *, at: datetime) -> None:
    """Tell whoever looks whether it is done; the matter says which role that is."""
    terms = terms_of(case)
    role = (
        Role.LEADER if terms and terms.verify_by == Verifier.LEADER else Role.VERIFIER
    )
    tell_grid(case, role, kind, at=at)


def role_in(role: Role, area: int) -> Recipient:
    """Return those who hold `role` in the area, or over it where nobody does."""
    return Recipient("role-in-area", f"{role}:{area}")


def _tell(case: Case, to: Recipient, kind: str, *, at: datetime) -> None:
    tell(to, kind, about=subject_of(case), at=at)
