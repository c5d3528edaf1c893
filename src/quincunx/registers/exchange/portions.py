"""The file and the rows of an intake, sealed; gone with its key after a day."""

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from quincunx.foundation import vault
from quincunx.foundation.vault import Key
from quincunx.lib.refusal import Refusal
from quincunx.registers.exchange.lines import Line, unpacked
from quincunx.registers.exchange.models import Intake, Kind, Portion

_FILE = "file"


def key_of(intake: Intake) -> Key:
    return vault.key_of(intake.subject) or vault.new_key(intake.subject)


def keep_file(intake: Intake, content: bytes) -> None:
    place = _place(intake)
    place.parent.mkdir(parents=True, exist_ok=True)
    plain = base64.b64encode(content).decode()
    place.write_bytes(key_of(intake).seal(_FILE, plain))


@contextmanager
def opened_file(intake: Intake) -> Iterator[Path]:
    """Lay the file, open, where its readers find it, for as long as they need it."""
    place = _place(intake)
    key = vault.key_of(intake.subject)
    if key is None or not place.exists():
        raise Refusal("intake-forgotten", file=intake.file)
    with TemporaryDirectory(prefix="quincunx-") as folder:
        path = Path(folder) / "table"
        path.write_bytes(base64.b64decode(key.open(_FILE, place.read_bytes())))
        yield path


def keep(intake: Intake, kind: Kind, number: int, lines: Sequence[Line]) -> None:
    if not lines:
        return
    text = json.dumps([line.packed() for line in lines], ensure_ascii=False)
    packed = base64.b64encode(zlib.compress(text.encode(), 1)).decode()
    sealed = key_of(intake).seal(f"{kind}-{number}", packed)
    Portion.objects.create(
        intake=intake, kind=kind, number=number, count=len(lines), rows=sealed
    )


def lines(intake: Intake, *kinds: Kind) -> Iterator[list[Line]]:
    """Yield the kept rows of these kinds, a portion at a time."""
    found = intake.portions.filter(kind__in=kinds).order_by("number", "kind")
    for portion in found.iterator(10):
        yield opened(portion, intake)


def page(intake: Intake, kind: Kind, number: int) -> tuple[list[Line], int | None]:
    """Return the first portion from `number` on, and the number of the next."""
    found = intake.portions.filter(kind=kind, number__gte=number).order_by("number")
    first = list(found[:2])
    if not first:
        return [], None
    return opened(first[0], intake), first[1].number if len(first) > 1 else None


def opened(portion: Portion, intake: Intake) -> list[Line]:
    key = vault.key_of(intake.subject)
    if key is None:
        raise Refusal("intake-forgotten", file=intake.file)
    packed = key.open(f"{portion.kind}-{portion.number}", bytes(portion.rows))
    rows = json.loads(zlib.decompress(base64.b64decode(packed)))
    return [unpacked(row) for row in rows]


def forget(intake: Intake) -> None:
    """Destroy the key, the rows and the file; the receipt stays."""
    vault.erase(intake.subject)
    intake.portions.all().delete()
    _place(intake).unlink(missing_ok=True)


def _place(intake: Intake) -> Path:
    return settings.QUINCUNX_HOME / "exchange" / str(intake.pk)
