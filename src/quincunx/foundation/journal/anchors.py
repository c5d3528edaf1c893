"""The day's head as something to keep elsewhere, which a rewritten journal betrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from quincunx.foundation.models import DayHead
from quincunx.lib.refusal import Refusal

FORM = "quincunx-anchor-1"


@dataclass(frozen=True)
class Anchor:
    """The number and hash of a seal, as they were known outside."""

    number: int
    hash: bytes


def head(day: date) -> DayHead | None:
    """Return the last head sealed on `day` or before; one query."""
    return DayHead.objects.filter(day__lte=day).order_by("-day").first()


def anchor(day: date) -> dict[str, str | int]:
    """Return the head of `day` as JSON for another machine, a printed page, a mail."""
    known = head(day)
    if known is None:
        raise Refusal("nothing-sealed-yet", day=day)
    return {
        "form": FORM,
        "day": known.day.isoformat(),
        "number": known.number,
        "hash": bytes(known.hash).hex(),
    }


def read_anchor(given: Mapping[str, Any]) -> Anchor:
    """Return what an exported anchor says, or refuse what is none."""
    try:
        if given["form"] != FORM:
            raise Refusal("anchor-unreadable")
        return Anchor(int(given["number"]), bytes.fromhex(given["hash"]))
    except (KeyError, TypeError, ValueError) as fault:
        raise Refusal("anchor-unreadable") from fault
