"""Helsinki's buildings and what stands in them, from the map into the registers."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from quincunx.areas import tree_changes
from quincunx.areas.models import Area, Kind
from quincunx.registers.places import completeness
from quincunx.registers.places.models import Facility, Premise
from quincunx.staff.actors import importer
from tests.cli.conftest import Call
from tests.real.clerk import AT, SINCE
from tests.real.test_areas_real import MANHATTAN

HELSINKI = MANHATTAN.parent / "helsinki"
CENTRE = shapely.box(24.90, 60.14, 24.99, 60.20)
pytestmark = [pytest.mark.real, pytest.mark.django_db]


def drawn() -> None:
    """Draw district, office, community and one grid around the centre of the city."""
    above, levels = None, ("Helsinki", "South", "Centre", "Grid")
    for level, name in enumerate(levels, 1):
        above = tree_changes.found(
            name,
            level=level,
            parent=above,
            border=CENTRE,
            kind=Kind.COMPOSITE if level == len(levels) else Kind.TERRITORY,
            on=SINCE,
            by=importer(AT),
            at=AT,
        )


def _ground(feature: dict[str, Any]) -> float:
    """Return the surface of a footprint; ways of a single line have none."""
    return float(shapely.from_geojson(json.dumps(feature["geometry"])).area)


def test_buildings_and_premises_come_in_by_the_commands_and_are_counted(
    call: Call, tmp_path: Path
) -> None:
    drawn()
    buildings = tmp_path / "buildings.geojson"
    told = json.loads((HELSINKI / buildings.name).read_text())
    whole = [each for each in told["features"] if _ground(each)]  # three have none
    buildings.write_text(json.dumps({**told, "features": whole}))
    words = ("--level", 5, "--code-field", "id", "--name-field", "name", "--repair")
    said = ("--valid-from", SINCE.isoformat(), "--json", "--apply")
    done = call("areas", "import", buildings, *words, *said)
    assert done.code == 0, done.err
    assert Area.objects.filter(kind=Kind.BUILDING).count() == len(whole) == 483

    file = HELSINKI / "pois.geojson"
    first = call("premises", "import", file, "--valid-from", SINCE.isoformat())
    assert "Nothing was written." in first.out
    assert not Premise.objects.exists()
    told = call("premises", "import", file, *said)
    assert told.code == 0, told.err
    facts = told.facts
    left = facts["outside"] + facts["nameless"] + facts["unknown"]
    assert facts["new"] + left == 1711
    assert facts["new"] >= 1500
    kept = Premise.objects.count() + Facility.objects.count()
    assert kept == facts["new"]
    assert Premise.objects.filter(place__kind=Kind.BUILDING).exists()
    again = call("premises", "import", file, *said).facts
    assert (again["new"], again["same"]) == (0, kept)

    found = completeness.look("", SINCE)
    assert found.premises.covered == 1
    assert found.unseen.count == Premise.objects.count()
    assert found.built_up.covered > 0.999
