"""Uploads in pieces: what a telephone sends over a bad network, by its hash.

A sender names the SHA-256 and the size first, asks how far we are, and sends pieces of
at most 64 KB in order; a piece sent twice is taken once. When the last one is here the
hash is checked and the file is cleaned and kept like any other (`files.keep`).
"""

import re
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db.models import Sum

from quincunx.foundation import files
from quincunx.foundation.actors import Actor
from quincunx.foundation.models import StoredFile, Upload
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import clip, line

PIECE = 64 * 1024
MOST_OPEN = 200 * 1024 * 1024  # bytes announced by one person and not yet whole
LEFT = timedelta(days=7)  # without a further piece: nobody comes back
_SHA = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Announced:
    """What a sender says of a file before the first piece."""

    sha: str
    size: int
    name: str = ""


@dataclass(frozen=True)
class Progress:
    """How many bytes are here, and whether the whole is kept."""

    offset: int
    size: int
    whole: bool


def progress(sha: str, *, by: Actor) -> Progress:
    """Return how far a file of this sender is; nothing of it is nought."""
    upload = _found(sha, by)
    return _progress(upload) if upload else Progress(0, 0, whole=False)


def take(
    told: Announced, piece: bytes, *, offset: int, by: Actor, at: datetime
) -> Progress:
    """Take the next piece; one we have already changes nothing.

    Refuses a piece that leaves a gap, telling where to go on. Three queries; the last
    piece takes as long as drawing the picture anew.
    """
    _check(told, piece, offset)
    upload = _found(told.sha, by) or _begun(told, by, at)
    if upload.file_id is not None or offset < upload.offset:
        return _progress(upload)
    if offset > upload.offset:
        raise Refusal("upload-gap", offset=upload.offset)
    _write(upload, piece)
    upload.offset, upload.touched_at = offset + len(piece), at
    upload.save(update_fields=["offset", "touched_at"])
    if upload.offset >= upload.size:
        _keep(upload, by=by, at=at)
    return _progress(upload)


def kept(sha: str, *, by: Actor) -> StoredFile:
    """Return the whole file this sender sent under a hash, or refuse."""
    upload = _found(sha, by)
    if upload is None or upload.file is None:
        raise Refusal("upload-missing", sha=sha[:64])
    return upload.file


def expire(before: datetime, *, most: int = 200) -> int:
    """Forget uploads nobody went on with; return how many. Kept files stay."""
    old = Upload.objects.filter(touched_at__lt=before).order_by("touched_at")
    left = list(old[:most])
    for upload in left:
        _place(upload).unlink(missing_ok=True)
        upload.delete()
    return len(left)


def _check(told: Announced, piece: bytes, offset: int) -> None:
    if not _SHA.fullmatch(told.sha):
        raise Refusal("upload-hash-malformed")
    if not 0 < told.size <= files.MOST_BYTES:
        raise Refusal("file-too-large", most=files.MOST_BYTES // (1024 * 1024))
    if not 0 < len(piece) <= PIECE:
        raise Refusal("upload-piece-too-large", most=PIECE // 1024)
    if offset < 0 or offset + len(piece) > told.size:
        raise Refusal("upload-beyond-its-size", size=told.size)


def _found(sha: str, by: Actor) -> Upload | None:
    mine = Upload.objects.filter(sha=sha[:64], person=_sender(by))
    return mine.select_related("file").first()


def _begun(told: Announced, by: Actor, at: datetime) -> Upload:
    person = _sender(by)
    unfinished = Upload.objects.filter(person=person, file=None)
    announced = unfinished.aggregate(size=Sum("size"))["size"] or 0
    if announced + told.size > MOST_OPEN:
        raise Refusal("uploads-too-many", most=MOST_OPEN // (1024 * 1024))
    upload, _ = Upload.objects.get_or_create(
        person=person,
        sha=told.sha,
        defaults={
            "size": told.size,
            "name": clip(line(told.name), 200),
            "touched_at": at,
        },
    )
    return upload


def _sender(by: Actor) -> int:
    if by.person is None:
        raise ValueError("an upload belongs to a member of staff")
    return by.person


def _write(upload: Upload, piece: bytes) -> None:
    """Put a piece in its place; what a crash took of those before is sent again."""
    place = _place(upload)
    place.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(place.parent).free - upload.size < files.RESERVE:
        raise Refusal("disk-full")
    with place.open("ab") as file:
        if file.tell() < upload.offset:
            _begin_again(upload)
        file.truncate(upload.offset)
        file.write(piece)


def _begin_again(upload: Upload) -> None:
    upload.offset = 0
    upload.save(update_fields=["offset"])
    _place(upload).unlink(missing_ok=True)
    raise Refusal("upload-gap", offset=0)


def _keep(upload: Upload, *, by: Actor, at: datetime) -> None:
    """Check the hash and keep the whole; what does not hold is forgotten at once."""
    place = _place(upload)
    try:
        content = _checked(place.read_bytes(), upload.sha)
        upload.file = files.keep(BytesIO(content), name=upload.name, by=by, at=at)
    except Refusal:
        upload.delete()
        raise
    finally:
        place.unlink(missing_ok=True)
    upload.save(update_fields=["file"])


def _checked(content: bytes, sha: str) -> bytes:
    if sha256(content).hexdigest() != sha:
        raise Refusal("upload-hash-wrong")
    return content


def _place(upload: Upload) -> Path:
    home: Path = settings.QUINCUNX_HOME
    return home / "uploads" / f"{upload.person}-{upload.sha}"


def _progress(upload: Upload) -> Progress:
    return Progress(upload.offset, upload.size, whole=upload.file_id is not None)
