"""Whose it is, why, and why not somebody else's; one query on the warm path."""

from datetime import UTC, date, datetime, timedelta

import pytest

from quincunx.areas import locate
from quincunx.areas.codes import known_or_own
from quincunx.matters import packs, routes
from quincunx.matters.models import Matter
from quincunx.staff import found
from quincunx.staff.models import Appointment
from tests.cast import Town
from tests.matters.packs import LAMP, TREE, pack

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 16, tzinfo=UTC)

NIGHT = """
[[route]]
code = "night"
matter = "lamp"
hours = { from = "22:00", to = "06:00" }
unit = "kind:service-centre"
because = { en = "The duty desk has it by night." }
"""
FIRM = """
[[route]]
code = "firm"
domain = "streets"
unit = "kind:handling-team"
"""


def suggested(town: Town, where: str = "a1", at: datetime = NOON, code: str = "lamp"):
    chain = locate.place(*town.spot(where), at.date()).chain
    return routes.suggest(Matter.objects.get(code=code), None, chain, at)


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def load(town: Town, *parts: str) -> None:
    packs.load(pack(LAMP, TREE, *parts), by=town.owner, at=NOON)


def test_the_matter_names_its_unit(town: Town):
    load(town)
    found_ = suggested(town)
    assert found_.unit_id == town.unit("city-management").pk
    assert (codes(found_.because), found_.fallback) == (["own-unit"], False)
    assert found_.others == ()


def test_a_kind_means_the_nearest_one_up_the_chain(town: Town):
    load(town, FIRM)
    assert suggested(town, "a1").unit_id == town.unit("handling-team").pk
    east = suggested(town, "c1")
    assert east.unit_id == town.unit("city-management").pk
    (silent,) = east.others
    assert (silent.unit_id, codes(silent.because)) == (None, ["nobody-there"])


def test_the_night_belongs_to_the_duty_desk(town: Town):
    load(town, NIGHT)
    by_night = suggested(town, at=MIDNIGHT)
    assert by_night.unit_id == town.unit("service-centre-west").pk
    assert codes(by_night.because) == [
        "route-fires",
        "for-matter",
        "for-hours",
        "route-says",
    ]
    (other,) = by_night.others
    assert codes(other.because) == ["less-close"]
    by_day = suggested(town, at=NOON)
    assert by_day.unit_id == town.unit("city-management").pk
    assert codes(by_day.others[0].because) == ["other-hours"]


def test_a_route_may_be_for_one_area(town: Town):
    west, scheme = town.area("west"), known_or_own("town")
    west.codes.create(scheme=scheme, value="WEST", valid_from=west.valid_from)
    load(town, FIRM.replace('domain = "streets"', 'matter = "lamp"\narea = "WEST"'))
    inside, east = suggested(town, "a1"), suggested(town, "c1")
    assert inside.unit_id == town.unit("handling-team").pk
    assert dict(inside.because[2].facts) == {"area": "西榆街道"}
    assert codes(east.others[0].because) == ["other-area"]
    assert dict(east.others[0].because[0].facts)["wanted"] == "西榆街道"


def test_the_territory_has_it_where_the_unit_is_gone(town: Town):
    load(town)
    Appointment.objects.filter(organisation=town.unit("landscaping")).update(
        state="ended", ends=NOON.date()
    )
    found.close_organisation(town.unit("landscaping"), by=town.owner, at=NOON)
    left = suggested(town, code="tree")
    assert left.unit_id == town.unit("service-centre-west").pk
    assert (codes(left.because), left.fallback) == (["territory"], True)
    assert codes(left.others[0].because) == ["nobody-there"]


def test_the_organisation_complained_of_is_not_suggested(town: Town):
    load(town)
    chain = locate.place(*town.spot("a1"), NOON.date()).chain
    lamp = Matter.objects.get(code="lamp")
    avoid = {town.unit("city-management").pk, town.unit("service-centre-west").pk}
    found_ = routes.suggest(lamp, None, chain, NOON, avoid=avoid)
    assert found_.unit_id == town.unit("command-centre").pk
    assert codes(found_.others[0].because) == ["complained-of"]


def test_a_place_unknown_goes_to_the_command_centre(town: Town):
    load(town)
    lamp = Matter.objects.get(code="lamp")
    found_ = routes.suggest(lamp, None, (), NOON)
    assert (found_.unit_id, found_.fallback) == (town.unit("command-centre").pk, True)


def test_a_suggestion_costs_one_query(town: Town, django_assert_num_queries):
    load(town, NIGHT, FIRM)
    lamp = Matter.objects.get(code="lamp")
    chain = locate.place(*town.spot("a1"), NOON.date()).chain
    routes.suggest(lamp, None, chain, NOON)
    with django_assert_num_queries(1):
        routes.suggest(lamp, None, chain, NOON)


def test_a_unit_closed_today_is_asked_nothing_just_after_midnight(town: Town):
    """At 00:30 in Shanghai it is still yesterday in UTC."""
    load(town)
    after_midnight = MIDNIGHT + timedelta(minutes=30)
    unit = town.unit("city-management")
    unit.closed_on = date(2026, 3, 3)
    unit.save()
    assert suggested(town, at=MIDNIGHT - timedelta(minutes=1)).unit_id == unit.pk
    assert suggested(town, at=after_midnight).unit_id != unit.pk
