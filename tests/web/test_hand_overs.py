"""A file is handed over on screens: offered, taken over where somebody arrived."""

import pytest
from django.urls import reverse

from quincunx.registers import keep
from quincunx.registers.handover.models import HandOver
from quincunx.registers.handover.vocabulary import State
from quincunx.registers.numbering import Pattern
from quincunx.registers.people.access import visible_residents
from quincunx.staff.office import day_of
from tests.cases.conftest import Stage
from tests.registers.people.household import DAY, ZHANG, moved_in, opened, rooms
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def test_a_leader_offers_and_another_takes_over(stage: Stage, sit_down: SignIn):
    town = stage.town
    opened(town)
    resident = moved_in(town, room=rooms(town)[0])
    place, by = town.area("b1-1"), town.owner
    keep.lay_out(place, Pattern(1, 1, 1), on=DAY, by=by, at=town.at)
    giver, taker = sit_down("leader-a1"), sit_down("leader-b1")
    new = reverse("hand-over-new", args=[resident.pk])
    told = {"to": town.area("b1").pk, "service": "care-at-home", "consent": "written"}
    late = giver.post(new, {**told, "consent_on": "2020-01-01"})
    assert late.status_code == 422
    assert "Nothing is handed over without consent" in late.content.decode()
    today = day_of(stage.now).isoformat()
    assert giver.post(new, {**told, "consent_on": today}).status_code == 302
    made = HandOver.objects.get()
    here = reverse("hand-over", args=[made.pk])
    assert here in taker.get(reverse("hand-overs")).content.decode()
    page = taker.get(here).content.decode()
    assert ZHANG.number not in page
    unclear = {"act": "accept", "address": "榆钱大院", "since": today}
    assert taker.post(here, unclear).status_code == 422
    clear = {**unclear, "address": "榆钱大院 1单元101"}
    assert taker.post(here, clear).status_code == 302
    made.refresh_from_db()
    assert made.state == State.ACCEPTED
    assert visible_residents(stage.actor("leader-b1")).get() == resident
    assert (
        giver.get(reverse("registers-resident", args=[resident.pk])).status_code == 404
    )


def test_who_has_no_register_has_no_hand_over(stage: Stage, sit_down: SignIn):
    for login in ("leader-a1", "police", "administrator", "dispatcher-centre"):
        page = sit_down(login).get(reverse("hand-overs"))
        assert page.status_code == 404
