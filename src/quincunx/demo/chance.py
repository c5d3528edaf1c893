"""The demo's chance: one die for everything, so that a town is always the same.

Keys and salts come from the machine's own chance everywhere else. While a town is
filled they come from the die, or its journal would differ each time; its people are
invented, and their secrets are none.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from quincunx.foundation import models as foundation
from quincunx.foundation import vault
from quincunx.foundation.journal import writing
from quincunx.lib import numbers

T = TypeVar("T")


class Die:
    """Stands in for `secrets`, `uuid7` and the vault; knows what time it is."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._random = Random(f"keys of {seed}")
        self.now: datetime | None = None

    def token_bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)

    def choice(self, some: Sequence[T]) -> T:
        return self._random.choice(some)

    def derive(self, purpose: str, text: str) -> bytes:
        """Return a lot drawn for `text`, whatever the house's secret is."""
        return sha256(f"{self._seed} {purpose} {text}".encode()).digest()

    def uuid7(self) -> UUID:
        """Return a key that sorts by the time of the story (RFC 9562, version 7)."""
        milliseconds = int(self.now.timestamp() * 1000) if self.now else 0
        rest = self._random.getrandbits(74)
        high, low = rest >> 62, rest & (2**62 - 1)
        return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low)


@contextmanager
def loaded(die: Die) -> Iterator[None]:
    """Let salts, lots, numbers and keys of cases fall from `die` meanwhile."""
    seams: tuple[tuple[Any, str, Any], ...] = (
        (writing, "secrets", die),
        (numbers, "secrets", die),
        (foundation, "uuid7", die.uuid7),
        (vault, "derive", die.derive),
    )
    kept = [(module, name, getattr(module, name)) for module, name, _ in seams]
    try:
        for module, name, stand_in in seams:
            setattr(module, name, stand_in)
        yield
    finally:
        for module, name, own in kept:
            setattr(module, name, own)
