"""From nothing to a list of the past: the way of a new district, as the guide says."""

import json
from datetime import date
from pathlib import Path

import pytest
import shapely
from django.utils import timezone

from quincunx.areas.models import Area, Code
from quincunx.cases.models import Case
from quincunx.cli.init import Founding, found
from tests.cli.conftest import Call
from tests.cli.hotline import MAP

pytestmark = pytest.mark.django_db

PACK = """
[pack]
code = "newtown"
name = { en = "Newtown" }
calendar = "office"
languages = ["en"]

[[calendar]]
code = "office"
zone = "Asia/Shanghai"
hours = ["08:30-12:00", "13:30-17:30"]

[[organisation]]
code = "centre"
kind = "command-centre"
area = "110199"
name = { en = "Command centre" }

[[organisation]]
code = "works"
kind = "city-management"
area = "110199"
name = { en = "Works" }

[[domain]]
code = "city"
name = { en = "City" }

[[process]]
code = "dispatch"
tier = "dispatch"
name = { en = "Dispatch" }
steps = [
  { act = "report" }, { act = "establish" }, { act = "dispatch", level = 1 },
  { act = "accept" }, { act = "finish" }, { act = "confirm" }, { act = "file" },
]

[[matter]]
code = "lamp"
domain = "city"
name = { en = "Street lamp dark" }
unit = "works"
standard = { en = "The lamp is lit." }
process = "dispatch"
evidence = [{ kind = "text" }]
limits = { establish = "2 work-hour", dispatch = "2 work-hour" }

[[matter.condition]]
code = "dark"
name = { en = "Dark" }
closing = { en = "Lit" }
limit = "2 work-day"
"""
LIST = """No,Opened,Closed,Text,Lon,Lat,Matter,State
1,2020-01-06T09:00,2020-01-07T09:00,Lamp,116.405,39.905,lamp,done
2,2020-01-07T09:00,,Lamp,116.405,39.905,lamp,open
"""
SINCE = "2019-01-01"


def founded(since: date | None = None) -> Area:
    found(Founding("District", "admin", "Admin", since), at=timezone.now())
    return Area.objects.get()


def layer(file: Path, code: str, name: str, wide: float = 0.02) -> Path:
    shape = json.loads(
        shapely.to_geojson(shapely.box(116.4, 39.9, 116.4 + wide, 39.92))
    )
    told = {"type": "Feature", "properties": {"code": code, "name": name}}
    whole = {"type": "FeatureCollection", "features": [{**told, "geometry": shape}]}
    file.write_text(json.dumps(whole))
    return file


def words(file: Path, level: int) -> tuple[object, ...]:
    fields = ("--code-field", "code", "--name-field", "name", "--valid-from", SINCE)
    return ("areas", "import", file, "--level", level, *fields)


def test_a_newcomer_brings_in_areas_matters_and_a_list_of_the_past(
    call: Call, tmp_path: Path
) -> None:
    root = founded()
    file = layer(tmp_path / "district.geojson", "110199", "Newtown")
    shown = call(*words(file, 1))
    assert "0 new" in shown.out
    assert "110199 Newtown is the district founded already" in shown.out
    assert Area.objects.get().name == "District"

    assert call(*words(file, 1), "--apply").code == 0
    district = Area.objects.get()
    assert (district.pk, district.name) == (root.pk, "Newtown")
    assert district.valid_from == date(2019, 1, 1)
    assert district.borders.get().valid_from == date(2019, 1, 1)
    assert Code.objects.get().value == "110199"
    again = call(*words(file, 1), "--apply", "--json").facts
    assert (again["same"], again["adopted"]) == (1, [])

    street = layer(tmp_path / "street.geojson", "110199001", "High Street")
    assert call(*words(street, 2), "--apply").code == 0
    assert Area.objects.get(level=2).parent_id == root.pk
    (tmp_path / "pack.toml").write_text(PACK)
    loaded = call("matters", "load", tmp_path / "pack.toml")
    assert loaded.code == 0, loaded.err
    (tmp_path / "map.toml").write_text(MAP)
    (tmp_path / "list.csv").write_text(LIST)
    ended = call(
        "cases", "import", tmp_path / "list.csv", "--map", tmp_path / "map.toml"
    )
    assert ended.code == 0, ended.out + ended.err
    states = Case.objects.order_by("reported_at").values_list("state", flat=True)
    assert list(states) == ["filed", "established"]


def test_a_district_may_begin_before_the_day_it_is_founded(
    call: Call, tmp_path: Path
) -> None:
    root = founded(date(2019, 1, 1))
    street = layer(tmp_path / "street.geojson", "110199001", "High Street")
    assert call(*words(street, 2), "--apply").code == 0
    assert Area.objects.get(level=2).parent_id == root.pk


def test_init_called_again_lets_the_district_begin_earlier_and_never_later() -> None:
    founded()
    assert founded(date(2019, 1, 1)).valid_from == date(2019, 1, 1)
    assert founded(date(2020, 1, 1)).valid_from == date(2019, 1, 1)


def test_the_name_alone_finds_the_district_too(call: Call, tmp_path: Path) -> None:
    root = founded()
    street = layer(tmp_path / "street.geojson", "110199001", "High Street")
    ended = call(*words(street, 2), "--under", root.name, "--apply")
    assert ended.code == 0, ended.err
    assert Area.objects.get(parent=None).pk == root.pk
    assert Area.objects.get(parent=root).name == "High Street"


def test_a_district_with_a_code_is_not_taken_over(call: Call, tmp_path: Path) -> None:
    founded()
    first = layer(tmp_path / "first.geojson", "110199", "Newtown")
    call(*words(first, 1), "--apply")
    other = layer(tmp_path / "other.geojson", "110200", "Oldtown")
    assert call(*words(other, 1), "--json").facts["adopted"] == []
