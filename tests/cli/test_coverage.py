"""`quincunx coverage`: what is in nobody's care."""

from datetime import timedelta
from pathlib import Path

import pytest

from quincunx.cases import report
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.matters.load import load
from quincunx.staff.models import Appointment, Organisation
from tests.cast import FOUNDED_AT, Town
from tests.cli.conftest import Call

pytestmark = pytest.mark.django_db
PACK = Path(__file__).parents[1] / "packs" / "five-elms.toml"


def test_a_town_in_order_has_no_orphans(call: Call, town: Town) -> None:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    ended = call("coverage", "--json")
    assert ended.code == 0, ended.facts
    facts = ended.facts
    orphans = [facts[f"{what}"] for what in ("grids_without_leader",)]
    orphans += [facts["matters_without_unit"], facts["cases_without_owner"]]
    assert orphans == [[], [], []]
    assert len(facts["departments"]) == 10
    row = facts["matrix"][0]
    assert row["units"]["city-management"]["unit"] == "city-management"
    assert row["units"]["city-management"]["contact"] == town.person("officer").pk
    assert row["units"]["education"]["contact"] is None


def test_orphans_are_named(call: Call, town: Town) -> None:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    lon, lat = town.spot("c1")
    told = Report(text="Dark.", place=Place(lon=lon, lat=lat))
    case = report.submit(told, by=town.resident, at=town.at).case
    yesterday = (town.at - timedelta(days=1)).date()
    gone = Appointment.objects.filter(
        person__login__in=["leader-b1", "dispatcher-command"]
    )
    gone.update(ends=yesterday, state="ended")
    east = Organisation.objects.filter(code="mediation-committee")
    east.update(closed_on=yesterday)

    ended = call("coverage", "--json")
    assert ended.code == 1
    facts = ended.facts
    assert [g["name"] for g in facts["grids_without_leader"]] == ["白榆第一网格"]
    assert facts["matters_without_unit"] == [
        {"code": "noise", "unit": "kind:mediation-committee"}
    ]
    assert facts["cases_without_owner"] == [case.number]  # the east has no dispatcher

    said = call("coverage").out
    assert "Grids without leader: 1\n  白榆第一网格" in said
    assert case.number in said


def test_a_department_that_is_missing_is_a_hole(call: Call, town: Town) -> None:
    Organisation.objects.filter(code="education").update(
        closed_on=(town.at - timedelta(days=1)).date()
    )
    ended = call("coverage", "--json")
    assert ended.code == 1
    units = [row["units"]["education"]["unit"] for row in ended.facts["matrix"]]
    assert units == [None] * 6
    assert "holes: 6" in call("coverage").out
