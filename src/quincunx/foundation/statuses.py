"""What a refusal is to those who ask over HTTP: one table for every door."""

from quincunx.lib.refusal import Refusal

ABSENT, CLASH, BAD_INPUT, NO_ROOM = 404, 409, 422, 507

# What was typed or sent is wrong in itself; anything else clashes with how things are.
_BAD = frozenset(
    {"facts-missing", "facts-unknown", "not-a-choice", "too-long", "not-a-rating"}
    | {"key-used-otherwise", "receipt-key-bad", "unknown-act", "position-unreadable"}
    | {"outside-the-district", "in-the-future", "before-the-last-act"}
)
_BAD_STARTS = ("file-", "image-", "limit-", "outline-", "position-")
_BAD_ENDS = ("-not-understood", "-wrong", "-out-of-range")


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status a refusal is answered with."""
    if refusal.code.startswith("no-such-"):
        return ABSENT
    if refusal.code == "disk-full":
        return NO_ROOM
    code = refusal.code
    if code in _BAD or code.startswith(_BAD_STARTS) or code.endswith(_BAD_ENDS):
        return BAD_INPUT
    return CLASH
