"""Numbers of identity cards, names that look alike, and what is shown of them."""

from datetime import date

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.registers.people import masking, naming, numbering

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("110105 19491231 002Ｘ", "11010519491231002X"),
        ("110105491231002", "11010519491231002X"),
    ],
)
def test_old_and_new_numbers_come_to_one_form(typed: str, kept: str):
    assert numbering.card_number(typed, on=TODAY) == kept
    assert numbering.birthday(kept) == date(1949, 12, 31)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("110105194912310021", "card-number-digit-wrong"),
        ("110105194902300025", "card-number-date-wrong"),
        ("110105204912310020", "card-number-date-wrong"),
        ("110105490230002", "card-number-date-wrong"),
        ("1101051949123100", "card-number-malformed"),
        ("A1010519491231002X", "card-number-malformed"),
        ("", "card-number-malformed"),
    ],
)
def test_a_wrong_number_is_refused_by_name_and_not_repeated(typed: str, code: str):
    with pytest.raises(Refusal) as refused:
        numbering.card_number(typed, on=TODAY)
    assert refused.value.code == code
    assert not typed or typed not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张 小榆 ", "张 小榆"),
        ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
        ("Ａnna O'Neill", "Anna O'Neill"),
        ("⼩榆", "小榆"),  # a radical that reads as the character
    ],
)
def test_a_name_has_one_spelling(typed: str, kept: str):
    assert naming.name(typed) == kept


@pytest.mark.parametrize("typed", ["", "张3", "<b>", "张\u200b三", "张" * 61])
def test_what_is_no_name_is_refused(typed: str):
    with pytest.raises(Refusal) as refused:
        naming.name(typed)
    assert refused.value.code == "resident-name-unfit"


def test_letters_that_look_alike_are_refused():
    with pytest.raises(Refusal) as refused:
        naming.name("Аnna")  # the first letter is Cyrillic
    assert refused.value.code == "resident-name-mixes-scripts"


def test_a_name_is_found_by_its_pairs_and_whole():
    assert naming.grams("张小榆") == ("张小", "小榆", "=张小榆")
    assert naming.asked("小榆") == ("小榆",)
    with pytest.raises(Refusal):
        naming.asked("张")


def test_masks_show_enough_to_know_somebody_again():
    assert masking.name("张小榆") == "张**"
    assert masking.phone("+8613812345678") == "138****5678"
    assert masking.number("11010519491231002X") == "1101**********002X"
    assert masking.born("1949-12-31") == "1949-**-**"
