"""Lists of codes become trees: what comes in, and what is refused by row and code."""

import pytest
from django.utils import translation

from quincunx.areas.models import Area
from quincunx.foundation import wording
from quincunx.lib.refusal import Refusal
from tests.areas.test_bring_in import bring, refused

pytestmark = pytest.mark.django_db


def test_a_list_of_region_codes_becomes_a_tree(tmp_path):
    file = tmp_path / "codes.csv"
    file.write_text("code\n110105000000\n110105001000\n110105001001\n")
    bring(file)
    above = {a.name: a.parent and a.parent.name for a in Area.objects.all()}
    assert above == {
        "110105000000": None,
        "110105001000": "110105000000",
        "110105001001": "110105001000",
    }


def test_a_level_that_a_region_does_without_is_passed_over(tmp_path):
    file = tmp_path / "codes.csv"
    file.write_text("code\n44\n4419\n441900003\n441900003001\n4401\n440103\n")
    bring(file)
    town = Area.objects.get(name="441900003000")
    assert (town.level, town.parent.name) == (4, "441900000000")
    assert town.scheme.code == "statistical-regions"


def test_a_list_of_other_codes_stands_by_its_parents(tmp_path):
    file = tmp_path / "codes.csv"
    file.write_text("code,name,parent\nc,Lane,b\na,Elm,\nb,West,a\n")
    bring(file, code_scheme="own-tree")
    levels = {a.name: a.level for a in Area.objects.all()}
    assert levels == {"Elm": 1, "West": 2, "Lane": 3}


def test_a_list_without_names_leaves_those_that_are_there(tmp_path):
    file = tmp_path / "codes.csv"
    file.write_text("code,name\n110105,Sunward\n110105001,Elm Street\n")
    bring(file)
    file.write_text("code\n110105\n110105001\n110105002\n")
    assert bring(file).facts()["renamed"] == 0
    names = set(Area.objects.values_list("name", flat=True))
    assert names == {"Sunward", "Elm Street", "110105002000"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_name_column_of_another_name_is_asked_for(tmp_path, language):
    file = tmp_path / "codes.csv"
    file.write_text("code,名称\n110105,朝阳\n", encoding="utf-8")
    facts = refused("name-column-needed", file)
    assert list(facts["found"]) == ["code", "名称"]
    with translation.override(language):
        assert "名称" in wording.in_words(Refusal("name-column-needed", **facts))
    bring(file, name_field="名称")
    assert Area.objects.get().name == "朝阳"


def test_the_missing_parent_of_a_code_is_named(tmp_path):
    file = tmp_path / "codes.csv"
    file.write_text("code,name\n110105,a\n110106001,b\n")
    facts = refused("parent-unknown", file)
    assert (facts["value"], facts["parent"]) == ("110106001000", "110106000000")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("name\nx\n", "column-missing"),
        ("code,name\n11010,x\n", "code-malformed"),
        ("code,name\n11010500000a,x\n", "code-malformed"),
        ("code,name\n,x\n", "code-empty"),
        ("code,name\n110105,a\n110105000000,b\n", "code-twice"),
        ("code,name\n110105,a\n110106001,b\n", "parent-unknown"),
        ("code,parent\n110105,\n110105001,110106\n", "parent-unknown"),
        ("code,parent\n110105,110105001\n110105001,110105\n", "tree-cycle"),
        ("code,parent\n110105,110105\n", "tree-cycle"),
        (
            "code,parent\n110105,\n110105001,110105002\n110105002,110105\n",
            "parent-not-above",
        ),
        ("code,name\n110105,a,b\n", "row-too-long"),
        ("code,name\n", "file-without-rows"),
        ("code,name\n110105," + "x" * 121 + "\n", "area-name-unfit"),
    ],
)
def test_a_faulty_list_of_codes_is_refused(tmp_path, text, refusal):
    file = tmp_path / "codes.csv"
    file.write_text(text, encoding="utf-8")
    refused(refusal, file)
