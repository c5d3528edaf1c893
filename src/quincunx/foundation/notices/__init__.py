"""The outbox: what somebody is to be told, written with the change it tells of.

An action tells by recipient, never by address; `duty` resolves addresses and sends.
"""

from quincunx.foundation.notices.links import link_with
from quincunx.foundation.notices.recipients import (
    Address,
    Recipient,
    describe_with,
    resolve_with,
)
from quincunx.foundation.notices.sending import Round, send_due
from quincunx.foundation.notices.telling import (
    hushed,
    parked,
    recall,
    tell,
    tell_many,
    try_again,
    was_told,
)

__all__ = [
    "Address",
    "Recipient",
    "Round",
    "describe_with",
    "hushed",
    "link_with",
    "parked",
    "recall",
    "resolve_with",
    "send_due",
    "tell",
    "tell_many",
    "try_again",
    "was_told",
]
