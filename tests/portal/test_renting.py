"""A tenant declares by the sheet on the door: one page, no account, nothing shown."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from quincunx.portal import throttle
from quincunx.registers.people.models import Opening
from quincunx.registers.renting.models import Declaration, House
from tests.cast import Town
from tests.registers.people.household import LI, moved_in, opened
from tests.registers.renting.rented import let_room

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def house(town: Town) -> House:
    cache.clear()
    opened(town)
    return let_room(town)


def send(client: Client, house: House, **told: str):
    on = localdate()
    form = {
        "act": "move-in",
        "teller": "tenant",
        "name": "张小榆",
        "phone": "13812345678",
        "number": "11010519491231002X",
        "others": "张小苗 2019-05-30",
        "on": on.isoformat(),
        "lease_from": on.isoformat(),
        "lease_until": (on + timedelta(days=365)).isoformat(),
    }
    page = reverse("rent", args=[house.code])
    return client.post(page, {**form, **told}, headers=ENGLISH, follow=True)


def test_a_tenant_declares_follows_by_the_code_and_takes_it_back(
    client: Client, house: House
):
    told = send(client, house)
    page = told.content.decode()
    assert "waits for a worker to come to the door" in page
    assert "A school place for your children" in page
    assert "张" not in page
    shown = re.search(r"Your code: <b>([0-9A-Z ]+)</b>", page)[1]
    here = reverse("rent-told", args=[shown.replace(" ", "")])
    back = client.post(here, headers=ENGLISH, follow=True)
    assert "withdrawn" in back.content.decode()
    assert "Take it back" not in back.content.decode()
    assert client.post(here, headers=ENGLISH).status_code == 409


def test_nothing_of_who_lives_there_is_shown(client: Client, house: House, town: Town):
    before = client.get(reverse("rent", args=[house.code]), headers=ENGLISH).content
    moved_in(town, LI, house.room)
    after = client.get(reverse("rent", args=[house.code]), headers=ENGLISH).content
    hidden = re.compile(rb'value="[A-Za-z0-9]{64}"|nonce-[^"]+')
    assert hidden.sub(b"", before) == hidden.sub(b"", after)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"number": "110105194912310021"}, "The last digit does not fit"),
        ({"others": "张小苗 2019-05-30\n张小花 110105194912310021"}, "Line 2:"),
        ({"lease_until": "2020-01-01"}, "The lease ends before it begins"),
        ({"name": "Anna Kоwal"}, "mixes letters that look alike"),
        ({"others": "张小苗\n" * 9}, "people are declared at a time"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    client: Client, house: House, told: dict[str, str], said: str
):
    answer = send(client, house, **told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Declaration.objects.exists()


def test_while_the_register_is_off_the_page_says_so(
    client: Client, house: House, town: Town
):
    Opening.objects.update(closed_at=town.at)
    answer = send(client, house)
    assert answer.status_code == 409
    assert "has not been opened" in answer.content.decode()
    assert not Declaration.objects.exists()


def test_a_code_nobody_made_leads_nowhere_and_guessing_ends(
    client: Client, house: House
):
    nowhere = reverse("rent", args=["00000000"])
    for _time in range(throttle.GUESSES):
        assert client.get(nowhere).status_code == 404
    assert client.get(nowhere).status_code == 429
