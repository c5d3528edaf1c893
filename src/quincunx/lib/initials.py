"""Pinyin initials, by which people find Chinese words with a few letters."""

from functools import lru_cache

from pypinyin import Style, pinyin

FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"


@lru_cache(maxsize=4096)
def initials(text: str) -> str:
    """Return the first letters of each character, one group a character: "ctz q".

    A character that is read in several ways has the letters of all: who types any of
    them finds it. What is not Chinese is left out; a text without any gives "".
    """
    han = (char for char in text if FIRST_HAN <= char <= LAST_HAN)
    return " ".join(map(_letters, han))


def _letters(char: str) -> str:
    read = pinyin(char, style=Style.FIRST_LETTER, heteronym=True)[0]
    return "".join(sorted({each for each in read if each.isascii()}))
