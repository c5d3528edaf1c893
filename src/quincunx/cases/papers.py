"""A file as it is handed over with an act: what it is, and what it shows."""

from dataclasses import dataclass

from quincunx.foundation.models import StoredFile


@dataclass(frozen=True)
class Shown:
    """A file with what it shows: photo-before, photo-after, document, agreement."""

    file: StoredFile
    kind: str
    name: str = ""
