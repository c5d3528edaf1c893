"""Functions are data; bad data is refused whole."""

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.staff import functions
from quincunx.staff.models import Function
from tests.cast import AT, Town

BAD = [
    ("functions-unreadable", "[[function"),
    ("staff-code-malformed", '[[function]]\ncode = "Grid Cat"\nrole = "member"'),
    ("function-without-role", '[[function]]\ncode = "cat"\nrole = "feline"'),
    ("function-without-role", '[[function]]\ncode = "cat"'),
    (
        "function-unknown",
        '[[function]]\ncode = "cat"\nrole = "member"\ndeputises = "dog"',
    ),
    (
        "function-unknown",
        '[[function]]\ncode = "cat"\nrole = "member"\nincompatible = ["dog"]',
    ),
    ("function-in-use", '[[function]]\ncode = "leader"\nrole = "member"\nsole = true'),
    ("function-in-use", '[[function]]\ncode = "leader"\nrole = "leader"'),
]


@pytest.mark.parametrize(("code", "text"), BAD)
def test_bad_lists_change_nothing(town: Town, code: str, text: str) -> None:
    before = list(Function.objects.values())
    with pytest.raises(Refusal, match=code):
        functions.load(text, by=town.actor("administrator"), at=AT)
    assert list(Function.objects.values()) == before


def test_the_default_list_loads_twice_without_change(town: Town) -> None:
    before = list(Function.objects.values())
    functions.load(functions.default(), by=town.actor("administrator"), at=AT)
    assert list(Function.objects.values()) == before


def test_a_city_adds_its_own(town: Town) -> None:
    text = '[[function]]\ncode = "cat-care"\nrole = "member"\nname = { en = "Cats" }'
    (made,) = functions.load(text, by=town.actor("administrator"), at=AT)
    assert (made.role, str(made)) == ("member", "Cats")


def test_only_the_administrator_of_the_whole_district_loads(town: Town) -> None:
    for login in ("supervisor", "dispatcher-command", "stranger"):
        with pytest.raises(Refusal, match="staff-act-not-yours"):
            functions.load(functions.default(), by=town.actor(login), at=AT)
