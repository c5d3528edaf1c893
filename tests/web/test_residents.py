"""Residents on screens: nothing while off, then found, masked, read, moved, merged."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from quincunx.foundation.models import IdentityRead
from quincunx.registers.people.models import Opening, Resident
from quincunx.registers.people.vocabulary import ASSESSED
from tests.cast import Town
from tests.registers.people.household import (
    LI,
    WHY,
    ZHANG,
    moved_in,
    opened,
    rooms,
    second_administrator,
)
from tests.web.conftest import SignIn


def text_of(browser: Client, name: str, *args: object) -> str:
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_asks_on_a_screen_another_agrees_and_it_is_closed(
    town: Town, sit_down: SignIn
):
    second_administrator(town)
    page = reverse("registers-opening")
    told = dict.fromkeys(["purpose", "basis", *ASSESSED], WHY)
    one, other = sit_down("administrator"), sit_down("stranger")
    wanted = {**told, "area": town.area("district").pk}
    assert one.post(page, {**wanted, "risks": "none"}).status_code == 422
    assert one.post(page, wanted).status_code == 302
    assert "Agree and open it" not in text_of(one, "registers-opening")
    assert "Agree and open it" in text_of(other, "registers-opening")
    key = Opening.objects.get().pk
    approve = reverse("registers-opening-act", args=[key, "approve"])
    assert one.post(approve).status_code == 403
    assert other.post(approve).status_code == 302
    leader = sit_down("leader-a1")
    assert "Find a resident" in text_of(leader, "registers-people")
    one.post(reverse("registers-opening-act", args=[key, "close"]))
    assert leader.get(reverse("registers-people")).status_code == 404
    assert "It is off here" in text_of(leader, "registers-opening")


def test_while_off_every_door_answers_as_if_it_were_not_there(
    town: Town, sit_down: SignIn
):
    leader, room = sit_down("leader-a1"), rooms(town)[0]
    for address in (
        reverse("registers-people"),
        reverse("registers-duplicates"),
        reverse("registers-household", args=[room.pk]),
        reverse("registers-resident", args=["01234567-89ab-7def-8123-456789abcdef"]),
    ):
        assert leader.get(address).status_code == 404


@pytest.fixture
def leader(town: Town, sit_down: SignIn) -> Client:
    opened(town)
    return sit_down("leader-a1")


def test_somebody_is_taken_in_found_read_and_moved(town: Town, leader: Client):
    one, two, *_ = rooms(town)
    household = reverse("registers-household", args=[one.pk])
    told = {"name": "张小榆", "number": "110105491231002", "phone": "13812345678"}
    told |= {"since": "2026-03-02", "source": "door"}
    wrong = leader.post(household, {**told, "number": "110105194912310021"})
    assert wrong.status_code == 422
    assert "last digit does not fit" in wrong.content.decode()
    assert leader.post(household, told).status_code == 302
    page = reverse("registers-resident", args=[Resident.objects.get().pk])
    for address in (f"{reverse('registers-people')}?q=小榆", household, page):
        seen = leader.get(address).content.decode()
        assert "138****5678" in seen
        assert "小榆</" not in seen
    answer = leader.post(page, {"act": "read", "field": "phone", "purpose": "visit"})
    assert "+8613812345678" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert IdentityRead.objects.get().purpose == "resident-visit"
    asked = {"act": "read", "field": "phone", "purpose": "curiosity"}
    assert leader.post(page, asked).status_code == 422
    moved = {"act": "leave", "until": "2026-04-01", "room": two.pk}
    assert leader.post(page, moved).status_code == 302
    assert str(two) in leader.get(page).content.decode()
    assert leader.post(page, {"act": "leave", "until": "2026-05-01"}).status_code == 302
    assert leader.get(page).status_code == 404


def test_a_whole_number_is_asked_for_by_purpose(town: Town, leader: Client):
    moved_in(town)
    address = reverse("registers-people")
    found = leader.post(address, {"number": "13812345678", "purpose": "emergency"})
    assert "张**" in found.content.decode()
    assert leader.post(address, {"number": "13812345678"}).status_code == 422
    assert IdentityRead.objects.get().fields == ["looked-up"]


def test_alike_records_stand_side_by_side_and_become_one(town: Town, leader: Client):
    moved_in(town)
    moved_in(town, LI)
    moved_in(town, LI)
    assert "the same name and birthday" in text_of(leader, "registers-duplicates")
    pair = re.search(
        r'value="([0-9a-f-]{36} [0-9a-f-]{36})"',
        text_of(leader, "registers-duplicates"),
    )
    assert pair is not None
    leader.post(reverse("registers-duplicates"), {"pair": pair[1]})
    assert "No two records are alike" in text_of(leader, "registers-duplicates")
    assert Resident.objects.filter(merged_into=None).count() == 2


def test_nobody_else_opens_the_page_of_a_resident(town: Town, leader: Client, sit_down):
    page = reverse("registers-resident", args=[moved_in(town, ZHANG).pk])
    assert leader.get(page).status_code == 200
    for login in ("administrator", "police", "leader-a2", "dispatcher-station"):
        assert sit_down(login).get(page).status_code == 404


def test_at_the_door_only_what_differs_is_written_and_the_rest_confirmed(
    town: Town, sit_down: SignIn
):
    opened(town)
    known = moved_in(town, room=rooms(town)[0])
    leader = sit_down("leader-a1")
    page = reverse("registers-resident", args=[known.pk])
    assert "138****5678" in leader.get(page).content.decode()
    wrong = {"act": "differ", "phone": "12", "source": "door"}
    assert leader.post(page, wrong).status_code == 422
    told = {"act": "differ", "phone": "13700001111", "source": "self"}
    assert leader.post(page, told).status_code == 302
    after = Resident.objects.get(pk=known.pk)
    facts = after.facts
    assert facts["phone"].source == "self"
    assert facts["name"].source == "door"
    assert facts["name"].checked == facts["phone"].checked > facts["name"].since
    assert "137****1111" in leader.get(page).content.decode()
