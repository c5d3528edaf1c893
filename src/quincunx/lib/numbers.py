"""Numbers people read aloud and type back: tracking codes, case numbers, identities.

The alphabet is Crockford's base 32: no I, L, O or U, and what is easily misread is
read as meant.
"""

import re
import secrets
import unicodedata
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from quincunx.lib.codes import Check, check_character
from quincunx.lib.refusal import Refusal

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TRACKING_LENGTH = 10  # 50 bits, so that guessing is hopeless under a throttle
CASE_LENGTH = 6
OUTSIDE_LENGTH = 16  # 80 bits: a name that everybody may know and nobody guesses
TOKEN_LENGTH = 24
POSTER_LENGTH = 8
_MISREAD = str.maketrans("OIL", "011")
_GAPS = re.compile(r"[\s\-‐-―_.·]+")


def new_tracking_code() -> str:
    """Return the secret by which a reporter follows a case: 10 characters, 50 bits."""
    return _random(TRACKING_LENGTH)


def read_tracking_code(text: str) -> str:
    """Return the tracking code meant by `text`, as it is stored.

    Small letters, spaces and dashes are fine; O is 0, I and L are 1. Refuses
    `tracking-code-not-understood`.
    """
    code = _as_meant(text)
    if len(code) != TRACKING_LENGTH or not set(code) <= set(CROCKFORD):
        raise Refusal("tracking-code-not-understood")
    return code


def grouped(code: str) -> str:
    """Return a tracking code as it is shown: `QH7K 3M9 WT2`."""
    return f"{code[:4]} {code[4:7]} {code[7:]}"


def new_outside_id() -> str:
    """Return what a case is called outside; it opens nothing inside."""
    return _random(OUTSIDE_LENGTH)


def new_token() -> str:
    """Return what a system gets for a report, to ask for its name with."""
    return _random(TOKEN_LENGTH)


def new_poster_code() -> str:
    """Return the code of a poster: 8 characters, no secret, but not to be guessed."""
    return _random(POSTER_LENGTH)


def read_poster_code(text: str) -> str:
    """Return the poster code meant by `text`, however it was typed or scanned."""
    return _as_meant(text)[:POSTER_LENGTH]


def new_case_number(day: date) -> str:
    """Return a number for a case reported on `day`: `260514-7K3M9W`.

    Random, so that it tells nobody how many there are. Two of 3,000 in a day agree
    once in some 240 days: the caller tries again when the database says so.
    """
    return f"{day:%y%m%d}-{_random(CASE_LENGTH)}"


def read_case_number(text: str) -> str:
    """Return the case number meant by `text`; refuses `case-number-not-understood`."""
    code = _as_meant(text)
    day, rest = code[:6], code[6:]
    if len(rest) != CASE_LENGTH or not re.fullmatch(r"[0-9]{6}", day):
        raise Refusal("case-number-not-understood")
    if not set(rest) <= set(CROCKFORD):
        raise Refusal("case-number-not-understood")
    return f"{day}-{rest}"


def read_citizen_id(text: str) -> str:
    """Return a citizen identity number (GB 11643) of 18 characters.

    The date of birth and the check character must be right. The region is not
    looked at: it may be abolished. Refuses `citizen-id-wrong`.
    """
    number = _GAPS.sub("", unicodedata.normalize("NFKC", text[:100]).upper())
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number) or not _is_day(number[6:14]):
        raise Refusal("citizen-id-wrong")
    if check_character(Check.MOD11_2, number[:17]) != number[17]:
        raise Refusal("citizen-id-wrong")
    return number


def read_credit_code(text: str) -> str:
    """Return an organisation's unified social credit code (GB 32100).

    Refuses `credit-code-wrong`.
    """
    try:
        return uscc.validate(unicodedata.normalize("NFKC", text[:100]))
    except ValidationError as error:
        raise Refusal("credit-code-wrong") from error


def _random(length: int) -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def _is_day(digits: str) -> bool:
    try:
        date.fromisoformat(digits)
    except ValueError:
        return False
    return True


def _as_meant(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text[:100]).upper()
    return _GAPS.sub("", wide).translate(_MISREAD)
