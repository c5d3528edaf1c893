"""A restaurant and what is said of it."""

from collections.abc import Callable
from datetime import date

import pytest

from quincunx.registers import keep
from quincunx.registers.models import Room
from quincunx.registers.numbering import Pattern
from quincunx.registers.places import register
from quincunx.registers.places.models import Premise
from quincunx.registers.places.register import Told, Where
from tests.cast import Town

DAY = date(2026, 3, 2)
CODE = "91350100M000100Y43"
Open = Callable[..., Premise]


@pytest.fixture
def shops(town: Town) -> list[Room]:
    """The ground floor of building 1."""
    pattern = Pattern(units=1, floors=1, rooms=3, use="shop")
    return keep.lay_out(
        town.area("a1-1"), pattern, on=DAY, by=town.actor("leader-a1"), at=town.at
    )


@pytest.fixture
def opened(town: Town) -> Open:
    """Register a restaurant of building 1, as its leader finds it."""

    def begin(
        name: str = "榆下面馆", place: str = "a1-1", rooms: tuple[int, ...] = ()
    ) -> Premise:
        told = Told(
            {"name": name, "kind": "restaurant", "uscc": CODE, "opening": "10-22"},
            {"floor_area": 60, "gas": "bottled"},
            {"responsible": "钱老板", "telephone": "13800138000"},
        )
        where = Where(town.area(place), rooms)
        by = town.actor("administrator")
        return register.register("commercial", where, told, on=DAY, by=by, at=town.at)

    return begin
