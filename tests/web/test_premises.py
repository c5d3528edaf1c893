"""Premises on screens: registered at a door, changed, read, appealed for, closed."""

from django.urls import reverse

from quincunx.foundation.models import IdentityRead
from quincunx.registers import keep
from quincunx.registers.numbering import Pattern
from quincunx.registers.places.models import Premise
from tests.cast import Town
from tests.web.conftest import SignIn

SHOP = {
    "name": "榆下面馆",
    "kind": "restaurant",
    "capacity": "40",
    "f_floor_area": "60",
    "f_gas": "bottled",
    "f_cooking": "yes",
    "responsible": "钱老板",
    "telephone": "13800138000",
    "source": "door",
}


def test_a_restaurant_is_registered_changed_appealed_for_and_closed(
    town: Town, sit_down: SignIn
):
    building, by = town.area("a1-1"), town.actor("leader-a1")
    shop = Pattern(units=1, floors=1, rooms=2, use="shop")
    room = keep.lay_out(building, shop, on=town.at.date(), by=by, at=town.at)[0]
    leader = sit_down("leader-a1")
    new = reverse("registers-premise-new", args=[building.pk, "commercial"])
    page = leader.get(f"{new}?room={room.pk}").content.decode()
    assert f'<option value="{room.pk}" selected>' in page
    wrong = leader.post(new, {**SHOP, "uscc": "91350100M000100Y44"})
    assert wrong.status_code == 422
    assert not Premise.objects.exists()
    made = leader.post(new, {**SHOP, "rooms": [room.pk]})
    noodles = Premise.objects.get()
    file = reverse("registers-premise", args=[noodles.pk])
    assert (made.status_code, made["Location"]) == (302, file)
    page = leader.get(file).content.decode()
    assert "Bottled gas is used" in page
    assert "30 points in all" in page
    assert "钱老板" not in page
    assert leader.post(new, {**SHOP, "rooms": [room.pk]}).status_code == 409

    change = reverse("registers-premise-change", args=[noodles.pk])
    assert 'value="榆下面馆"' in leader.get(change).content.decode()
    told = {**SHOP, "rooms": [room.pk], "telephone": "", "f_gas": "piped"}
    assert leader.post(change, told).status_code == 302
    noodles.refresh_from_db()
    assert (noodles.details["gas"], noodles.tier) == ("piped", "green")
    assert noodles.telephone is not None

    def acts(name: str, **told: str):
        act = reverse("registers-premise-act", args=[noodles.pk, name])
        return leader.post(act, told)

    assert "钱老板" in acts("contact", purpose="visit").content.decode()
    assert acts("contact", purpose="nothing").status_code == 422
    assert IdentityRead.objects.count() == 1
    assert acts("confirm").status_code == 302
    assert acts("appeal", why="").status_code == 422
    assert acts("appeal", why="气瓶已撤").status_code == 302
    assert acts("decide", granted="green", why="as I say").status_code == 403
    desk = sit_down("supervisor")
    assert "Decide the appeal" in desk.get(file).content.decode()
    decide = reverse("registers-premise-act", args=[noodles.pk, "decide"])
    answer = {"granted": "green", "why": "seen on the spot"}
    assert desk.post(decide, answer).status_code == 302
    assert "seen on the spot" in leader.get(file).content.decode()
    assert acts("close").status_code == 302
    assert acts("confirm").status_code == 409
    assert acts("burn").status_code == 404
    assert sit_down("leader-a2").get(file).status_code == 404


def test_the_files_of_a_building_a_compound_and_a_room_tell_what_stands_there(
    town: Town, sit_down: SignIn
):
    building, by = town.area("a1-1"), town.actor("leader-a1")
    shop = Pattern(units=1, floors=1, rooms=2, use="shop")
    room = keep.lay_out(building, shop, on=town.at.date(), by=by, at=town.at)[0]
    leader = sit_down("leader-a1")
    new = reverse("registers-premise-new", args=[building.pk, "commercial"])
    leader.post(new, {**SHOP, "rooms": [room.pk]})
    for address in (
        reverse("registers-building", args=[building.pk]),
        reverse("registers-compound", args=[town.area("a1").pk]),
        reverse("registers-room", args=[room.pk]),
        reverse("registers-premises"),
        reverse("registers-premises") + "?class=commercial&tier=yellow&q=面馆",
    ):
        assert "榆下面馆" in leader.get(address).content.decode()
    page = leader.get(reverse("registers-premises"), {"tier": "red", "after": "x"})
    assert "No place fits" in page.content.decode()
    compound = leader.get(reverse("registers-compound", args=[town.area("a1").pk]))
    assert "青榆物业公司" in compound.content.decode()
    whole = leader.get(reverse("registers-complete")).content.decode()
    assert "Buildings in no register · 1" in whole
    refused = leader.get(
        reverse("registers-premise-new", args=[town.area("a2").pk, "commercial"])
    )
    assert refused.status_code in {403, 404}
    unknown = leader.get(reverse("registers-premise-new", args=[building.pk, "church"]))
    assert unknown.status_code == 422
