"""The cast stands: every kind, every role, and a town founded in under a second."""

from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.roles import Role
from tests.cast import Town


def test_there_is_one_organisation_of_each_kind(town: Town) -> None:
    assert {unit.kind for unit in town.units.values()} == set(OrganisationKind)


def test_somebody_holds_each_role(town: Town) -> None:
    roles = {role for login in town.people for role in town.actor(login).roles}
    assert roles == set(Role) - {Role.REPORTER, Role.CLOCK, Role.IMPORTER}
