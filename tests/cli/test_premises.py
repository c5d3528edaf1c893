"""`quincunx premises`: a map brought in, looked at first, and not twice."""

import json
from pathlib import Path

import pytest

from quincunx.registers.places.models import Facility, Premise
from tests.cast import Town
from tests.cli.conftest import Call

pytestmark = pytest.mark.django_db


def feature(key: int, spot: tuple[float, float], **told: str) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"id": key, "osm_type": "node", **told},
        "geometry": {"type": "Point", "coordinates": spot},
    }


def test_a_map_is_looked_at_then_written_and_the_second_time_changes_nothing(
    call: Call, town: Town, tmp_path: Path
) -> None:
    house, grid = town.spot("a1-1"), town.spot("a2")
    cafe = {"amenity": "cafe", "name": "榆下茶馆", "phone": "+86 10 6666 8888; 12"}
    rows = [
        feature(1, house, **cafe),
        feature(2, grid, amenity="bench"),
        feature(3, grid, shop="kiosk"),  # no name, no address
        feature(4, (0.0, 0.0), shop="kiosk", name="Far away"),
        feature(5, grid, highway="crossing"),
    ]
    file = tmp_path / "map.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    looked = call("premises", "import", file)
    assert "Call again with --apply" in looked.out
    assert not Premise.objects.exists()
    done = call("premises", "import", file, "--apply", "--json").facts
    counts = ("new", "same", "outside", "nameless", "unknown")
    assert [done[name] for name in counts] == [2, 0, 1, 1, 1]
    made, bench = Premise.objects.get(), Facility.objects.get()
    assert (made.name, made.place, made.kind) == (
        "榆下茶馆",
        town.area("a1-1"),
        "restaurant",
    )
    assert made.telephone is not None
    assert (bench.kind, bench.area) == ("bench", town.area("a2"))
    again = call("premises", "import", file, "--apply", "--json").facts
    assert [again[name] for name in counts] == [0, 2, 1, 1, 1]
    file.write_text("{")
    assert call("premises", "import", file).code == 3
