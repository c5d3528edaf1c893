"""What people write, made comparable: cleaned, clipped, searched, dialled, mailed."""

import re
import unicodedata
from itertools import pairwise

from quincunx.lib.refusal import Refusal

ELLIPSIS = "…"
CHINA = "86"
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, less the brackets
CONTROLS = frozenset({"Cc", "Cs"})  # controls, and halves of characters
_WORD = re.compile(r"[^\W_]+")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_BETWEEN_DIGITS = re.compile(r"[\s().\-‐-―·]+")


def clean(text: str) -> str:
    """Return `text` in one spelling (NFC), with plain line ends, without controls.

    Zero-width and right-to-left marks stay: names in some scripts need them.
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in lines if c in "\n\t" or unicodedata.category(c) not in CONTROLS)
    return "".join(kept).strip()


def line(text: str) -> str:
    """Return cleaned `text` on one line, with single spaces."""
    return " ".join(clean(text).split())


def clip(text: str, most: int) -> str:
    """Return `text` in at most `most` characters, an ellipsis for what is cut.

    `most` is at least 1. A letter is not parted from its accents.
    """
    if len(text) <= most:
        return text
    end = most - len(ELLIPSIS)
    while end > 0 and _belongs_to_the_one_before(text[end]):
        end -= 1
    return text[:end].rstrip() + ELLIPSIS


def _belongs_to_the_one_before(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me"} or character == "\u200d"


def folded(text: str) -> str:
    """Return `text` without differences a search should not see: case, width."""
    return unicodedata.normalize("NFKC", text).casefold()


def bigrams(text: str) -> tuple[str, ...]:
    """Return every pair of neighbouring characters within a word, once, in order.

    A word is a run of letters and digits, so Chinese needs no dictionary. A text
    that holds a phrase holds all its pairs. A word of one character has none: it
    is too common to be searched for.
    """
    words = _WORD.findall(folded(text))
    pairs = (one + other for word in words for one, other in pairwise(word))
    return tuple(dict.fromkeys(pairs))


def phone(text: str, country: str = CHINA) -> str:
    """Return a telephone number in one form: `+8613800138000`.

    A number of ten digits or more, or with a leading 0, is taken to be of
    `country` (its calling code); a local number or a short one (12345) stays bare.
    Refuses `phone-not-understood`.
    """
    dialled = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    digits = dialled.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 17):
        raise Refusal("phone-not-understood")
    number = _with_country(dialled, country)
    if len(number.removeprefix("+")) > 15:  # E.164
        raise Refusal("phone-not-understood")
    return number


def _with_country(dialled: str, country: str) -> str:
    if dialled.startswith("+"):
        return dialled
    if dialled.startswith("00"):
        return "+" + dialled[2:]
    if dialled.startswith("0"):
        return f"+{country}{dialled[1:]}"
    if dialled.startswith(country) and len(dialled) >= len(country) + 10:
        return "+" + dialled
    return f"+{country}{dialled}" if len(dialled) >= 10 else dialled


def email(text: str) -> str:
    """Return an e-mail address in one form: lower case, the domain in ASCII.

    Refuses `email-not-understood`; quoted local parts are not taken.
    """
    local, _, domain = unicodedata.normalize("NFC", text).strip().rpartition("@")
    if not local or len(text) > LONGEST_EMAIL:
        raise Refusal("email-not-understood")
    address = f"{local.lower()}@{_ascii_domain(domain)}"
    if len(address) > LONGEST_EMAIL or not _is_address(address):
        raise Refusal("email-not-understood")
    return address


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode().lower()
    except UnicodeError as error:
        raise Refusal("email-not-understood") from error


def _is_address(address: str) -> bool:
    local, _, domain = address.rpartition("@")
    labels = domain.split(".")
    if len(labels) < 2 or len(local) > 64:
        return False
    return bool(_LOCAL.fullmatch(local)) and all(map(_LABEL.fullmatch, labels))
