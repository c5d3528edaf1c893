from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.lib import numbers
from quincunx.lib.refusal import Refusal


def test_a_tracking_code_has_fifty_bits_and_is_never_the_same():
    codes = {numbers.new_tracking_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(
        len(code) == 10 and set(code) <= set(numbers.CROCKFORD) for code in codes
    )
    assert {c for code in codes for c in code} == set(numbers.CROCKFORD)
    assert len(numbers.CROCKFORD) ** 10 == 2**50


def test_a_tracking_code_is_shown_in_groups():
    assert numbers.grouped("QH7K3M9WT2") == "QH7K 3M9 WT2"


@pytest.mark.parametrize(
    "typed",
    [
        *("QH7K1M0WT2", "qh7k 1m0 wt2", " QH7K-1M0-WT2 ", "QH7KIMOWT2", "qh7klmowt2"),
        *("ＱＨ７Ｋ　１Ｍ０　ＷＴ２", "QH7K–1M0–WT2", "QH7K·1M0·WT2\n"),
    ],
)
def test_a_tracking_code_is_read_as_meant(typed):
    assert numbers.read_tracking_code(typed) == "QH7K1M0WT2"


@pytest.mark.parametrize(
    "typed", ["", "QH7K1M0WT", "QH7K1M0WT22", "QH7K1M0WTU", "井盖" * 5]
)
def test_what_is_no_tracking_code_is_refused(typed):
    with pytest.raises(Refusal, match="tracking-code-not-understood"):
        numbers.read_tracking_code(typed)


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed):
    try:
        code = numbers.read_tracking_code(typed)
    except Refusal:
        return
    assert numbers.read_tracking_code(numbers.grouped(code).lower()) == code


def test_a_case_number_begins_with_its_day_and_is_read_back():
    number = numbers.new_case_number(date(2026, 5, 14))
    assert number[:7] == "260514-"
    assert numbers.read_case_number(number) == number
    assert numbers.read_case_number(number.replace("-", " ").lower()) == number


@pytest.mark.parametrize("typed", ["260514-O0I1L1", "260514 001111"])
def test_a_case_number_is_read_as_meant(typed):
    assert numbers.read_case_number(typed) == "260514-001111"


@pytest.mark.parametrize(
    "typed", ["", "260514", "260514-7K3M9", "26O5I4-7K3M9U", "A60514-7K3M9W"]
)
def test_what_is_no_case_number_is_refused(typed):
    with pytest.raises(Refusal, match="case-number-not-understood"):
        numbers.read_case_number(typed)


@pytest.mark.parametrize(
    "typed", ["11010519491231002X", "11010519491231002x", "110105 19491231 002X"]
)
def test_a_citizen_number(typed):
    assert numbers.read_citizen_id(typed) == "11010519491231002X"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "110105194912310021", "11010519491331002X", "11010519490230002X"),
        *("110105491231002", "X1010519491231002X", "１１０１０５"),
    ],
)
def test_a_citizen_number_that_cannot_be_is_refused(typed):
    with pytest.raises(Refusal, match="citizen-id-wrong") as refused:
        numbers.read_citizen_id(typed)
    assert refused.value.facts == {}  # a refusal is logged, an identity never


def test_a_credit_code():
    assert numbers.read_credit_code("91350100 M000100Y-43") == "91350100M000100Y43"


@pytest.mark.parametrize(
    "typed", ["", "91350100M000100Y44", "91350100M000100I43", "9135"]
)
def test_a_credit_code_that_cannot_be_is_refused(typed):
    with pytest.raises(Refusal, match="credit-code-wrong"):
        numbers.read_credit_code(typed)
