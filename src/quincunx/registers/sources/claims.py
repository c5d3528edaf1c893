"""What one list says of one person, so written that equal things are equal."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from quincunx.lib.numbers import read_citizen_id
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source

FIELDS = ("name", "number", "born", "phone", "room")


@dataclass(frozen=True)
class Claim:
    """One row of a list. What the list does not say is empty.

    `key` is the row's own in its list, `number` the number of an identity document,
    `room` the key of an address.
    """

    source: Source
    key: str
    name: str
    number: str = ""
    born: date | None = None
    phone: str = ""
    room: str = ""
    on: date = date.min  # when the list was made

    @property
    def at(self) -> tuple[str, str]:
        return (str(self.source), self.key)

    def said(self, field: str) -> str:
        value = getattr(self, field)
        return "" if value is None else str(value)


def plain(name: str) -> str:
    """Return a name without what is only its writing: width, case, gaps, dots."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in wide if char.isalnum())


def is_sound(number: str) -> bool:
    """Say whether a citizen's number has a day of birth and its check character."""
    try:
        read_citizen_id(number)
    except Refusal:
        return False
    return True


def born_of(number: str) -> date | None:
    """Return the day of birth a sound number tells."""
    return date.fromisoformat(number[6:14]) if is_sound(number) else None
