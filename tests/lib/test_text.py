import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.lib import text
from quincunx.lib.refusal import Refusal


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  井盖破了\r\n请修 \r", "井盖破了\n请修"),
        ("cafe\u0301", "café"),
        ("a\x00b\x07c\x85d\tе", "abcd\tе"),
        ("\ud83d!", "!"),
        ("𠮷野家", "𠮷野家"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner that spelling needs
    ],
)
def test_text_is_cleaned(written, cleaned):
    assert text.clean(written) == cleaned


def test_a_line_is_one_line():
    assert text.line(" 和平路\u3000 12 号\n\u2028 3 单元\t") == "和平路 12 号 3 单元"


@pytest.mark.parametrize(
    ("written", "most", "clipped"),
    [
        ("井盖破了", 4, "井盖破了"),
        ("井盖破了请修", 4, "井盖破…"),
        ("井盖 破了请修", 4, "井盖…"),
        ("ne\u0301e", 3, "ne\u0301e"[:1] + "…"),
        ("abc", 1, "…"),
    ],
)
def test_text_is_clipped(written, most, clipped):
    assert text.clip(written, most) == clipped


@pytest.mark.parametrize(
    ("written", "pairs"),
    [
        ("井盖破了", ("井盖", "盖破", "破了")),
        ("和平路12号, Ａ座", ("和平", "平路", "路1", "12", "2号", "a座")),
        ("Broken COVER", ("br", "ro", "ok", "ke", "en", "co", "ov", "ve", "er")),
        ("哈哈哈哈", ("哈哈",)),
        ("a 井 _ !", ()),
        ("", ()),
    ],
)
def test_pairs(written, pairs):
    assert text.bigrams(written) == pairs


@settings(derandomize=True, deadline=None)
@given(
    st.text("井盖破了abc 12，Ａ"), st.text("井盖破了abc 12，Ａ"), st.text("井盖 ab，1")
)
def test_a_text_that_holds_a_phrase_holds_its_pairs(before, after, phrase):
    assert set(text.bigrams(phrase)) <= set(text.bigrams(before + phrase + after))


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("13800138000", "86", "+8613800138000"),
        ("138 0013 8000", "86", "+8613800138000"),
        ("１３８－００１３－８０００", "86", "+8613800138000"),
        ("+86 138-0013-8000", "86", "+8613800138000"),
        ("0086 13800138000", "86", "+8613800138000"),
        ("8613800138000", "86", "+8613800138000"),
        ("(010) 6512 3456", "86", "+861065123456"),
        ("6512 3456", "86", "65123456"),
        ("12345", "86", "12345"),
        ("+1 617 555 0100", "86", "+16175550100"),
        ("(617) 555-0100", "1", "+16175550100"),
        ("1 617 555 0100", "1", "+16175550100"),
    ],
)
def test_a_telephone_number_has_one_form(written, country, number):
    assert text.phone(written, country) == number


@pytest.mark.parametrize(
    "written",
    ["", "12", "138001380OO", "+", "13800138000 转 8", "1" * 18, "+" + "1" * 16],
)
def test_what_cannot_be_dialled_is_refused(written):
    with pytest.raises(Refusal, match="phone-not-understood"):
        text.phone(written)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" Li.Hua@Example.ORG ", "li.hua@example.org"),
        ("li+case@mail.example.org", "li+case@mail.example.org"),
        ("li@例子.中国", "li@xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_an_email_address_has_one_form(written, address):
    assert text.email(written) == address


@pytest.mark.parametrize(
    "written",
    [
        *("", "li", "@example.org", "li@", "li@example", "li@@example.org"),
        *("li hua@example.org", "li@exa mple.org", "li@.org", "li@-a.org", ".li@a.org"),
        *(
            "li@a..org",
            "a" * 65 + "@example.org",
            "li@" + "a" * 300,
            "a\nb@example.org",
        ),
    ],
)
def test_what_is_no_address_is_refused(written):
    with pytest.raises(Refusal, match="email-not-understood"):
        text.email(written)
