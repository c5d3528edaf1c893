"""A telephone stays signed in for its owner: bound, used, lost, ended."""

from datetime import timedelta

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.staff import appoint, devices, enrol
from quincunx.staff.device_tables import LIFE, Device
from tests.cast import AT, Town
from tests.staff.stories import LATER, TODAY, written


def bound(town: Town, login: str = "leader-a1") -> str:
    _, token = devices.bind("Android", by=town.actor(login), at=AT)
    return token


def is_closed(token: str, at=LATER) -> bool:
    with pytest.raises(Refusal, match="device-ended"):
        devices.opened(token, at=at)
    return True


def test_every_use_begins_the_thirty_days_anew(town: Town) -> None:
    token = bound(town)
    used = AT + timedelta(days=29)
    device, actor = devices.opened(token, at=used) or pytest.fail("closed")
    assert (device.until, actor.person) == (used + LIFE, town.person("leader-a1").pk)
    assert devices.opened(token, at=used + timedelta(days=29)) is not None
    assert is_closed(token, used + timedelta(days=29) + LIFE)


def test_only_a_hash_of_the_token_is_kept(town: Town) -> None:
    token = bound(town)
    kept = Device.objects.values().get()
    assert token not in map(str, kept.values())
    assert devices.opened("made-up", at=AT) is None
    assert devices.opened("", at=AT) is None


def test_its_owner_ends_the_one_that_is_lost_and_keeps_the_other(town: Town) -> None:
    lost, kept = bound(town), bound(town)
    leader = town.actor("leader-a1")
    devices.end(Device.objects.earliest("pk"), by=leader, at=AT)
    assert is_closed(lost)
    assert devices.opened(kept, at=LATER) is not None
    acts = written("person", leader.person)
    assert acts[-3:] == ["bind-device", "bind-device", "end-device"]


def test_the_administrator_ends_it_and_nobody_else_may(town: Town) -> None:
    token = bound(town)
    for stranger in ("leader-a2", "dispatcher-centre", "stranger"):
        with pytest.raises(Refusal, match="staff-act-not-yours"):
            devices.end(Device.objects.get(), by=town.actor(stranger), at=AT)
    devices.end(Device.objects.get(), by=town.actor("administrator"), at=AT)
    assert is_closed(token)


def test_it_ends_with_the_last_office(town: Town) -> None:
    token = bound(town)
    office = town.office("leader-a1")
    appoint.end(office, ends=TODAY, by=town.actor("administrator"), at=AT)
    assert is_closed(token)
    assert Device.objects.get().ended_at == LATER, "it stays ended"


def test_it_ends_with_the_account_and_with_the_password(town: Town) -> None:
    token = bound(town)
    person = town.person("leader-a1")
    person.set_password("a new and longer one")
    person.save()
    assert is_closed(token)
    token = bound(town)
    enrol.dismiss(person, by=town.actor("administrator"), at=AT)
    assert is_closed(token)


def test_an_office_without_streets_binds_none(town: Town) -> None:
    for login in ("administrator", "supervisor", "dispatcher-centre", "stranger"):
        with pytest.raises(Refusal, match="device-not-for-you"):
            bound(town, login)


def test_what_a_telephone_had_before_opens_nothing_any_more(town: Town) -> None:
    former = bound(town)
    devices.bind("Android", instead=former, by=town.actor("leader-a2"), at=AT)
    assert is_closed(former)


def test_of_many_the_one_unused_for_longest_makes_room(town: Town) -> None:
    first, second = bound(town), bound(town)
    devices.opened(first, at=AT + timedelta(hours=2))
    for _ in range(devices.MOST - 1):
        devices.bind("Android", by=town.actor("leader-a1"), at=AT + timedelta(hours=3))
    later = AT + timedelta(hours=4)
    assert is_closed(second, later)
    assert devices.opened(first, at=later) is not None


def test_the_clock_ends_what_was_left_lying_and_forgets_it_later(town: Town) -> None:
    bound(town)
    assert devices.end_left(AT + LIFE - timedelta(seconds=1)) == 0
    assert devices.end_left(AT + LIFE) == 1
    assert Device.objects.get().ended_at == AT + LIFE
    assert devices.end_left(AT + LIFE + devices.KEPT + timedelta(seconds=1)) == 1
    assert not Device.objects.exists()
