"""The register of people is off, until two administrators have opened it."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from quincunx.foundation import journal
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import access, openings, queries
from quincunx.registers.people.models import Opening
from tests.cast import Town
from tests.registers.people.household import (
    GROUNDS,
    asked,
    moved_in,
    opened,
    second_administrator,
)

pytestmark = pytest.mark.django_db


def test_while_off_the_register_is_as_if_it_were_not_there(town: Town):
    with pytest.raises(Refusal) as refused:
        moved_in(town)
    assert refused.value.code == "no-such-register"
    asked(town)
    assert access.reached(town.actor("leader-a1")) == frozenset()


def test_one_asks_and_another_opens(town: Town):
    opening = asked(town)
    with pytest.raises(Refusal) as refused:
        openings.approve(opening, by=town.actor("administrator"), at=town.at)
    assert refused.value.code == "second-person-needed"
    second_administrator(town)
    openings.approve(opening, by=town.actor("stranger"), at=town.at)
    assert access.is_open(town.area("a1").path)
    leader = town.actor("leader-a1")
    assert access.reached(leader) == {town.area("a1").path}
    acts = [e.act for e in journal.entries(Subject("opening", str(opening.pk)))]
    assert acts == ["ask-opening", "approve-opening"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.update(approved_by=opening.asked_by)


def test_closing_hides_everything_at_once(town: Town):
    opening = opened(town)
    moved_in(town)
    leader = town.actor("leader-a1")
    assert queries.by_name(leader, "小榆").people
    openings.close(opening, by=town.actor("administrator"), at=town.at)
    with pytest.raises(Refusal) as refused:
        queries.by_name(leader, "小榆")
    assert refused.value.code == "no-such-register"


def test_an_assessment_that_says_nothing_is_refused(town: Town):
    thin = replace(GROUNDS, assessment={**GROUNDS.assessment, "risks": "none"})
    by = town.actor("administrator")
    with pytest.raises(Refusal) as refused:
        openings.ask(town.area("district"), thin, by=by, at=town.at)
    assert refused.value.facts["parts"] == ["risks"]


def test_one_opening_at_a_time_in_a_subtree_and_by_administrators_only(town: Town):
    opened(town)
    with pytest.raises(Refusal) as refused:
        asked(town, "a")
    assert refused.value.code == "opening-there-already"
    by = town.actor("leader-a1")
    with pytest.raises(Refusal) as refused:
        openings.ask(town.area("a"), GROUNDS, by=by, at=town.at)
    assert refused.value.code == "opening-not-yours"


@pytest.mark.parametrize(
    "login",
    [
        "administrator",
        "dispatcher-station",
        "officer",
        "supervisor",
        "verifier",
        "police",
        "committee",
        "property",
        "leader-a2",
        "deputy-a1",
        "stranger",
    ],
)
def test_nobody_else_sees_residents(town: Town, login: str):
    opened(town)
    moved_in(town)
    assert not access.visible_residents(town.actor(login)).exists()


def test_the_leader_and_the_member_of_the_grid_do(town: Town):
    opened(town)
    resident = moved_in(town)
    for login in ("leader-a1", "member"):
        assert list(access.visible_residents(town.actor(login))) == [resident]
