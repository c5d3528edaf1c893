"""Who sees which people, organisations and offices: role x relation x subtree."""

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.staff import access, suggest
from quincunx.staff.models import Suggestion
from quincunx.staff.terms_of_office import Act
from tests.cast import AT, BODIES, GRIDS, Town
from tests.staff.stories import nominated, nomination
from tests.staff.test_suggestions import letter

IN_A = {"leader-a1", "leader-a2", "leader-a3", "member", "deputy-a1"}
IN_WEST = IN_A | {"leader-b1", "leader-b2", "officer-team"}
DESKS_IN_A = {"dispatcher-station", *BODIES, "officer"}
EVERYBODY = (
    {f"leader-{key}" for key, *_ in GRIDS}
    | IN_WEST
    | DESKS_IN_A
    | {
        "dispatcher-centre",
        "dispatcher-command",
        "officer-landscaping",
        "verifier",
        "supervisor",
        "administrator",
    }
)

PEOPLE = [
    ("stranger", set()),
    ("member", {"member"}),
    ("police", {"police"}),
    ("property", {"property"}),
    ("officer", {"officer"}),
    ("verifier", {"verifier"}),
    ("leader-a1", {"leader-a1", "member", "deputy-a1"}),
    ("dispatcher-station", IN_A | DESKS_IN_A),
    ("dispatcher-centre", IN_WEST | DESKS_IN_A | {"dispatcher-centre"}),
    ("dispatcher-command", EVERYBODY),
    ("supervisor", EVERYBODY),
    ("administrator", EVERYBODY | {"stranger"}),
]


@pytest.mark.parametrize(("login", "seen"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_who_sees_which_people(town: Town, login: str, seen: set[str]) -> None:
    found = access.visible_people(town.actor(login), at=AT)
    assert {person.login for person in found} == seen


@pytest.mark.parametrize(("login", "seen"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_fetching_one_agrees_with_the_list(
    town: Town, login: str, seen: set[str]
) -> None:
    actor = town.actor(login)
    fetched = set()
    for name, person in town.people.items():
        try:
            access.person_for(actor, person.pk, at=AT)
        except Refusal:
            continue
        fetched.add(name)
    assert fetched == seen


def test_hidden_and_absent_look_alike(town: Town) -> None:
    stranger = town.actor("stranger")
    refused = []
    for code in ("education", "no-such-unit"):
        with pytest.raises(Refusal) as no:
            access.organisation_for(stranger, code)
        refused.append(no.value.code)
    assert refused == ["no-such-organisation"] * 2


ORGANISATIONS = [
    ("stranger", 0),
    ("leader-c1", 16),  # those of the district, the office and the community above
    ("police", 26),
    ("officer-team", 27),
    ("administrator", 29),
]


@pytest.mark.parametrize(("login", "count"), ORGANISATIONS)
def test_organisations_in_and_above_ones_area(
    town: Town, login: str, count: int
) -> None:
    assert access.visible_organisations(town.actor(login)).count() == count


def test_a_nomination_is_seen_by_those_who_decide(town: Town) -> None:
    wanted = nomination(town, "stranger", "care", "a1", source="volunteer")
    office = nominated(town, wanted, by="leader-a1")
    see = {
        login
        for login in town.people
        if access.visible_appointments(town.actor(login)).filter(pk=office.pk).exists()
    }
    assert see == {
        "stranger",
        "leader-a1",
        "dispatcher-station",
        "dispatcher-centre",
        "dispatcher-command",
        "supervisor",
        "administrator",
    }
    acts = {login: access.acts_for(town.actor(login), office) for login in see}
    desk = [Act.REVIEW, Act.REFUSE, Act.ATTACH]
    assert acts == {
        "stranger": [],
        "leader-a1": [Act.ATTACH],
        "dispatcher-station": desk,
        "dispatcher-centre": desk,
        "dispatcher-command": desk,
        "supervisor": [Act.REVIEW, Act.REFUSE],
        "administrator": desk,
    }


def test_a_suggestion_is_seen_by_both_sides_and_those_above(town: Town) -> None:
    suggest.send(town.area("a1"), letter(town), by=town.actor("leader-a1"), at=AT)
    key = Suggestion.objects.get().pk
    see = {
        login
        for login in town.people
        if access.visible_suggestions(town.actor(login)).filter(pk=key).exists()
    }
    assert see == {
        "leader-a1",
        "officer",
        "dispatcher-station",
        "dispatcher-centre",
        "dispatcher-command",
        "supervisor",
    }
    with pytest.raises(Refusal, match="no-such-suggestion"):
        access.suggestion_for(town.actor("leader-a2"), key)
