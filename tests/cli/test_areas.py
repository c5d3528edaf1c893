"""`quincunx areas`, on files as people have them."""

import csv
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from quincunx.areas.models import Area, Border
from tests.cli.conftest import Call

pytestmark = pytest.mark.django_db

WEST, SOUTH, STEP = 116.40, 39.90, 0.01
METRES = "EPSG:4547"  # a plane of CGCS2000


def cell(column: int, row: int = 0, wide: float = 1) -> shapely.Polygon:
    left, low = WEST + column * STEP, SOUTH + row * STEP
    return shapely.box(left, low, left + wide * STEP, low + STEP)


ROWS = (("D1", "东园", cell(0)), ("D2", "西园", cell(1)))


def geojson(path: Path, rows: Any = ROWS, **more: Any) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": json.loads(shapely.to_geojson(shape)) if shape else None,
        }
        for code, name, shape in rows
    ]
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features, **more})
    )
    return path


def drawn(path: Path, rows: Any = ROWS, crs: str | None = "EPSG:4326") -> Path:
    """Write a layer as a geographic information system does."""
    fields = [np.array([row[i] for row in rows], dtype=object) for i in (0, 1)]
    shapes = np.array([shapely.to_wkb(row[2]) for row in rows], dtype=object)
    told = {"crs": crs, "geometry_type": "Polygon", "encoding": "UTF-8"}
    pyogrio.raw.write(path, shapes, fields, ["code", "name"], **told)
    return path


def shapefile(path: Path) -> Path:
    drawn(path / "parks.shp")
    with zipfile.ZipFile(path / "parks.zip", "w") as packed:
        for part in path.glob("parks.*"):
            if part.suffix != ".zip":
                packed.write(part, part.name)
    return path / "parks.zip"


def codes(path: Path) -> Path:
    rows = [("110101000000", "东城区"), ("110101001000", "东华门街道")]
    rows += [("110101001001", "多福巷社区"), ("110101001002", "银闸社区")]
    path.write_text("\n".join(["code,name", *(",".join(row) for row in rows)]))
    return path


MADE: Mapping[str, Callable[[Path], Path]] = {
    "geojson": lambda folder: geojson(folder / "parks.geojson"),
    "shapefile": shapefile,
    "geopackage": lambda folder: drawn(folder / "parks.gpkg"),
}
FIELDS = ("--level", 1, "--code-field", "code", "--name-field", "name")


@pytest.mark.parametrize("kind", MADE)
def test_areas_come_in_from_every_kind_of_map(
    call: Call, tmp_path: Path, kind: str
) -> None:
    file = MADE[kind](tmp_path)

    shown = call("areas", "import", file, *FIELDS, "--json")
    assert (shown.code, shown.facts["new"], shown.facts["applied"]) == (0, 2, False)
    assert not Area.objects.exists()

    done = call("areas", "import", file, *FIELDS, "--apply", "--json")
    assert (done.code, done.facts["applied"]) == (0, True)
    assert list(Area.objects.order_by("pk").values_list("name", flat=True)) == [
        "东园",
        "西园",
    ]


def test_a_list_of_codes_makes_a_tree(call: Call, tmp_path: Path) -> None:
    done = call("areas", "import", codes(tmp_path / "codes.csv"), "--level", 1)
    assert done.code == 0, done.err
    assert "4 new" in done.out
    assert "Nothing was written" in done.out
    applied = call("areas", "import", tmp_path / "codes.csv", "--level", 1, "--apply")
    assert "Written, valid from" in applied.out
    levels = Area.objects.order_by("pk").values_list("level", flat=True)
    assert sorted(levels) == [1, 2, 3, 3]


def test_the_same_file_twice_changes_nothing(call: Call, tmp_path: Path) -> None:
    file = geojson(tmp_path / "parks.geojson")
    call("areas", "import", file, *FIELDS, "--apply")
    again = call("areas", "import", file, *FIELDS, "--apply", "--json")
    counts = {k: again.facts[k] for k in ("new", "redrawn", "renamed", "same")}
    assert counts == {"new": 0, "redrawn": 0, "renamed": 0, "same": 2}


def test_valid_from_a_day(call: Call, tmp_path: Path) -> None:
    file = geojson(tmp_path / "parks.geojson")
    since = ("--valid-from", "2024-05-01")
    assert call("areas", "import", file, *FIELDS, *since, "--apply").code == 0
    assert set(Border.objects.values_list("valid_from", flat=True)) == {
        date(2024, 5, 1)
    }
    wrong = call("areas", "import", file, *FIELDS, "--valid-from", "2024-02-30")
    assert (wrong.code, "2024-02-30" in wrong.err) == (2, True)


def _feet(folder: Path) -> Path:
    flat = [("D1", "园", shapely.box(980_000, 190_000, 981_000, 191_000))]
    return geojson(folder / "feet.geojson", flat)


def _crossing(folder: Path) -> Path:
    bow = shapely.Polygon([(116.4, 39.9), (116.5, 40), (116.5, 39.9), (116.4, 40)])
    return geojson(folder / "bow.geojson", [("D1", "园", bow)])


def _swapped(folder: Path) -> Path:
    turned = shapely.transform(ROWS[0][2], lambda xy: xy[:, ::-1])
    return geojson(folder / "swapped.geojson", [("D1", "园", turned)])


def _empty(folder: Path) -> Path:
    return geojson(folder / "empty.geojson", [("D1", "园", None)])


def _twice(folder: Path) -> Path:
    return geojson(folder / "twice.geojson", [ROWS[0], ("D1", "园", cell(3))])


def _latin(folder: Path) -> Path:
    (folder / "latin.csv").write_bytes("code,name\n1,\x81\xff".encode("latin-1"))
    return folder / "latin.csv"


def _orphan(folder: Path) -> Path:
    (folder / "orphan.csv").write_text("code,name,parent\nA,a,\nB,b,nobody\n")
    return folder / "orphan.csv"


def _circle(folder: Path) -> Path:
    (folder / "circle.csv").write_text("code,name,parent\nA,a,B\nB,b,A\n")
    return folder / "circle.csv"


@pytest.mark.parametrize(
    ("make", "options"),
    [
        (_feet, FIELDS),
        (_crossing, FIELDS),
        (_swapped, FIELDS),
        (_empty, FIELDS),
        (_twice, FIELDS),
        (_latin, ("--level", 1)),
        (_orphan, ("--level", 1, "--code-scheme", "own")),
        (_circle, ("--level", 1, "--code-scheme", "own")),
        (MADE["geojson"], ("--level", 1, "--code-field", "nummer")),
        (MADE["geojson"], (*FIELDS, "--crs", "EPSG:99999")),
    ],
)
def test_bad_files_are_refused_in_words_and_change_nothing(
    call: Call, tmp_path: Path, make: Callable[[Path], Path], options: tuple[Any, ...]
) -> None:
    ended = call("areas", "import", make(tmp_path), *options, "--apply")
    assert ended.code == 3, ended.out
    assert len(ended.err.strip().splitlines()[-1]) > 20
    assert "Traceback" not in ended.err
    assert not Area.objects.exists()


def test_a_file_that_is_not_there_is_a_wrong_call(call: Call, tmp_path: Path) -> None:
    assert call("areas", "import", tmp_path / "no.geojson", "--level", 1).code == 2


@pytest.fixture
def parks(call: Call, tmp_path: Path) -> Path:
    """A district with two grids; between them and the eastern edge lies a gap."""
    top = geojson(tmp_path / "top.geojson", [("T", "区", cell(0, wide=3))])
    call("areas", "import", top, *FIELDS, "--valid-from", "2020-01-01", "--apply")
    file = geojson(tmp_path / "parks.geojson")
    under = ("--level", 4, *FIELDS[2:], "--valid-from", "2024-01-01", "--apply")
    assert call("areas", "import", file, *under).code == 0
    return tmp_path


def test_check_names_each_fault_with_its_place(call: Call, parks: Path) -> None:
    ended = call("areas", "check", "--json")
    assert ended.code == 1
    [fault] = ended.facts["faults"]
    assert (fault["what"], fault["level"]) == ("gap", 4)
    assert fault["square_metres"] == pytest.approx(948_000, rel=0.02)
    assert 116.42 < fault["lon"] < 116.43

    said = call("areas", "check")
    assert "level 4, gap: 区" in said.out
    assert "3 areas looked at; 1 fault." in said.out


def test_check_finds_nothing_where_all_is_covered(call: Call, parks: Path) -> None:
    ended = call("areas", "check", "--on", "2022-01-01", "--json")
    assert (ended.code, ended.facts["faults"]) == (0, [])
    assert call("areas", "check", "--level", 1).code == 0


def test_locate_adds_the_chain_of_codes(call: Call, parks: Path) -> None:
    told = ("City Hall", "--lon", 116.405, "--lat", 39.905)
    assert call("areas", "default-point", "add", *told).code == 0
    spots = [(116.403, 39.902), (116.413, 39.902), (116.5, 39.9), (116.405, 39.905)]
    lines = ["id,lon,lat", *(f"{n},{x},{y}" for n, (x, y) in enumerate(spots)), "4,,"]
    (parks / "in.csv").write_text("\n".join(lines))

    ended = call("areas", "locate", parks / "in.csv", parks / "out.csv", "--json")

    assert ended.code == 0, ended.err
    assert ended.facts["rows"] == 5
    with (parks / "out.csv").open() as opened:
        head, *rows = list(csv.reader(opened))
    assert head == ["id", "lon", "lat", "located", "area"] + [
        f"code_{n}" for n in (1, 2, 3, 4)
    ]
    assert [row[3:] for row in rows] == [
        ["inside", "东园", "T", "", "", "D1"],
        ["inside", "西园", "T", "", "", "D2"],
        ["outside", "", "", "", "", ""],
        ["not-located", "", "", "", "", ""],
        ["not-located", "", "", "", "", ""],
    ]


def test_locate_asks_the_borders_of_that_day(call: Call, parks: Path) -> None:
    (parks / "in.csv").write_text("X,Y\n116.403,39.902\n")
    ended = call(
        "areas", "locate", parks / "in.csv", parks / "out.csv", "--at", "2022-01-01"
    )
    assert ended.code == 0, ended.err
    row = (parks / "out.csv").read_text().splitlines()[1]
    assert row == "116.403,39.902,inside,区,T,,,"


@pytest.mark.parametrize(
    "text",
    [
        "id,east,north\n1,116.4,39.9\n",
        "lon,lat,located\n116.4,39.9,yes\n",
        "lon,lat\nhere,there\n",
        "lon,lat\n116.4\n",
        "lon,lat\n116.4,39.9,7\n",
        "",
    ],
)
def test_locate_refuses_and_writes_nothing(call: Call, parks: Path, text: str) -> None:
    (parks / "in.csv").write_text(text)
    ended = call("areas", "locate", parks / "in.csv", parks / "out.csv")
    assert ended.code == 3, ended.out
    assert "Traceback" not in ended.err
    assert not (parks / "out.csv").exists()
    assert not list(parks.glob(".*"))
