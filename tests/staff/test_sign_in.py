"""A link opens an account once; leaving closes every way in."""

from datetime import timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.test import override_settings

from quincunx.lib.refusal import Refusal
from quincunx.staff import enrol, sign_in
from quincunx.staff.models import Person
from tests.cast import AT, Town
from tests.staff.stories import LATER, written


def link(town: Town, login: str = "officer", by: str = "administrator") -> str:
    return sign_in.link_for(town.person(login), by=town.actor(by), at=AT)


def test_a_link_signs_in_once(town: Town) -> None:
    token = link(town)
    assert sign_in.person_for(token, at=LATER) == town.person("officer")
    assert sign_in.use(token, at=LATER) == town.person("officer")
    with pytest.raises(Refusal, match="link-spent"):
        sign_in.use(token, at=LATER)
    assert written("person", town.person("officer").pk)[-2:] == ["link", "sign-in"]


def test_looking_at_a_link_does_not_use_it_up(town: Town) -> None:
    token = link(town)
    for _ in range(3):
        sign_in.person_for(token, at=LATER)
    assert sign_in.use(token, at=LATER).last_login == LATER


def test_of_two_at_once_only_one_gets_in(town: Town) -> None:
    first, second = link(town), link(town)
    sign_in.use(first, at=LATER)
    with pytest.raises(Refusal, match="link-spent"):
        sign_in.use(second, at=LATER)


@pytest.mark.parametrize(
    "token", ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAA", "../../etc", "格"]
)
def test_a_made_up_link_signs_nobody_in(town: Town, token: str) -> None:
    with pytest.raises(Refusal, match="link-spent"):
        sign_in.person_for(token, at=LATER)


def test_an_old_link_is_dead(town: Town) -> None:
    token = link(town)
    with override_settings(SESAME_MAX_AGE=0), pytest.raises(Refusal):
        sign_in.use(token, at=AT + timedelta(hours=1))


def test_a_changed_link_is_dead(town: Town) -> None:
    token = link(town)
    changed = token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:]
    with pytest.raises(Refusal, match="link-spent"):
        sign_in.use(changed, at=LATER)


@pytest.mark.parametrize("by", ["dispatcher-command", "officer", "stranger"])
def test_only_an_administrator_gets_a_link_for_others(town: Town, by: str) -> None:
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        link(town, by=by)


def test_whoever_is_dismissed_is_signed_out_and_stays_out(town: Town) -> None:
    person, token = town.person("officer"), link(town)
    session = {SESSION_KEY: person.pk, HASH_SESSION_KEY: person.get_session_auth_hash()}

    enrol.dismiss(person, by=town.actor("administrator"), at=LATER)

    person = Person.objects.get(pk=person.pk)
    with pytest.raises(Refusal, match="link-spent"):
        sign_in.use(token, at=LATER)
    with pytest.raises(Refusal, match="account-closed"):
        sign_in.link_for(person, by=town.actor("administrator"), at=LATER)
    assert not person.is_active
    assert person.get_session_auth_hash() != session[HASH_SESSION_KEY]
