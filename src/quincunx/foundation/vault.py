"""The vault: personal fields sealed under a key for each subject.

Erasing a subject's key erases all its fields at once. A backup made before holds the
key still, wrapped: it opens there for as long as the master key of that time is kept.
AES-256-GCM; the associated data is the field's label and the subject, so that no
ciphertext can take another's place.
"""

import hmac
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from quincunx.foundation import masters
from quincunx.foundation.models import DataKey
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal

_FORM = b"\x01"
_NONCE = 12
_BLIND_BYTES = 8
_KEPT_SECONDS = 60.0
_MOST_KEPT = 10_000
_BATCH = 500


@dataclass(frozen=True)
class Key:
    """One subject's data key, in the open; never leaves this process."""

    subject: Subject
    bare: bytes

    def seal(self, label: str, plain: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        bound = _bound(label, self.subject)
        return _FORM + nonce + AESGCM(self.bare).encrypt(nonce, plain.encode(), bound)

    def open(self, label: str, sealed: bytes) -> str:
        nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            plain = AESGCM(self.bare).decrypt(nonce, rest, _bound(label, self.subject))
        except (InvalidTag, ValueError) as fault:
            raise Refusal("sealed-unreadable", field=label) from fault
        return plain.decode()


# Keys of this process by subject, with the time until which they may be used without
# asking the database again: an erased key lives on elsewhere for at most a minute.
_kept: dict[Subject, tuple[Key, float]] = {}


def new_key(subject: Subject) -> Key:
    """Make the key of a subject that has none; one INSERT."""
    known = _masters()
    key = Key(subject, AESGCM.generate_key(256))
    DataKey.objects.create(
        subject_kind=subject.kind,
        subject_id=subject.id,
        master=known.current,
        wrapped=_wrap(key, known.key(known.current)),
    )
    _keep_after_commit(key)
    return key


def seal(subject: Subject, label: str, plain: str) -> bytes:
    """Seal one field; makes the subject's key at first.

    No query while the key is known here, else one SELECT, at first one INSERT more.
    A subject with several values of one label puts their row's id into the label.
    """
    return (key_of(subject) or new_key(subject)).seal(label, plain)


def open_sealed(subject: Subject, label: str, sealed: bytes) -> str:
    """Return the field; identity fields are opened through `reveals` only."""
    key = key_of(subject)
    if key is None:
        raise Refusal("sealed-erased", field=label)
    return key.open(label, bytes(sealed))


def blind(label: str, normalised: str) -> bytes:
    """Return eight bytes that find equal values of a field, and tell nothing else.

    HMAC-SHA-256 under a key outside the database, cut to 64 bits: numbers of people
    and telephones are few enough to try them all against a plain hash.
    """
    text = f"{label}\n{normalised}".encode()
    return hmac.digest(_masters().blind, text, "sha256")[:_BLIND_BYTES]


def derive(purpose: str, text: str) -> bytes:
    """Return 32 secret bytes that belong to a text, and cannot be had without our key.

    For what is kept under a name that others may see.
    """
    return hmac.digest(_masters().blind, f"{purpose}\n{text}".encode(), "sha256")


def erase(subject: Subject) -> bool:
    """Destroy the subject's key and with it every field sealed under it."""
    _kept.pop(subject, None)
    return bool(_row(subject).delete()[0])


def key_of(subject: Subject) -> Key | None:
    """Return the subject's key, or None if it has none (any more)."""
    key, until = _kept.get(subject, (None, 0.0))
    if key is not None and until > time.monotonic():
        return key
    row = _row(subject).first()
    return _open_row(row) if row else None


def warm(subjects: Collection[Subject]) -> None:
    """Fetch the keys of many subjects at once, before their fields are opened.

    One query for each kind; works only outside a transaction, as a page is read.
    """
    for kind in {subject.kind for subject in subjects}:
        ids = [subject.id for subject in subjects if subject.kind == kind]
        for row in DataKey.objects.filter(subject_kind=kind, subject_id__in=ids):
            _open_row(row)


def keys_of(subjects: Collection[Subject]) -> dict[Subject, Key]:
    """Return the keys of many subjects, within a transaction too.

    One query for each kind. What is opened with them is written down by the caller.
    """
    found = {}
    for kind in {subject.kind for subject in subjects}:
        ids = [subject.id for subject in subjects if subject.kind == kind]
        for row in DataKey.objects.filter(subject_kind=kind, subject_id__in=ids):
            key = _unwrap(row)
            found[key.subject] = key
    return found


def rotate() -> int:
    """Put a fresh master key in use and move every data key under it; return how many.

    Online: both master keys open until `retire`, sealed fields stay as they are.
    """
    masters.add(settings.QUINCUNX_KEY)
    moved = batch = _move_batch()
    while batch:
        batch = _move_batch()
        moved += batch
    return moved


def retire() -> int:
    """Take from the file the master keys no data key is under; return how many left.

    Run some minutes after `rotate`, when every process has seen the new file.
    """
    known = _masters()
    used = set(DataKey.objects.values_list("master", flat=True).distinct())
    left = masters.keep_only(settings.QUINCUNX_KEY, frozenset({known.current} | used))
    return len(known.keys) - len(left.keys)


@transaction.atomic
def _move_batch() -> int:
    known = _masters()
    older = DataKey.objects.select_for_update().exclude(master=known.current)
    rows = list(older.order_by("id")[:_BATCH])
    for row in rows:
        row.wrapped = _wrap(_unwrap(row), known.key(known.current))
        row.master = known.current
    DataKey.objects.bulk_update(rows, ["wrapped", "master"])
    return len(rows)


def _open_row(row: DataKey) -> Key:
    key = _unwrap(row)
    _keep_after_commit(key)
    return key


def _keep_after_commit(key: Key) -> None:
    """Remember the key once its row is certain: one rolled back would seal for ever."""
    transaction.on_commit(lambda: _keep(key))


def _keep(key: Key) -> None:
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[key.subject] = (key, time.monotonic() + _KEPT_SECONDS)


def _masters() -> masters.Masters:
    """Return the master keys; makes them on a new installation, never on an old one."""
    path = settings.QUINCUNX_KEY
    if not path.exists() and not DataKey.objects.exists():
        masters.create(path)
    return masters.read(path)


def _row(subject: Subject) -> QuerySet[DataKey]:
    return DataKey.objects.filter(subject_kind=subject.kind, subject_id=subject.id)


def _wrap(key: Key, master: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(master).encrypt(nonce, key.bare, _bound("key", key.subject))


def _unwrap(row: DataKey) -> Key:
    subject = Subject(row.subject_kind, row.subject_id)
    wrapped = bytes(row.wrapped)
    try:
        bare = AESGCM(_masters().key(row.master)).decrypt(
            wrapped[:_NONCE], wrapped[_NONCE:], _bound("key", subject)
        )
    except InvalidTag as fault:
        raise Refusal("sealed-unreadable", field="key") from fault
    return Key(subject, bare)


def _bound(label: str, subject: Subject) -> bytes:
    return f"{label}\n{subject.kind}\n{subject.id}".encode()
