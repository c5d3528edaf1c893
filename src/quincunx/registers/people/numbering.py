"""Numbers of identity cards: GB 11643, eighteen digits, and the old fifteen.

The first six digits name a region that may have been abolished since: they are not
checked. Numbers are kept in the form of eighteen, so that old and new are equal.
"""

import re
import unicodedata
from datetime import date

from stdnum.cn import ric

from quincunx.lib.refusal import Refusal

_NEW = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_OLD = re.compile(r"[1-9]\d{14}", re.ASCII)
_BETWEEN = re.compile(r"[\s\-]+")


def card_number(text: str, *, on: date) -> str:
    """Return a number in eighteen digits; one of fifteen is taken for 19xx.

    Refuses `card-number-malformed`, `card-number-date-wrong` and
    `card-number-digit-wrong`, never with the number itself.
    """
    told = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if _OLD.fullmatch(told):
        told = _converted(told)
    if not _NEW.fullmatch(told):
        raise Refusal("card-number-malformed", length=len(told))
    if not _is_a_birthday(told[6:14], on):
        raise Refusal("card-number-date-wrong")
    if ric.calc_check_digit(told) != told[-1]:
        raise Refusal("card-number-digit-wrong")
    return told


def birthday(number: str) -> date:
    """Return the day of birth that a number of eighteen digits tells."""
    return date.fromisoformat(number[6:14])


def _converted(old: str) -> str:
    body = f"{old[:6]}19{old[6:]}"
    return body + str(ric.calc_check_digit(f"{body}0"))


def _is_a_birthday(digits: str, on: date) -> bool:
    try:
        return date(1850, 1, 1) <= date.fromisoformat(digits) <= on
    except ValueError:
        return False
