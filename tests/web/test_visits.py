"""Visits on screens: put on the list, made at the door, what was promised comes."""

from datetime import date

from django.urls import reverse

from quincunx.registers import keep
from quincunx.registers.numbering import Pattern
from quincunx.registers.visits.models import Due, Offer, Visit
from tests.cast import Town
from tests.web.conftest import SignIn

DAY = date(2026, 3, 2)


def test_a_leader_visits_a_door_and_brings_what_was_promised(
    town: Town, sit_down: SignIn
):
    by, at = town.actor("leader-a1"), town.at
    room, *_others = keep.lay_out(
        town.area("a1-1"), Pattern(1, 2, 2), on=DAY, by=by, at=at
    )
    leader = sit_down("leader-a1")
    assert (
        "A visit is due"
        in leader.get(reverse("registers-room", args=[room.pk])).content.decode()
    )
    asked = reverse("visits-due", args=[room.pk])
    assert leader.post(asked, {"purpose": "care", "on": "when"}).status_code == 422
    for purpose in ("care", "fire-advice"):
        told = {"purpose": purpose, "on": at.date().isoformat()}
        assert leader.post(asked, told).status_code == 302

    listed = leader.get(reverse("visits")).content.decode()
    door = reverse("visits-door", args=[Due.objects.get(purpose="care").pk])
    assert door in listed
    page = leader.get(door).content.decode()
    assert "Safe charging" in page
    assert "Meals" in page
    key = page.partition('name="key" value="')[2].partition('"')[0]
    made = {"key": key, "found": "met", "purposes": ["care", "fire-advice"]}
    assert leader.post(door, {"key": key}).status_code == 422
    assert leader.post(door, {**made, "offer-meal": "accepted"}).status_code == 302
    assert Visit.objects.get().found == "met"

    waiting = leader.get(reverse("visits-offers")).content.decode()
    act = reverse("visits-offer", args=[key, "meal"])
    assert act in waiting
    assert leader.get(act).status_code == 405
    assert leader.post(act, {"unmet": "because"}).status_code == 302
    assert Offer.objects.get().unmet == ""
    assert leader.post(act).status_code == 302
    assert Offer.objects.get().delivered_on is not None
    assert act not in leader.get(reverse("visits-offers")).content.decode()


def test_a_desk_reads_counts_and_no_doors(town: Town, sit_down: SignIn):
    desk = sit_down("dispatcher-station")
    page = desk.get(reverse("visits")).content.decode()

    assert "Services in ninety days" in page
    assert "Due in the next seven days" not in page
    assert sit_down("officer").get(reverse("visits")).status_code == 403
