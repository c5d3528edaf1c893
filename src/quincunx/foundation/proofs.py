"""Proof that somebody reads an address: six digits sent there and typed in here.

Nothing of the code is kept, not even a hash that could be tried: it is derived from
the row's key and the house's own key, which is not in the database. The address itself
is kept as a blind index only. Whether anybody is known by it shows nowhere.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from quincunx.foundation import notices, vault
from quincunx.foundation.models import Proof
from quincunx.foundation.notices import Recipient
from quincunx.foundation.subjects import Subject
from quincunx.lib import text
from quincunx.lib.refusal import Refusal

LASTS = timedelta(minutes=10)
MOST_TRIES = 5
# How often one address may be sent a code (doors.md, SMS).
LIMITS = (
    (timedelta(minutes=1), 1),
    (timedelta(hours=1), 5),
    (timedelta(days=1), 10),
)
KEPT = timedelta(days=1)
KINDS = {"email": "mail", "phone": "sms"}  # label of the blind index -> channel
DIGITS = 6


@dataclass(frozen=True)
class Proven:
    """An address somebody has shown to read, as its blind index."""

    label: str
    index: bytes


def ask(label: str, value: str, *, at: datetime) -> UUID:
    """Send a code to an address, and return what it is to be proved by.

    Four queries, whoever it is. Refuses `proof-asked-often` beyond the limits, and
    what is no address.
    """
    normal = text.phone(value) if label == "phone" else text.email(value)
    index = vault.blind(label, normal)
    asked = Proof.objects.filter(label=label, index=index)
    for span, most in LIMITS:
        if asked.filter(asked_at__gt=at - span).count() >= most:
            raise Refusal("proof-asked-often", minutes=int(span / timedelta(minutes=1)))
    return _sent(label, index, at)


def _sent(label: str, index: bytes, at: datetime) -> UUID:
    slot = int(at.timestamp()) // 60
    try:
        with transaction.atomic():
            proof = Proof.objects.create(
                label=label, index=index, asked_at=at, slot=slot
            )
            key = str(proof.pk)
            to, about = Recipient("proof", key), Subject("proof", key)
            notices.tell(to, "sign-in-code", about=about, at=at, wait=timedelta(0))
    except IntegrityError as twice:
        raise Refusal("proof-asked-often", minutes=1) from twice
    return proof.pk


def prove(key: UUID, typed: str, *, at: datetime) -> Proven:
    """Return what is proved, once; each try counts, right or wrong."""
    now = Proof.objects.filter(
        pk=key, used_at=None, tries__lt=MOST_TRIES, asked_at__gt=at - LASTS
    )
    if not now.update(tries=F("tries") + 1):
        raise Refusal("proof-over")
    digits = "".join(c for c in typed if c.isascii() and c.isdigit())
    if not compare_digest(digits, code_of(key)):
        raise Refusal("proof-wrong")
    unused = Proof.objects.filter(pk=key, used_at=None)
    if not unused.update(used_at=at):
        raise Refusal("proof-over")
    proof = Proof.objects.get(pk=key)
    return Proven(proof.label, bytes(proof.index))


def code_of(key: UUID) -> str:
    """Return the six digits of a proof; only the message to its address says them."""
    number = int.from_bytes(vault.derive("proof", str(key))[:8])
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def describe(keys: Collection[str]) -> dict[str, dict[str, str]]:
    """Return what the message says: the code, made when it goes out."""
    return {key: {"code": code_of(UUID(key))} for key in keys}


def expire(before: datetime) -> int:
    """Forget what was asked before; return how many."""
    return Proof.objects.filter(asked_at__lt=before).delete()[0]
