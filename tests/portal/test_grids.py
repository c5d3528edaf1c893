"""A resident finds their grid, its leader, its telephone; posters know their place."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from quincunx.areas import posters, publish
from quincunx.areas.models import Poster
from quincunx.cases.models import Case
from quincunx.lib.refusal import Refusal
from quincunx.staff import found
from quincunx.staff.found import Notice
from tests.cast import Town
from tests.portal.test_report import Resident

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def visitor(client: Client, town: Town) -> Client:
    cache.clear()
    leader = town.actor("leader-a1")
    publish.telephone(town.area("a1"), "010-5550 142", by=leader, at=town.at)
    return client


def seek(client: Client, **told: object) -> str:
    answer = client.post(reverse("grids"), told, headers=ENGLISH, follow=True)
    return answer.content.decode()


def test_a_building_is_found_by_a_part_of_its_name_and_leads_to_its_grid(
    visitor: Client, town: Town
):
    page = seek(visitor, q="1号")
    address = reverse("grid", args=[town.area("a1-1").pk])
    assert address in page
    shown = visitor.get(address, headers=ENGLISH).content.decode()
    assert "It belongs to the grid 青榆第一网格." in shown
    assert "a1格长" in shown
    assert 'href="tel:010-5550 142"' in shown


def test_a_position_leads_to_its_grid_and_stands_in_no_address(
    visitor: Client, town: Town
):
    lon, lat = town.spot("b1")
    answer = visitor.post(reverse("grids"), {"lon": lon, "lat": lat})
    assert answer["Location"] == reverse("grid", args=[town.area("b1").pk])


def test_the_list_goes_from_the_widest_to_the_building(visitor: Client, town: Town):
    page = seek(visitor)
    for name in ("west", "a", "a1", "a1-1"):
        address = reverse("grid", args=[town.area(name).pk])
        assert address in page
        page = visitor.get(address, headers=ENGLISH).content.decode()
    assert "a1格长" in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Write a name, or move the pin."),
        ({"q": "Atlantis"}, "Nothing has this name."),
        ({"lon": 1.0, "lat": 1.0}, "outside the district"),
    ],
)
def test_what_is_not_found_says_what_to_do(visitor: Client, told: dict, said: str):
    assert said in seek(visitor, **told)


def test_what_is_larger_than_a_grid_lists_what_lies_in_it(visitor: Client, town: Town):
    shown = visitor.get(reverse("grid", args=[town.area("a").pk]), headers=ENGLISH)
    assert "larger than one grid" in shown.content.decode()
    assert visitor.get(reverse("grid", args=[999_999])).status_code == 404


def test_the_counter_tells_where_it_is_and_when_it_is_open(visitor: Client, town: Town):
    told = Notice("010-5550137", "18 Elm Street", "8:30 to 17:30")
    unit = town.unit("station-a")
    found.publish(unit, told, by=town.actor("administrator"), at=town.at)
    page = visitor.get(reverse("grid", args=[town.area("a1").pk])).content.decode()
    for said in ("18 Elm Street", "8:30 to 17:30", "010-5550137"):
        assert said in page


def made(town: Town, name: str) -> Poster:
    by = town.actor("leader-a1")
    return posters.make([town.area(name)], by=by, at=town.at)[0]


def test_a_poster_opens_the_report_with_its_place_chosen(visitor: Client, town: Town):
    poster = made(town, "a1-1")
    resident = Resident(visitor)
    address = reverse("scan", args=[poster.code.lower()])
    resident.page = visitor.get(address, headers=ENGLISH)
    assert "at 1号楼" in resident.text
    resident.answers("photo").answers("place").answers("text", text="Dark.")
    resident.answers("contact", disclosure="nobody").answers("check")
    case = Case.objects.get()
    assert (case.grid, case.channel) == (town.area("a1"), "qr")


def test_a_poster_that_was_revoked_leads_nowhere_and_a_new_one_does(
    visitor: Client, town: Town
):
    old = made(town, "a1")
    posters.revoke(old, by=town.actor("leader-a1"), at=town.at)
    answer = visitor.get(reverse("scan", args=[old.code]), headers=ENGLISH)
    assert answer.status_code == 404
    assert "out of date" in answer.content.decode()
    assert reverse("report") in answer.content.decode()
    new = made(town, "a1")
    assert new.code != old.code
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{8}", new.code)
    assert visitor.get(reverse("scan", args=[new.code])).status_code == 200


def test_a_place_has_one_poster_however_often_it_is_asked_for(town: Town):
    made(town, "a1")
    again = posters.make([town.area("a1")], by=town.actor("leader-a1"), at=town.at)
    assert (again, Poster.objects.count()) == ([], 1)


@pytest.mark.parametrize("who", ["leader-b1", "officer", "stranger"])
def test_posters_are_made_by_those_who_look_after_the_place(town: Town, who: str):
    with pytest.raises(Refusal, match="posters-not-yours"):
        posters.make([town.area("a1")], by=town.actor(who), at=town.at)


def test_guessing_poster_codes_is_counted(visitor: Client, town: Town):
    address = reverse("scan", args=["AAAAAAAA"])
    for _ in range(20):
        assert visitor.get(address).status_code == 404
    assert visitor.get(address).status_code == 429
