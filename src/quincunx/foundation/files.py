"""Files: bytes under their hash, safe on the disk before anybody is told so.

A file is written beside its place, flushed, moved there, and the folder flushed;
only then is its row written. What a row refers to is always there; what is there
without a row is left over and harmless.
"""

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePath
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from quincunx.foundation.actors import Actor
from quincunx.foundation.models import StoredFile
from quincunx.lib import images
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import clip, line

MOST_BYTES = 20 * 1024 * 1024
# Kept free for the database: photos are refused before reports are.
RESERVE = 256 * 1024 * 1024
_LONGEST_NAME = 200
_PDF = b"%PDF-"
_SHA = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Blob:
    """Bytes that may be kept: clean, and of a known kind."""

    content: bytes
    media_type: str


def keep(stream: BinaryIO, *, name: str, by: Actor, at: datetime) -> StoredFile:
    """Clean and keep one file; when this returns, a power cut cannot lose it.

    Pictures are drawn anew without metadata; of other kinds only PDF is taken. To be
    called before the transaction of what refers to it. One INSERT, three flushes.
    """
    return keep_own(clean(stream), name=name, by=by, at=at)


def keep_own(blob: Blob, *, name: str, by: Actor, at: datetime) -> StoredFile:
    """Keep what the program made itself, as durably as `keep`."""
    sha = _write(blob.content)
    kept = StoredFile.objects.create(
        sha=sha,
        size=len(blob.content),
        media_type=blob.media_type,
        name=clip(line(PurePath(name).name), _LONGEST_NAME) or sha[:8],
        kept_at=at,
        kept_by=by.person,
    )
    if not _place(sha).exists():  # they were just being forgotten
        _write(blob.content)
    return kept


def clean(stream: BinaryIO) -> Blob:
    """Return what may be kept of a stream, or refuse it; nothing is written yet."""
    content = stream.read(MOST_BYTES + 1)
    if not content:
        raise Refusal("file-empty")
    if len(content) > MOST_BYTES:
        raise Refusal("file-too-large", most=MOST_BYTES // (1024 * 1024))
    if content.startswith(_PDF):
        return Blob(content, "application/pdf")
    picture = images.clean(content)
    return Blob(picture.content, picture.media_type)


def open(sha: str) -> BinaryIO:  # noqa: A001  # read as files.open
    """Open kept bytes for reading; the caller has asked `access` whether it may."""
    if not _is_kept(sha):
        raise Refusal("no-such-file")
    return _place(sha).open("rb")


def sent_by(actor: Actor, key: UUID) -> StoredFile:
    """Return a file this actor sent before; others' files are as absent as none."""
    found = StoredFile.objects.filter(pk=key, kept_by=actor.person).first()
    if found is None:
        raise Refusal("no-such-file")
    return found


def is_whole(sha: str) -> bool:
    """Return whether the bytes under a hash are there and still have that hash."""
    if not _is_kept(sha):
        return False
    hashed = sha256()
    with _place(sha).open("rb") as file:
        while part := file.read(1024 * 1024):
            hashed.update(part)
    return hashed.hexdigest() == sha


def forget(file: StoredFile) -> None:
    """Delete a file's row, and its bytes if nobody else kept the same."""
    file.delete()
    forget_bytes(file.sha)


def forget_bytes(sha: str) -> None:
    """Delete bytes that no row refers to; to be called after the row is gone.

    They are laid aside before the rows are asked: who keeps the same bytes meanwhile
    either is seen here, and gets them back, or finds them gone and writes them anew.
    """
    place = _place(sha)
    aside = _beside(place)
    try:
        place.rename(aside)
    except FileNotFoundError:
        return
    if StoredFile.objects.filter(sha=sha).exists():
        aside.replace(place)
    else:
        aside.unlink()


def _is_kept(sha: str) -> bool:
    """Return whether there are bytes under a hash; what is no hash leads nowhere."""
    return bool(_SHA.fullmatch(sha)) and _place(sha).exists()


def _place(sha: str) -> Path:
    return settings.QUINCUNX_HOME / "files" / sha[:2] / sha[2:4] / sha


def _write(content: bytes) -> str:
    """Put the bytes in their place for good, unless they are there; return their hash.

    The folder is flushed in any case: whoever wrote them may not have come so far.
    """
    sha = sha256(content).hexdigest()
    place = _place(sha)
    with _refusing_when_full():
        _make_folder(place.parent)
        if not place.exists():
            _check_reserve(place.parent, len(content))
            _write_beside_and_move(place, content)
        _flush_folder(place.parent)
    return sha


def _write_beside_and_move(place: Path, content: bytes) -> None:
    beside = _beside(place)
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name}.{secrets.token_hex(4)}")


def _make_folder(folder: Path) -> None:
    """Make a folder and those over it; each new name is flushed into its parent."""
    if folder.exists():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_reserve(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free - size < RESERVE:
        raise Refusal("disk-full")


@contextmanager
def _refusing_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Refusal("disk-full") from fault
        raise
