"""A family moves in through a rental QR: declared, seen at the door once, no more."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.foundation import journal
from quincunx.foundation.models import DataKey, IdentityRead
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.people import access as people
from quincunx.registers.people import queries as residents
from quincunx.registers.people.models import Household, Opening, Resident, Stay
from quincunx.registers.people.sealing import Person
from quincunx.registers.renting import access, declare, let, queries, settle
from quincunx.registers.renting.models import Declaration, House, Lease
from quincunx.registers.renting.settle import Found
from quincunx.registers.renting.vocabulary import Act, Status, Teller, Trust, trust
from tests.cast import Town
from tests.registers.people.household import moved_in, opened, rooms
from tests.registers.renting.rented import (
    CHILD,
    FAMILY,
    LANDLORD,
    MOTHER,
    ON,
    declared,
    let_room,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(town: Town) -> Town:
    opened(town)
    return town


@pytest.fixture
def house(kept: Town) -> House:
    return let_room(kept)


def refusal_of(do) -> str:
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.code


def test_a_family_is_declared_and_confirmed_at_the_door_once(kept: Town, house: House):
    leader, at = kept.actor("leader-a1"), kept.at
    made, code = declared(kept, house)
    assert not Resident.objects.exists()
    (waits,) = queries.waiting(leader, on=ON)
    assert (waits.names, waits.trust) == (("张**", "张**"), Trust.TENANT)
    told = access.declared_by(code)
    assert (told.pk, told.status) == (made.pk, Status.DECLARED)

    settle.confirm(made, Found({1: Person("", phone="13912345678")}), by=leader, at=at)
    seen = residents.of_place(leader, house.building, house.room)
    assert sorted(each.masks.get("phone", "") for each in seen) == [
        "138****5678",
        "139****5678",
    ]
    stays = list(Stay.objects.all())
    assert {stay.household for stay in stays} == {Household.objects.get()}
    assert {(s.source, s.confirmed, s.expires) for s in stays} == {
        (Source.DOOR, True, FAMILY.lease_until)
    }
    lease = Lease.objects.get()
    assert (lease.since, lease.until) == (ON, FAMILY.lease_until)
    assert lease.facts["until"].source == Source.SELF
    assert access.declared_by(code).status == Status.CONFIRMED
    assert not queries.waiting(leader, on=ON)
    again = refusal_of(lambda: settle.confirm(made, Found({}), by=leader, at=at))
    assert again == "no-such-declaration"


def test_what_was_declared_is_erased_when_it_is_settled(kept: Town, house: House):
    made, code = declared(kept, house)
    leader = kept.actor("leader-a1")
    key = DataKey.objects.filter(subject_kind="rental-declaration")
    assert key.exists()
    settle.refuse(made, "not-there", by=leader, at=kept.at)
    made.refresh_from_db()
    assert (made.people, made.shown, made.why) == (None, None, "not-there")
    assert not key.exists()
    assert access.declared_by(code).status == Status.REFUSED
    entries = list(journal.entries(made.subject))
    assert [e.act for e in entries] == ["declare-move-in", "declaration-refused"]
    assert "张" not in str([e.facts for e in entries])


def test_its_declarer_takes_it_back_by_the_code(kept: Town, house: House):
    made, code = declared(kept, house)
    declare.withdraw(access.declared_by(code), at=kept.at)
    assert access.declared_by(code).status == Status.WITHDRAWN
    twice = refusal_of(lambda: declare.withdraw(made, at=kept.at))
    assert twice == "declaration-settled"
    assert refusal_of(lambda: access.declared_by("0000000000")) == "no-such-declaration"


def test_what_nobody_looked_at_is_forgotten_after_a_month(kept: Town, house: House):
    made, code = declared(kept, house)
    assert declare.forget_old(kept.at + timedelta(days=29)) == 0
    assert declare.forget_old(kept.at + timedelta(days=30)) == 1
    assert access.declared_by(code).status == Status.FORGOTTEN
    made.refresh_from_db()
    assert made.people is None


def test_opening_what_was_declared_is_noted_as_a_read(kept: Town, house: House):
    made, _code = declared(kept, house)
    leader = kept.actor("leader-a1")
    settle.confirm(made, Found({}), by=leader, at=kept.at)
    read = IdentityRead.objects.get(subject_kind="rental-declaration")
    assert (read.by_person, read.purpose) == (leader.person, settle.PURPOSE)


def test_somebody_known_moves_instead_of_being_registered_twice(
    kept: Town, house: House
):
    old = moved_in(kept, MOTHER, rooms(kept, "a1-2")[0], building="a1-2")
    made, _code = declared(kept, house)
    leader = kept.actor("leader-a1")
    elsewhere = refusal_of(
        lambda: settle.confirm(made, Found({}), by=leader, at=kept.at)
    )
    assert elsewhere == "resident-lives-elsewhere"
    assert Resident.objects.get() == old
    Stay.objects.update(since=ON, until=ON)
    settle.confirm(made, Found({}), by=leader, at=kept.at)
    assert Resident.objects.count() == 2
    assert old.stays.filter(until=None).get().room == house.room


def test_a_move_out_ends_the_stays_and_the_lease(kept: Town, house: House):
    leader = kept.actor("leader-a1")
    settle.confirm(declared(kept, house)[0], Found({}), by=leader, at=kept.at)
    out = replace(FAMILY, act=Act.MOVE_OUT, teller=Teller.LANDLORD, people=(MOTHER,))
    leaving = declared(kept, house, replace(out, on=ON + timedelta(days=30)))[0]
    nobody = refusal_of(
        lambda: settle.confirm(leaving, Found({}), by=leader, at=kept.at)
    )
    assert nobody == "nobody-moved-out"
    gone = tuple(Resident.objects.values_list("pk", flat=True))
    settle.confirm(leaving, Found({}, leaving=gone), by=leader, at=kept.at)
    assert not Stay.objects.filter(until=None).exists()
    assert Lease.objects.get().until == ON + timedelta(days=30)


WRONG = {
    "lease-ends-before-it-begins": {"lease_until": ON},
    "moved-before-the-lease": {"lease_from": ON + timedelta(days=1)},
    "moved-before-born": {"people": (replace(CHILD, born=date(2026, 3, 2)),)},
    "move-out-of-range": {"on": date(2019, 1, 1)},
    "lease-out-of-range": {"lease_until": date(2060, 1, 1)},
    "tenant-named-twice": {"people": (MOTHER, MOTHER)},
    "declaration-of-so-many": {"people": ()},
    "card-number-digit-wrong": {
        "people": (replace(MOTHER, number="110105194912310021"),)
    },
    "resident-name-mixes-scripts": {"people": (Person("Anna Kоwal"),)},
}


@pytest.mark.parametrize("code", WRONG)
def test_what_cannot_be_is_refused(kept: Town, house: House, code: str):
    told = replace(FAMILY, **WRONG[code])
    assert refusal_of(lambda: declared(kept, house, told)) == code
    assert not Declaration.objects.exists()


def test_a_door_is_not_flooded(kept: Town, house: House):
    for _time in range(declare.MOST_WAITING):
        declared(kept, house)
    assert refusal_of(lambda: declared(kept, house)) == "declarations-waiting"


def test_while_the_register_is_off_nothing_is_kept(kept: Town, house: House):
    Opening.objects.update(closed_at=kept.at)
    assert refusal_of(lambda: access.let_by(house.code)) == "renting-not-open"
    assert refusal_of(lambda: declared(kept, house)) == "renting-not-open"
    assert not people.reached(kept.actor("leader-a1"))
    assert not access.visible_houses(kept.actor("leader-a1")).exists()


def test_a_longer_queue_asks_no_more(kept: Town, house: House):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            seen = queries.waiting(kept.actor("leader-a1"), on=ON)
        assert all(each.names for each in seen)
        return len(queries_made)

    declared(kept, house)
    before = asked()
    leaving = replace(FAMILY, act=Act.MOVE_OUT, people=(MOTHER,))
    declared(kept, house, leaving)
    declared(kept, house, replace(FAMILY, people=(CHILD,)))
    assert asked() == before


def test_only_those_who_work_there_see_what_is_let(kept: Town, house: House):
    made, _code = declared(kept, house)
    other = kept.actor("leader-b1")
    assert not access.visible_houses(other).exists()
    assert refusal_of(lambda: access.house_for(other, house.pk)).startswith("no-such-")
    settled = refusal_of(lambda: settle.refuse(made, "not-let", by=other, at=kept.at))
    assert settled.startswith("no-such-")


def test_a_letting_ends_and_its_sheet_leads_nowhere(kept: Town, house: House):
    leader = kept.actor("leader-a1")
    twice = refusal_of(lambda: let_room(kept, house.room))
    assert twice == "rental-house-there-already"
    assert let.landlord_of(house) == {"name": "钱**", "phone": "137****7000"}
    let.end(house, by=leader, at=kept.at)
    assert refusal_of(lambda: access.let_by(house.code)) == "no-such-rental-house"
    house.refresh_from_db()
    assert (house.landlord, let.landlord_of(house)) == (None, {})
    area = kept.area("a1")
    grid = refusal_of(lambda: let.let(area, None, LANDLORD, by=leader, at=kept.at))
    assert grid == "rooms-stand-in-buildings"


def test_what_was_told_is_believed_less_with_time():
    def after(days: int, status: Status = Status.DECLARED) -> Trust:
        on = ON + timedelta(days=days)
        return trust(Teller.LANDLORD, status, since=ON, on=on)

    assert trust(Teller.TENANT, Status.DECLARED, since=ON, on=ON) == Trust.TENANT
    assert [after(0), after(180), after(360), after(900)] == [
        Trust.LANDLORD,
        Trust.TENANT,
        Trust.OLD,
        Trust.OLD,
    ]
    assert after(0, Status.CONFIRMED) == Trust.DOOR
    assert after(180, Status.CONFIRMED) == Trust.LANDLORD
