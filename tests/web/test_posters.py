"""Who looks after a place makes its posters, prints them in bulk, and revokes them."""

import pytest
from django.urls import reverse

from quincunx.areas.models import Poster
from quincunx.staff.models import Organisation
from tests.cast import Town
from tests.web.conftest import SignIn


def test_a_leader_makes_prints_and_revokes(sit_down: SignIn, town: Town):
    leader, area = sit_down("leader-a1"), town.area("a1")
    page = reverse("posters", args=[area.pk])
    assert "Make 3 missing posters" in leader.get(page).content.decode()
    made = leader.post(reverse("posters-make", args=[area.pk]), follow=True)
    assert "3 posters were made." in made.content.decode()
    assert "missing poster" not in made.content.decode()

    paper = reverse("posters-paper", args=[area.pk])
    for kind in ("poster", "notice"):
        printed = leader.get(f"{paper}?kind={kind}")
        assert printed["Content-Type"] == "application/pdf"
        assert printed.content.startswith(b"%PDF-")
    assert leader.get(f"{paper}?kind=wall").status_code == 404

    poster = Poster.objects.get(area=area)
    address = reverse("poster-revoke", args=[poster.code])
    leader.post(address, {"at": area.pk})
    poster.refresh_from_db()
    assert poster.revoked_at is not None
    assert "Make 1 missing poster" in leader.get(page).content.decode()


@pytest.mark.parametrize("who", ["officer", "leader-b1", "stranger"])
def test_others_do_not(sit_down: SignIn, town: Town, who: str):
    key = town.area("a1").pk
    other = sit_down(who)
    assert other.get(reverse("posters", args=[key])).status_code == 403
    assert other.post(reverse("posters-make", args=[key])).status_code == 403
    assert other.get(reverse("posters-paper", args=[key])).status_code == 403
    assert other.post(reverse("area-publish", args=[key])).status_code == 403
    assert not Poster.objects.exists()


def test_what_residents_read_is_put_right_by_those_who_may(
    sit_down: SignIn, town: Town
):
    told = {"telephone": "010-1", "counter": "18 Elm Street", "hours": "8:30-17:30"}
    address = reverse("area-publish", args=[town.area("a").pk])
    sit_down("dispatcher-station").post(address, told)
    town.area("a").refresh_from_db()
    station = Organisation.objects.get(code="station-a")
    assert (town.area("a").telephone, station.counter) == ("010-1", "")
    sit_down("administrator").post(address, told)
    station.refresh_from_db()
    assert (station.counter, station.hours) == ("18 Elm Street", "8:30-17:30")


@pytest.mark.parametrize("name", ["a1", "west"])
def test_the_page_asks_as_often_for_many_as_for_one(
    sit_down: SignIn, town: Town, django_assert_max_num_queries, name: str
):
    desk = sit_down("administrator")
    desk.get(reverse("posters", args=[town.area(name).pk]))
    with django_assert_max_num_queries(16):
        desk.get(reverse("posters", args=[town.area(name).pk]))
