"""Receipts: whoever sends the same thing twice gets one answer, and one deed is done.

A sender's key, its deed and its answer are written in one transaction, so that a
killed process leaves neither deed nor receipt.
"""

import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from quincunx.foundation import vault
from quincunx.foundation.models import Receipt
from quincunx.lib.refusal import Refusal

LONGEST_KEY = 200
_NONCE = 12


@dataclass
class Once:
    """One sending under a key: `answer` is there if it was answered before."""

    _row: Receipt
    _secret: bytes
    answer: dict[str, Any] | None = None

    def keep(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Keep the answer for repeats, and return it; one UPDATE.

        What is kept can be read only with the sender's key, which is not kept.
        """
        nonce = secrets.token_bytes(_NONCE)
        plain = json.dumps(answer).encode()
        sealed = nonce + AESGCM(self._secret).encrypt(nonce, plain, None)
        Receipt.objects.filter(key_hash=self._row.key_hash).update(answer=sealed)
        self.answer = answer
        return answer


@contextmanager
def once(key: str, owner: str, body: bytes, *, at: datetime) -> Iterator[Once]:
    """Open the one transaction in which a sending is answered.

    Inside: return `answer` if there is one, else act and `keep` the answer. Refuses
    the same key with another body, and a key whose first sending is still under way
    (on SQLite that one is waited for). One INSERT, one UPDATE for a new key.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refusal("receipt-key-bad", longest=LONGEST_KEY)
    row = Receipt(
        key_hash=_mix("key", owner, key),
        body_hash=hmac.digest(_mix("body", owner, key), body, "sha256"),
        made_at=at,
    )
    secret = _mix("answer", owner, key)
    with transaction.atomic():
        if _insert(row):
            sending = Once(row, secret)
        else:
            sending = Once(row, secret, _answer_before(row, secret))
        yield sending
        if sending.answer is None:
            raise RuntimeError("a sending under a key ended without an answer")


def expire(before: datetime) -> int:
    """Delete receipts made before, at least thirty days ago; return how many."""
    return Receipt.objects.filter(made_at__lt=before).delete()[0]


def _answer_before(row: Receipt, secret: bytes) -> dict[str, Any]:
    first = Receipt.objects.filter(key_hash=row.key_hash).first()
    if first is None:
        raise Refusal("receipt-in-flight")
    if not hmac.compare_digest(bytes(first.body_hash), bytes(row.body_hash)):
        raise Refusal("key-used-otherwise")
    sealed = bytes(first.answer or b"")
    plain = AESGCM(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    answer: dict[str, Any] = json.loads(plain)
    return answer


def _insert(row: Receipt) -> bool:
    """Insert the receipt unless its key is known; never wait for another sending.

    The lock goes with the transaction: who does not get it knows that the first
    sending is still under way, before its row can be seen.
    """
    table = connection.ops.quote_name(Receipt._meta.db_table)  # noqa: SLF001  # no other way to its name
    on_postgresql = connection.vendor == "postgresql"
    free = "pg_try_advisory_xact_lock(%s)" if on_postgresql else "%s <> 0"
    lock = int.from_bytes(bytes(row.key_hash)[:8], signed=True) or 1
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key_hash, body_hash, made_at)"  # our own table
            f" SELECT %s, %s, %s WHERE {free} ON CONFLICT DO NOTHING RETURNING 1",
            [
                bytes(row.key_hash),
                bytes(row.body_hash),
                connection.ops.adapt_datetimefield_value(row.made_at),
                lock,
            ],
        )
        return cursor.fetchone() is not None


def _mix(purpose: str, owner: str, key: str) -> bytes:
    """Return what is kept instead of the key: it opens nothing without our own key."""
    return vault.derive(f"receipt.{purpose}", json.dumps([owner, key]))
