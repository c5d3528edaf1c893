"""What was declared of a rental house, on the screens of those who go to the door."""

import pytest
from django.test import Client
from django.urls import reverse

from quincunx.registers.people.models import Resident
from quincunx.registers.renting.models import Declaration, House
from tests.cast import Town
from tests.registers.people.household import opened, rooms
from tests.registers.renting.rented import declared, let_room
from tests.web.conftest import SignIn
from tests.web.test_residents import text_of


@pytest.fixture
def leader(town: Town, sit_down: SignIn) -> Client:
    opened(town)
    return sit_down("leader-a1")


def test_a_room_is_let_declared_and_confirmed_on_screens(town: Town, leader: Client):
    room = rooms(town)[0]
    assert reverse("renting-let", args=[room.pk]) in text_of(
        leader, "registers-room", room.pk
    )
    told = {"name": "钱房东", "phone": "13700137000"}
    page = reverse("renting-let", args=[room.pk])
    assert leader.post(page, {**told, "name": "1"}).status_code == 422
    assert leader.post(page, told).status_code == 302
    house = House.objects.get()
    assert "钱**" in text_of(leader, "renting-house", house.pk)
    assert house.code in text_of(leader, "renting-sheet", house.pk)

    made, _code = declared(town, house)
    assert "张** · 张**" in text_of(leader, "renting")
    door = text_of(leader, "renting-declaration", made.pk)
    assert "1101**********002X" in door
    assert "张小榆" not in door
    confirm = reverse("renting-declaration", args=[made.pk])
    wrong = {"act": "confirm", "there-0": "on", "number-0": "110105194912310021"}
    assert leader.post(confirm, wrong).status_code == 422
    right = {"act": "confirm", "there-0": "on", "phone-0": "13912345678"}
    assert leader.post(confirm, right).status_code == 302
    assert Resident.objects.count() == 1
    assert "139****5678" in text_of(leader, "registers-household", room.pk)
    assert leader.get(confirm).status_code == 404


def test_a_declaration_is_refused_with_a_reason(town: Town, leader: Client):
    made, _code = declared(town, let_room(town))
    page = reverse("renting-declaration", args=[made.pk])
    assert leader.post(page, {"act": "refuse"}).status_code == 422
    assert leader.post(page, {"act": "refuse", "why": "not-let"}).status_code == 302
    assert Declaration.objects.get().why == "not-let"


def test_others_see_nothing_of_it(town: Town, leader: Client, sit_down: SignIn):
    house = let_room(town)
    made, _code = declared(town, house)
    for name in ("leader-b1", "administrator", "officer"):
        other = sit_down(name)
        for page, key in (("renting-house", house), ("renting-declaration", made)):
            assert other.get(reverse(page, args=[key.pk])).status_code == 404
