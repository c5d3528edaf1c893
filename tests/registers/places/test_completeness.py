"""How whole the registers are, told in shares and by name."""

from datetime import timedelta

import pytest

from quincunx.registers.facts import Source
from quincunx.registers.models import Room
from quincunx.registers.places import completeness, register
from quincunx.registers.places.models import Premise
from quincunx.registers.places.register import Told, Where
from tests.cast import Town
from tests.cli.conftest import Call, call
from tests.registers.places.conftest import DAY, Open

__all__ = ["call"]
pytestmark = pytest.mark.django_db


def test_what_is_unregistered_unseen_stale_or_in_no_grid_is_named(
    town: Town, opened: Open, shops: list[Room]
):
    del shops
    opened()
    said = {"on": DAY, "by": town.owner, "at": town.at}
    told = Told({"name": "榆树市场", "kind": "market"})
    market = Where(town.area("a"), reference="osm:node/1")
    register.register("crowded", market, told, source=Source.MAP, **said)
    found = completeness.look(town.area("a").path, DAY)
    assert (found.premises.once, found.premises.never) == (1, 1)
    assert [each.name for each in found.gridless.first] == ["榆树市场"]
    assert [each.name for each in found.unseen.first] == ["榆树市场"]
    assert [each.name for each in found.unregistered.first] == ["2号楼", "5号楼"]
    assert found.stale.count == 0
    later = completeness.look(town.area("a").path, DAY + timedelta(91))
    assert [each.name for each in later.stale.first] == ["榆下面馆"]

    seen = Premise.objects.get(name="榆树市场")
    register.confirm(seen, on=DAY + timedelta(1), by=town.owner, at=town.at)
    after = completeness.look(town.area("a").path, DAY + timedelta(1))
    assert after.unseen.count == 0


def test_the_ground_under_buildings_lies_in_one_grid(town: Town):
    share = completeness.built_up(town.area("district").path, DAY)
    assert share.covered == 1
    a1 = completeness.built_up(town.area("a1").path, DAY)
    assert 0 < a1.whole < share.whole


def test_the_command_and_the_figures_tell_it(call: Call, town: Town, opened: Open):
    opened()
    told = call("coverage", "--json").facts["registers"]
    assert told["premises"] == {"once": 1, "several": 0, "never": 0}
    assert told["unregistered"] == 3
    assert "Premises in exactly one grid: 100 %" in call("coverage").out
