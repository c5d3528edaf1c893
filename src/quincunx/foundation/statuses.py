"""What a refusal is to those who ask over HTTP: one table for every door."""

from quincunx.foundation import outages
from quincunx.lib.refusal import Refusal

ABSENT, CLASH, BAD_INPUT, TOO_MANY, AWAY, NO_ROOM = 404, 409, 422, 429, 503, 507

# What may go by itself: the status, and after how many seconds to ask again.
_PASSING = {
    "disk-full": (NO_ROOM, 60),
    outages.NO_ROOM: (NO_ROOM, 60),
    outages.AWAY: (AWAY, 5),
    outages.BUSY: (AWAY, 2),
    "receipt-in-flight": (CLASH, 2),
    "too-many-tries": (TOO_MANY, 3600),
}

# What was typed or sent is wrong in itself; anything else clashes with how things are.
_BAD = frozenset(
    {"facts-missing", "facts-unknown", "not-a-choice", "too-long", "not-a-rating"}
    | {"key-used-otherwise", "receipt-key-bad", "unknown-act", "position-unreadable"}
    | {"outside-the-district", "in-the-future", "before-the-last-act"}
)
_BAD_STARTS = ("file-", "image-", "limit-", "outline-", "position-", "shape-")
_BAD_ENDS = ("-not-understood", "-wrong", "-out-of-range")


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status a refusal is answered with."""
    if refusal.code.startswith("no-such-"):
        return ABSENT
    if refusal.code in _PASSING:
        return _PASSING[refusal.code][0]
    code = refusal.code
    if code in _BAD or code.startswith(_BAD_STARTS) or code.endswith(_BAD_ENDS):
        return BAD_INPUT
    return CLASH


def headers_of(refusal: Refusal) -> dict[str, str]:
    """Return `Retry-After` where asking again may help."""
    if refusal.code not in _PASSING:
        return {}
    return {"Retry-After": str(_PASSING[refusal.code][1])}
