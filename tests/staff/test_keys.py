"""Another system acts as somebody, with their rights, until a day."""

from datetime import timedelta

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.staff import enrol, keys
from quincunx.staff.key_tables import AccessKey
from tests.cast import AT, Town
from tests.staff.stories import LATER, NEXT_DAY


def made(town: Town, by: str = "administrator") -> str:
    return keys.make(
        town.person("officer"),
        "hotline",
        expires=NEXT_DAY,
        by=town.actor(by),
        at=AT,
    )


def test_a_key_opens_what_its_person_holds_until_its_day(town: Town) -> None:
    key = made(town)
    acting = keys.actor_with(key, at=LATER)
    assert acting is not None
    assert acting.holdings == town.actor("officer", LATER).holdings
    assert keys.actor_with(key, at=NEXT_DAY) is None
    assert key not in {row.digest for row in AccessKey.objects.all()}


def test_an_ended_key_opens_nothing(town: Town) -> None:
    key = made(town)
    keys.end(AccessKey.objects.get(), by=town.actor("administrator"), at=AT)
    assert keys.actor_with(key, at=LATER) is None


def test_the_key_of_somebody_dismissed_may_nothing(town: Town) -> None:
    key = made(town)
    enrol.dismiss(town.person("officer"), by=town.actor("administrator"), at=AT)
    acting = keys.actor_with(key, at=LATER)
    assert acting is None or acting.holdings == ()


@pytest.mark.parametrize("login", ["dispatcher-command", "officer", "stranger"])
def test_only_an_administrator_makes_keys(town: Town, login: str) -> None:
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        made(town, by=login)


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=366)])
def test_a_key_lasts_a_year_at_most(town: Town, after: timedelta) -> None:
    with pytest.raises(Refusal, match="access-key-too-long"):
        keys.make(
            town.person("officer"),
            "hotline",
            expires=AT + after,
            by=town.actor("administrator"),
            at=AT,
        )


def test_a_made_up_key_opens_nothing(town: Town) -> None:
    assert keys.actor_with("qx_made-up", at=AT) is None
