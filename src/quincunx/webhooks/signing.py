"""Signatures as Standard Webhooks describes them: `v1,` and base64 of HMAC-SHA256.

Signed are the id, the time in seconds and the body, with full stops between. While a
secret is being changed there are two signatures, with a blank between.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable

MARK = "whsec_"
TOLERANCE = 300  # seconds; what a receiver should bear of skew


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """Return one signature; refuses nothing, for secrets of ours only."""
    key = base64.b64decode(secret.removeprefix(MARK))
    said = f"{message}.{timestamp}.".encode() + body
    made = hmac.new(key, said, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


def headers(
    known: Iterable[str], message: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """Return the three headers, signed with each of the secrets."""
    signed = [signature(each, message, timestamp, body) for each in known]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
    }


def matches(
    known: Iterable[str], message: str, timestamp: str, body: bytes, signed: str
) -> bool:
    """Say whether one of the signatures given is one of ours; the time is not asked."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    try:
        wanted = [signature(s, message, int(timestamp), body) for s in known]
    except binascii.Error:
        return False
    given = [each.encode() for each in signed.split()]
    return any(
        hmac.compare_digest(one.encode(), other) for one in wanted for other in given
    )
