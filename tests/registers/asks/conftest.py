"""A grid with a shop and two residents, and tables of three departments."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from quincunx.registers.asks import declare
from quincunx.registers.asks.declare import Said
from quincunx.registers.asks.models import Ask
from quincunx.registers.places import register
from quincunx.registers.places.register import Told, Where
from tests.cast import Town
from tests.registers.asks.blank import form
from tests.registers.people.household import DAY, LI, moved_in, opened, rooms

WHY, BASIS = "市级民生服务台账", "《社区工作条例》第12条"
Declare = Callable[..., Ask]


@pytest.fixture
def grid(town: Town) -> Town:
    """Building 1 of grid a1: six dwellings, a restaurant, two people at home."""
    opened(town)
    first, second, *_ = rooms(town)
    moved_in(town, room=first)
    moved_in(town, LI, second)
    told = Told(
        {"name": "榆下面馆", "kind": "restaurant"},
        {"gas": "bottled"},
        {"responsible": "钱老板", "telephone": "13800138000"},
    )
    where, by = Where(town.area("a1-1")), town.actor("leader-a1")
    register.register("commercial", where, told, on=DAY, by=by, at=town.at)
    return town


@pytest.fixture
def declared(grid: Town) -> Declare:
    """Declare a table as its leader would: what is suggested is what is meant."""

    def declare_it(
        names: list[str],
        rows: str = "",
        unit: str = "civil-affairs",
        login: str = "leader-a1",
        **said: object,
    ) -> Ask:
        by, at = grid.actor(login), grid.at
        content = form(names, title="统计表", foot="填表人：")
        area = grid.area("a1")
        ask = declare.begin("统计表.xlsx", content, area, by=by, at=at)
        kind = rows or declare.likeliest_rows(ask)
        columns = declare.suggested(ask, kind)
        told = Said(
            ask.name, grid.unit(unit), WHY, BASIS, area, kind, columns=columns, **said
        )
        return declare.save(ask, told, by=by, at=at)

    return declare_it


def later(at: datetime, **more: float) -> datetime:
    return at + timedelta(**more)
