"""A restaurant is registered at its door, and another person decides on its tier."""

from collections.abc import Callable
from pathlib import Path

from django.utils.timezone import localdate

from quincunx.registers import keep
from quincunx.registers.numbering import Pattern
from quincunx.registers.places.models import Premise
from tests.browser.fixtures import DESKTOP, PHONE, OpenPage
from tests.browser.story import now, seated
from tests.cast import Town

Shot = Callable[..., Path]


def test_a_restaurant_is_registered_at_its_door_and_its_tier_put_right(
    live: str, town: Town, open_page: OpenPage, shot: Shot
) -> None:
    building, at = town.area("a1-1"), now()
    ground = Pattern(units=2, floors=1, rooms=2, use="shop")
    by = town.actor("leader-a1", at)
    keep.lay_out(building, ground, on=localdate(at), by=by, at=at)
    leader = seated(open_page(PHONE, language="en"), live, town.person("leader-a1"))
    leader.opens("registers-building", building.pk)
    shot(leader.page, "place-building", full=True)
    leader.presses("Commercial")
    leader.fills(name="榆下面馆", f_gas="bottled", f_cooking="yes", f_floor_area=60)
    leader.fills(responsible="钱老板", telephone="13800138000", rooms="1-101")
    shot(leader.page, "place-form", full=True)
    leader.presses("Write it down")
    leader.sees("Bottled gas is used", "30 points in all")
    shot(leader.page, "place-file-phone", full=True)
    leader.presses("to arrange a visit")
    leader.sees("钱老板")
    leader.page.get_by_text("Appeal against the tier").click()
    leader.fills(why="The bottles are gone")
    leader.presses("Appeal")
    leader.sees("Another person will decide")

    shop = Premise.objects.get()
    desk = seated(open_page(DESKTOP, language="en"), live, town.person("supervisor"))
    desk.opens("registers-premises")
    shot(desk.page, "place-list")
    desk.presses("榆下面馆")
    desk.fills(granted="green", why="Seen on the spot")
    shot(desk.page, "place-file-desk", full=True)
    desk.presses("Decide")
    desk.sees("Set by an appeal until")
    desk.opens("registers-compound", town.area("a1").pk)
    shot(desk.page, "place-compound", full=True)
    shop.refresh_from_db()
    assert shop.tier == "green"
