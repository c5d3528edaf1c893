"""The Actor holds what a person holds at that moment, and costs two queries at most."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.areas import tree_changes
from quincunx.areas.tree import is_within
from quincunx.foundation.actors import Actor, Holding, Kind
from quincunx.staff import absence, access, actors, enrol
from quincunx.staff.absence import Leave
from quincunx.staff.roles import Role
from tests.cast import AT, Town, appointed
from tests.staff.stories import NEXT_DAY, TODAY


def cost(town: Town, login: str) -> int:
    person = town.person(login)
    with CaptureQueriesContext(connection) as queries:
        actors.actor_for(person, at=AT)
    return len(queries)


def test_an_actor_is_a_plain_value(town: Town) -> None:
    officer = town.office("officer")
    contact = town.office("officer", "contact-officer")
    unit = town.unit("city-management").pk
    assert town.actor("officer") == Actor(
        Kind.STAFF,
        person=town.person("officer").pk,
        name="孟一",
        holdings=(
            Holding("officer", "officer", officer.area.path, unit, officer.pk),
            Holding("officer", "contact-officer", contact.area.path, unit, contact.pk),
        ),
        received_at=AT,
        proved_at=AT,
    )


def test_somebody_without_office_may_nothing(town: Town) -> None:
    assert town.actor("stranger").holdings == ()


@pytest.mark.parametrize(
    ("login", "queries"),
    [("stranger", 3), ("officer", 3), ("leader-a1", 3), ("deputy-a1", 4)],
)
def test_it_costs_four_queries_at_most_and_one_again(
    town: Town, login: str, queries: int
) -> None:
    assert [cost(town, login) for _ in range(3)] == [queries, 1, 1]


def test_more_offices_and_covers_cost_no_more(town: Town) -> None:
    for area in ("a2", "a3", "b1"):
        appointed(town, "deputy-a1", "deputy-leader", area, source="volunteer")
    leave = Leave(AT, NEXT_DAY, cover=town.person("deputy-a1"))
    absence.declare(town.person("leader-c1"), leave, by=town.actor("leader-c1"), at=AT)
    assert cost(town, "deputy-a1") == 4
    assert len(town.actor("deputy-a1").holdings) == 5


def test_rights_follow_an_area_that_moves_in_the_tree(town: Town) -> None:
    desk, leader = town.actor("dispatcher-centre"), town.actor("leader-a1")
    assert access.governs(desk, leader.holdings[0].path, Role.DISPATCHER)
    tree_changes.move(town.area("a"), town.area("east"), on=TODAY, by=town.owner, at=AT)
    desk, leader = town.actor("dispatcher-centre"), town.actor("leader-a1")
    assert is_within(leader.holdings[0].path, town.area("east").path)
    assert not access.governs(desk, leader.holdings[0].path, Role.DISPATCHER)


def test_a_closed_account_holds_nothing_at_once(town: Town) -> None:
    enrol.dismiss(town.person("officer"), by=town.actor("administrator"), at=AT)
    assert town.actor("officer", AT + timedelta(seconds=1)).holdings == ()


def test_an_importer_acts_through_a_stand_in(town: Town) -> None:
    acting = actors.importer_for(town.person("officer"), at=AT)
    assert (acting.kind, acting.roles) == (Kind.IMPORTER, {"officer"})
