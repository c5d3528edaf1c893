from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from quincunx.lib import codes
from quincunx.lib.codes import Check, CodeScheme, Segment
from quincunx.lib.refusal import Refusal

GUARDED = CodeScheme(
    "guarded",
    (Segment("area", 6, "region"), Segment("serial", 4, codes.SEQUENCE)),
    Check.MOD11_2,
)


@pytest.mark.parametrize(
    ("scheme", "value", "parts"),
    [
        (
            codes.REGION_12,
            "110101001002",
            {"county": "110101", "street": "001", "community": "002"},
        ),
        (
            codes.UNIT_GRID_15,
            "110101001002017",
            {"county": "110101", "street": "001", "community": "002", "serial": "017"},
        ),
        (
            codes.PROFESSIONAL_GRID_20,
            "01030011010100160100",
            {
                "class": "010300",
                "county": "110101",
                "street": "001",
                "community": "601",
                "serial": "00",
            },
        ),
        (
            codes.BASE_GRID_15,
            "110101001002003",
            {"community": "110101001002", "serial": "003"},
        ),
    ],
    ids=lambda part: getattr(part, "code", ""),
)
def test_a_code_is_read_and_composed(scheme, value, parts):
    assert scheme.length == len(value)
    assert scheme.read(value) == parts
    assert scheme.compose(parts) == value


def test_a_number_is_filled_up_with_zeros():
    parts = {"community": "110101001002", "serial": 7}
    assert codes.BASE_GRID_15.compose(parts) == "110101001002007"


def test_a_guarded_code_ends_with_its_check():
    assert GUARDED.compose({"area": "110101", "serial": 1}) == "11010100018"
    assert GUARDED.read("11010100018") == {"area": "110101", "serial": "0001"}


@pytest.mark.parametrize(
    ("scheme", "value", "code"),
    [
        (codes.REGION_12, "11010100100", "code-length-wrong"),
        (codes.REGION_12, "1101010010020", "code-length-wrong"),
        (codes.REGION_12, "11010100100O", "code-character-wrong"),
        (codes.REGION_12, "١١٠١٠١٠٠١٠٠٢", "code-character-wrong"),
        (GUARDED, "11010100017", "code-check-wrong"),
        (GUARDED, "1101010001x", "code-check-wrong"),
    ],
)
def test_a_code_that_cannot_be_is_refused(scheme, value, code):
    with pytest.raises(Refusal) as refused:
        scheme.read(value)
    assert refused.value.code == code
    assert refused.value.facts["scheme"] == scheme.code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"area": "110101"}, "code-part-missing"),
        ({"area": "110101", "serial": 10_000}, "code-overflow"),
        ({"area": "11010A", "serial": 1}, "code-character-wrong"),
    ],
)
def test_a_code_that_cannot_be_composed_is_refused(parts, code):
    with pytest.raises(Refusal) as refused:
        GUARDED.compose(parts)
    assert refused.value.code == code


@settings(derandomize=True, deadline=None)
@given(st.text("0123456789", min_size=1, max_size=40))
def test_mod_11_2_is_that_of_iso_7064(body):
    assert codes.check_character(Check.MOD11_2, body) == mod_11_2.calc_check_digit(body)


@settings(derandomize=True, deadline=None)
@given(st.text(codes.CODE31, min_size=17, max_size=17))
def test_mod_31_is_that_of_the_credit_code(body):
    assert codes.check_character(Check.MOD31, body) == uscc.calc_check_digit(body)


def test_mod_31_with_nothing_over_is_zero():
    assert codes.check_character(Check.MOD31, "0" * 17) == "0"


def test_serials_go_on_and_never_fill_a_gap():
    assert codes.UNIT_GRID_15.next_number("serial", []) == 1
    assert codes.UNIT_GRID_15.next_number("serial", [1, 2, 9]) == 10


def test_a_used_up_range_is_an_error():
    with pytest.raises(Refusal) as refused:
        codes.UNIT_GRID_15.next_number("serial", [999])
    assert refused.value.code == "code-overflow"
    assert refused.value.facts == {
        "scheme": "unit-grid-15",
        "segment": "serial",
        "last": 999,
    }


def test_merged_communities_are_numbered_from_601():
    scheme = codes.PROFESSIONAL_GRID_20
    assert scheme.next_number("community", [12, 601, 605]) == 13
    assert scheme.next_number("community", [12], of_merged=True) == 601
    assert scheme.next_number("community", [12, 601], of_merged=True) == 602
    with pytest.raises(Refusal, match="code-overflow"):
        scheme.next_number("community", [600])


def test_a_scheme_is_read_from_a_table():
    table = {**asdict(GUARDED), "check": "mod11_2"}
    assert CodeScheme.from_table(table) == GUARDED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"check": "crc"}, "scheme-not-understood"),
        ({"segments": [{"name": "a"}]}, "scheme-not-understood"),
        (
            {"segments": [{"name": "a", "length": "6", "source": "b"}]},
            "scheme-not-understood",
        ),
        ({"segments": None}, "scheme-not-understood"),
        ({"segments": []}, "scheme-segments-wrong"),
        (
            {"segments": [{"name": "a", "length": 0, "source": "b"}]},
            "scheme-segments-wrong",
        ),
        (
            {"segments": [{"name": "a", "length": 65, "source": "b"}]},
            "scheme-segments-wrong",
        ),
        (
            {"segments": [{"name": "a", "length": 1, "source": "b"}] * 2},
            "scheme-segments-wrong",
        ),
    ],
)
def test_a_scheme_that_cannot_be_is_refused(change, code):
    with pytest.raises(Refusal) as refused:
        CodeScheme.from_table({**asdict(GUARDED), **change})
    assert (refused.value.code, refused.value.facts) == (code, {"scheme": "guarded"})


@pytest.mark.parametrize(
    ("text", "code", "level", "parent"),
    [
        ("11", "110000000000", 1, None),
        ("1101", "110100000000", 2, "110000000000"),
        ("110101", "110101000000", 3, "110100000000"),
        ("110110", "110110000000", 3, "110100000000"),
        ("110101001", "110101001000", 4, "110101000000"),
        ("110101001002", "110101001002", 5, "110101001000"),
        ("441900003000", "441900003000", 4, "441900000000"),  # streets, no counties
        ("441900003001", "441900003001", 5, "441900003000"),
        ("500000000000", "500000000000", 1, None),
    ],
)
def test_a_region_code_knows_its_level_and_parent(text, code, level, parent):
    assert codes.region(text) == code
    assert codes.region_level(code) == level
    assert codes.region_parent(code) == parent


@pytest.mark.parametrize(
    "text", ["", "1", "110", "11010", "01", "1101010010021", "11010100100A", "一一"]
)
def test_what_is_no_region_code_is_refused(text):
    with pytest.raises(Refusal, match="region-code-wrong"):
        codes.region(text)


@settings(derandomize=True, deadline=None)
@given(st.from_regex(r"[1-9][0-9]{11}", fullmatch=True))
def test_parents_lead_up_to_the_province(code):
    levels = [codes.region_level(code)]
    while (parent := codes.region_parent(code)) is not None:
        code = parent
        levels.append(codes.region_level(code))
    assert levels == sorted(set(levels), reverse=True)
    assert levels[-1] == 1
