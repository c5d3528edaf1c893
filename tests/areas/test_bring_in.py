"""A file comes in whole or not at all; whatever is wrong with it is named."""

import json
import warnings
import zipfile
from datetime import date

import numpy as np
import pyogrio
import pytest
import shapely
from django.utils import translation

from quincunx.areas import bring_in, codes
from quincunx.areas.models import Area, Border, Code, Revision
from quincunx.areas.options import Options
from quincunx.foundation import journal, wording
from quincunx.foundation.models import Entry
from quincunx.lib.refusal import Refusal
from tests.areas.cast import ADMINISTRATOR, AT, LONG_AGO, STRANGER, found, square

pytestmark = pytest.mark.django_db


def options(level=1, **told):
    return Options(**({"level": level, "valid_from": LONG_AGO} | told))


def bring(file, level=1, **told):
    preview = bring_in.read(file, options(level, **told))
    return bring_in.apply(preview, by=ADMINISTRATOR, at=AT)


def geojson(tmp_path, features, **extra):
    file = tmp_path / "areas.geojson"
    told = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": None
            if shape is None
            else json.loads(shapely.to_geojson(shape)),
        }
        for properties, shape in features
    ]
    whole = {"type": "FeatureCollection", "features": told, **extra}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def grids(tmp_path, *, codes_=("1", "2")):
    named = [{"code": code, "name": f"grid {code}"} for code in codes_]
    shapes = [square(n, 0) for n in range(len(codes_))]
    return geojson(tmp_path, list(zip(named, shapes, strict=True)))


def shapefile(tmp_path, *, crs="EPSG:4490", name="东街", encoding="UTF-8", cpg=True):
    folder = tmp_path / "layer"
    folder.mkdir()
    file = folder / "grids.shp"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no system is the point of it
        pyogrio.raw.write(
            file,
            shapely.to_wkb(np.array([square(0, 0)])),
            [np.array(["1"], dtype=object), np.array([name], dtype=object)],
            ["code", "name"],
            geometry_type="Polygon",
            crs=crs,
            encoding=encoding,
        )
    archive = tmp_path / "grids.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for part in sorted(folder.iterdir()):
            if cpg or part.suffix != ".cpg":
                packed.write(part, f"maps/{part.name}")
    return archive


def everything():
    return (
        list(Area.objects.order_by("pk").values()),
        list(Border.objects.order_by("pk").values("area_id", "valid_from", "valid_to")),
        list(Code.objects.order_by("pk").values()),
        list(Revision.objects.values()),
        Entry.objects.count(),
    )


def refused(code, file, level=1, **told):
    before = everything()
    with pytest.raises(Refusal) as refusal:
        bring(file, level, **told)
    assert refusal.value.code == code
    assert everything() == before
    return refusal.value.facts


# --- what comes in ----------------------------------------------------------------


def test_a_preview_changes_nothing_and_says_what_would_happen(tmp_path):
    before = everything()
    preview = bring_in.read(
        grids(tmp_path), options(code_field="code", name_field="name")
    )
    assert everything() == before
    told = preview.facts()
    assert told["new_by_level"] == {1: 2}
    assert told["rows"][0] == {"row": 1, "code": "1", "name": "grid 1", "level": 1}


def test_a_file_brought_in_twice_changes_nothing_the_second_time(tmp_path):
    file = grids(tmp_path)
    bring(file, code_field="code", name_field="name")
    areas, borders, coded, _, _ = everything()
    again = bring(file, code_field="code", name_field="name")
    assert again.plan.counts() == {
        "new": 0,
        "renamed": 0,
        "moved": 0,
        "redrawn": 0,
        "same": 2,
    }
    assert everything()[:3] == (areas, borders, coded)


def test_a_later_file_renames_and_redraws_from_its_day(tmp_path):
    bring(grids(tmp_path), code_field="code", name_field="name")
    later = geojson(tmp_path, [({"code": "1", "name": "new"}, square(0, 0, 0.9))])
    day = date(2026, 1, 1)
    done = bring(later, code_field="code", name_field="name", valid_from=day)
    assert done.plan.counts() == {
        "new": 0,
        "renamed": 1,
        "moved": 0,
        "redrawn": 1,
        "same": 0,
    }
    area = codes.bearer("1", day)
    assert area.name == "new"
    assert [b.valid_from for b in area.borders.order_by("valid_from")] == [
        LONG_AGO,
        day,
    ]
    assert area.versions.get().name == "grid 1"


def test_parents_are_found_by_their_code_or_by_position(tmp_path):
    bring(grids(tmp_path), code_field="code")
    by_place = geojson(
        tmp_path, [({"id": "11"}, square(0, 0)), ({"id": "21"}, square(1, 0))]
    )
    bring(by_place, 2, code_field="id")
    by_code = geojson(tmp_path, [({"id": "111", "of": "11"}, square(0, 0))])
    bring(by_code, 3, code_field="id", parent_field="of")
    parent = {a.name: a.parent and a.parent.name for a in Area.objects.all()}
    assert parent == {"1": None, "2": None, "11": "1", "21": "2", "111": "11"}


def test_an_area_above_is_founded_around_all_rows_and_grows_with_later_ones(tmp_path):
    file, told = grids(tmp_path), {"code_field": "code", "under": "Elm"}
    assert bring(file, 2, **told).plan.counts()["new"] == 3
    assert bring(file, 2, **told).plan.counts()["same"] == 3
    more = geojson(tmp_path, [({"code": "3"}, square(2, 0))])
    day = date(2026, 1, 1)
    done = bring(more, 2, valid_from=day, **told).plan.counts()
    assert (done["new"], done["redrawn"]) == (1, 1)
    above = Area.objects.get(level=1)
    assert (above.name, above.parts.count(), above.borders.count()) == ("Elm", 3, 2)
    assert above.borders.get(valid_to=None).maxx == pytest.approx(116.03)


def test_a_shapefile_states_its_system_and_its_encoding(tmp_path):
    bring(shapefile(tmp_path), code_field="code", name_field="name")
    assert Area.objects.get().name == "东街"


def test_a_shapefile_without_cpg_is_read_as_gb18030_where_it_is_not_utf_8(tmp_path):
    file = shapefile(tmp_path, encoding="GB18030", cpg=False)
    bring(file, code_field="code", name_field="name")
    assert Area.objects.get().name == "东街"


def test_a_geopackage_comes_in(tmp_path):
    file = tmp_path / "grids.gpkg"
    pyogrio.raw.write(
        file,
        shapely.to_wkb(np.array([square(0, 0)])),
        [np.array(["1"], dtype=object)],
        ["code"],
        geometry_type="Polygon",
        crs="EPSG:4326",
        layer="grids",
    )
    bring(file, code_field="code")
    assert Area.objects.get().borders.get().minx == 116.0


def test_feet_come_in_once_their_system_is_told(tmp_path):
    feet = shapely.box(985000, 197000, 986000, 198000)  # New York Long Island, US feet
    file = geojson(tmp_path, [({"code": "1"}, feet)])
    facts = refused("crs-missing", file, code_field="code")
    assert facts["example"] == "986000, 197000"
    bring(file, code_field="code", crs="EPSG:2263")
    assert Area.objects.get().borders.get().minx == pytest.approx(-73.997, abs=0.01)


def test_a_map_in_gcj_02_is_moved_back_to_where_it_is(tmp_path):
    bring(grids(tmp_path), code_field="code", crs="GCJ-02")
    border = Border.objects.order_by("pk").first()
    assert 0.003 < 116.0 - border.minx < 0.01


def test_positions_of_a_csv_become_parts_that_need_not_cover(tmp_path):
    found("Elm", 1, border=square(0, 0, 2, 2))
    file = tmp_path / "lots.csv"
    file.write_text(
        "block,lot,latitude,longitude\n1,1,40.005,116.005\n1,2,40.015,116.015\n"
    )
    bring(file, 5, code_field="block,lot")
    lots = Area.objects.filter(level=5)
    assert [(a.name, a.kind, a.gap_exempt) for a in lots] == [
        ("1-1", "building", True),
        ("1-2", "building", True),
    ]


def test_the_journal_names_the_file_by_its_digest(tmp_path):
    done = bring(grids(tmp_path), code_field="code")
    subject = journal.Subject("import", done.digest[:32])
    entry = journal.entries(subject).get()
    assert (entry.act, entry.facts["new"]) == ("areas-brought-in", 2)


# --- what is refused ------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "refusal"),
    [
        (None, "shape-empty"),
        (shapely.Polygon(), "shape-empty"),
        (
            shapely.Polygon([(116, 40), (117, 41), (117, 40), (116, 41)]),
            "shape-crosses-itself",
        ),
        (shapely.Point(116, 40), "outline-not-a-surface"),
        (shapely.box(40, 116, 40.1, 116.1), "coordinates-swapped"),
        (shapely.box(42, -71.2, 42.1, -71.1), "coordinates-swapped"),
        (shapely.box(437000, 4427000, 438000, 4428000), "crs-missing"),
    ],
    ids=[
        "none",
        "empty",
        "crossing",
        "point",
        "swapped",
        "swapped-far-south",
        "metres",
    ],
)
def test_a_faulty_outline_is_refused_with_its_place(tmp_path, shape, refusal):
    file = geojson(tmp_path, [({"code": "1"}, shape)])
    refused(refusal, file, code_field="code")


def test_a_crossing_outline_is_mended_when_it_is_asked_for(tmp_path):
    bow = shapely.Polygon([(116, 40), (117, 41), (117, 40), (116, 41)])
    file = geojson(tmp_path, [({"code": "1"}, bow)])
    facts = refused("shape-crosses-itself", file, code_field="code")
    assert (facts["x"], facts["y"]) == (116.5, 40.5)
    with translation.override("zh-hans"):
        said = wording.in_words(Refusal("shape-crosses-itself", **facts))
    assert said == "1 (1) 的边界在 116.5, 40.5 处有误：自相交。请重画该处。"
    done = bring(file, code_field="code", repair=True)
    assert done.remarks.mended == ("1 (1)",)


def test_coordinates_that_fall_into_the_district_only_when_swapped_are_refused(
    tmp_path,
):
    found("Rome", 1, border=shapely.box(12, 41, 13, 42))
    file = geojson(tmp_path, [({"code": "1"}, shapely.box(41.4, 12.4, 41.5, 12.5))])
    refused("coordinates-swapped", file, 2, code_field="code")
    far = geojson(tmp_path, [({"code": "1"}, shapely.box(20, 45, 20.1, 45.1))])
    refused("outside-every-parent", far, 2, code_field="code")


def test_what_is_missing_above_or_in_the_columns_is_named(tmp_path):
    file = grids(tmp_path)
    refused("level-above-empty", file, 2, code_field="code")
    facts = refused("column-missing", file, code_field="CODE")
    assert (facts["missing"], facts["found"]) == (["CODE"], ["code", "name"])
    refused("column-missing", file, name_field="nom")
    refused("column-missing", file, 2, parent_field="of")
    bring(file, code_field="code")
    orphan = geojson(tmp_path, [({"code": "11", "of": "9"}, square(0, 0))])
    refused("parent-unknown", orphan, 2, code_field="code", parent_field="of")


def test_a_code_stands_in_one_row_and_at_one_level(tmp_path):
    refused("code-twice", grids(tmp_path, codes_=("1", "1")), code_field="code")
    file, told = grids(tmp_path), {"code_field": "code", "code_scheme": "own"}
    bring(file, **told)
    facts = refused("code-at-other-level", file, 2, under="Elm", **told)
    assert (facts["value"], facts["level"]) == ("1", 1)


def test_a_code_has_the_form_of_its_scheme(tmp_path):
    file = grids(tmp_path)
    told = {"code_field": "code", "code_scheme": "unit-grid-15"}
    assert refused("code-malformed", file, **told) == {"row": 1, "value": "1"}


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.geojson", b"{", "file-unreadable"),
        ("a.geojson", b"[" * 100_000, "file-unreadable"),
        (
            "a.geojson",
            b'{"type": "Point", "coordinates": [0, 0]}',
            "not-a-feature-collection",
        ),
        ("a.geojson", b'{"features": [1]}', "not-a-feature-collection"),
        (
            "a.geojson",
            b'{"features": [{"properties": [1]}]}',
            "not-a-feature-collection",
        ),
        ("a.geojson", '{"features": ["é"]}'.encode("latin-1"), "encoding-unknown"),
        (
            "a.geojson",
            (
                b'{"features": [{"properties": {}, "geometry": {"type": "Polygon",'
                b' "coordinates": [[[0, 0], [1, NaN], [1, 0], [0, 0]]]}}]}'
            ),
            "file-unreadable",
        ),
        (
            "a.geojson",
            (
                b'{"features": [{"properties": {}, "geometry": {"type": "Polygon",'
                b' "coordinates": [[[0, 0], [1, 1], [1, 0]]]}}]}'
            ),
            "shape-not-understood",
        ),
        ("a.csv", b"code,name\n110105,\xff\xfe\xff\n", "encoding-not-understood"),
        ("a.csv", b"code,lon,lat\n1,east,40\n", "row-without-position"),
        ("a.zip", b"PK nonsense", "file-unreadable"),
        ("a.gpkg", b"nonsense", "file-unreadable"),
        ("a.xml", b"<a/>", "file-kind-unknown"),
        ("a.geojson", b'{"features": []}', "file-without-rows"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(tmp_path, name, content, refusal):
    file = tmp_path / name
    file.write_bytes(content)
    refused(refusal, file)


def test_a_shapefile_without_a_system_asks_for_it(tmp_path):
    refused("crs-missing", shapefile(tmp_path, crs=None), code_field="code")
    bring(tmp_path / "grids.zip", code_field="code", crs="4490")
    assert Area.objects.count() == 1


def test_a_system_that_contradicts_the_file_or_is_unknown_is_refused(tmp_path):
    file = shapefile(tmp_path)
    refused("crs-contradicts-file", file, code_field="code", crs="EPSG:2263")
    refused("crs-unknown", file, code_field="code", crs="EPSG:999999")


@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        (["../grids.shp"], "archive-leads-outside"),
        (["/etc/grids.shp"], "archive-leads-outside"),
        (["C:/grids.shp"], "archive-leads-outside"),
        (["..\\grids.shp"], "archive-leads-outside"),
        (["grids.shp", "inner.zip"], "archive-in-archive"),
        (["grids.shp"], "archive-part-missing"),
        (["readme.txt"], "archive-needs-one-shapefile"),
        (["a.shp", "b.shp"], "archive-needs-one-shapefile"),
        ([f"{n}.txt" for n in range(201)], "archive-too-full"),
    ],
)
def test_an_archive_that_holds_something_else_is_refused(tmp_path, members, refusal):
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as packed:
        for member in members:
            packed.writestr(member, b"x")
    refused(refusal, file)


def test_an_archive_that_swells_is_stopped_while_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("quincunx.areas.archives.MOST_BYTES", 100)
    refused("file-too-large", shapefile(tmp_path), code_field="code")


def test_a_link_in_an_archive_is_refused(tmp_path):
    file = tmp_path / "a.zip"
    link = zipfile.ZipInfo("grids.shp")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(link, "/etc/passwd")
    refused("archive-leads-outside", file)


def test_a_package_with_two_layers_is_refused(tmp_path):
    file = tmp_path / "two.gpkg"
    shapes = shapely.to_wkb(np.array([square(0, 0)]))
    told = {"geometry_type": "Polygon", "crs": "EPSG:4326"}
    for layer, more in (("one", False), ("two", True)):
        pyogrio.raw.write(file, shapes, [], [], layer=layer, append=more, **told)
    facts = refused("package-needs-one-layer", file)
    assert facts["layers"] == ["one", "two"]


def test_a_tree_that_changed_after_the_preview_is_not_written_to(tmp_path):
    preview = bring_in.read(grids(tmp_path), options(code_field="code"))
    found("Elm", 1, border=square(0, 0, 2, 2))
    before = everything()
    with pytest.raises(Refusal, match="tree-changed-meanwhile"):
        bring_in.apply(preview, by=ADMINISTRATOR, at=AT)
    assert everything() == before


def test_a_fault_in_the_middle_leaves_nothing_half_written(tmp_path, monkeypatch):
    preview = bring_in.read(grids(tmp_path), options(code_field="code"))
    before = everything()

    def broken(*args, **told):
        raise OSError("the power went")

    monkeypatch.setattr(journal, "record", broken)
    with pytest.raises(OSError, match="power"):
        bring_in.apply(preview, by=ADMINISTRATOR, at=AT)
    assert everything() == before


def test_only_an_administrator_brings_areas_in(tmp_path):
    preview = bring_in.read(grids(tmp_path), options(code_field="code"))
    with pytest.raises(Refusal, match="tree-not-yours-to-change"):
        bring_in.apply(preview, by=STRANGER, at=AT)


def test_degrees_read_as_feet_would_be_a_district_of_a_few_inches(tmp_path):
    file = grids(tmp_path)
    facts = refused("crs-makes-it-tiny", file, code_field="code", crs="EPSG:2263")
    assert facts["example"].startswith("116")
    assert not Area.objects.exists()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_missing_column_is_named_with_those_that_are_there(tmp_path, language):
    with pytest.raises(Refusal) as refusal, translation.override(language):
        bring(grids(tmp_path), code_field="CODE")
    with translation.override(language):
        said = wording.in_words(refusal.value)
    assert "CODE" in said
    assert "code" in said
    assert "name" in said
