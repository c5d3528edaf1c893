"""The power fails at any moment: of what was not flushed any part is lost.

A writer works while a `Recorder` notes what SQLite does with its files, and what the
client is told. Then for many moments the files are laid down as a cut just then might
leave them, and held against what had been acknowledged up to that moment.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from quincunx.cases.models import Attachment
from quincunx.foundation.models import StoredFile
from tests.faults.ledger import Ledger
from tests.faults.proof import prove
from tests.faults.recorder import Event, Recorder
from tests.faults.writer import Writer

SECTOR = 512
COUNTED = ("lost", "doubled", "altered", "torn")


@dataclass(frozen=True)
class Heard(Ledger):
    """A ledger whose lines stand among the writes, where they were written."""

    events: list[Event] = field(default_factory=list)

    def note(self, what: str, **told: Any) -> None:
        super().note(what, **told)
        self.events.append(Event("note", {"what": what, **told}))


def power(folder: str, reports: str, cuts: str, synchronous: str) -> dict[str, Any]:
    """Write so many reports, and cut the power so many times; return what was found."""
    recorder, dice = Recorder(), random.Random(7)
    database = Path(connection.settings_dict["NAME"])
    before = {
        str(file): file.read_bytes() for file in _files(database) if file.exists()
    }
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
    writer = Writer(Heard(Path(folder) / "0.jsonl", recorder.events), dice)
    for _ in range(int(reports)):
        writer.begin()
    events = list(recorder.events)
    found: Counter[str] = Counter()
    for number, moment in enumerate(_moments(events, int(cuts), dice)):
        left = left_after(before, events[:moment], dice)
        home = Path(folder) / str(number)
        home.mkdir()
        found.update(_held_against(home, database, left, events[:moment]))
    own = sum(each.what == "sync" and each.of == str(database) for each in events)
    return {"events": len(events), "checkpoints": own, "cuts": int(cuts), **found}


def _files(database: Path) -> list[Path]:
    both = [database, database.with_name(f"{database.name}-wal")]
    return [file for file in both if file.exists()]


def _moments(events: list[Event], cuts: int, dice: random.Random) -> Iterator[int]:
    """Half of them just when a client has been told, the others anywhere."""
    told = [n for n, each in enumerate(events, 1) if each.what == "note"]
    for number in range(cuts):
        yield dice.choice(told) if number % 2 else dice.randrange(told[0], len(events))


def left_after(
    before: dict[str, bytes], events: Iterable[Event], dice: random.Random
) -> dict[str, bytearray]:
    """Return the files after a cut: what was flushed, and any part of the rest."""
    files = {path: bytearray(content) for path, content in before.items()}
    waiting: dict[str, list[Event]] = {}
    for each in events:
        if each.what in ("write", "truncate"):
            waiting.setdefault(each.of, []).append(each)
        elif each.what == "sync":
            for done in waiting.pop(each.of, ()):
                _apply(files.setdefault(done.of, bytearray()), done, len(done.content))
    for path, rest in waiting.items():
        for each in rest:
            if dice.random() < 0.5:
                sectors = dice.choice([len(each.content), SECTOR, SECTOR * 3])
                _apply(files.setdefault(path, bytearray()), each, sectors)
    return files


def _apply(file: bytearray, event: Event, most: int) -> None:
    if event.what == "truncate":
        del file[event.offset :]
        return
    content = event.content[:most]
    file.extend(bytes(max(0, event.offset - len(file))))
    file[event.offset : event.offset + len(content)] = content


def _held_against(
    home: Path, database: Path, left: dict[str, bytearray], events: list[Event]
) -> Counter[str]:
    """Open what was left, as the program does, and count what is wrong with it."""
    for path, content in left.items():
        (home / Path(path).name).write_bytes(content)
    ledger = Ledger(home / "0.jsonl")
    for each in events:
        if each.what == "note":
            ledger.note(**each.of)
    connection.close()
    connection.settings_dict["NAME"] = str(home / database.name)
    proof = prove(str(home))
    counted = Counter({name: int(str(proof[name])) for name in COUNTED})
    counted["kept"] = int(str(proof["kept"]))
    counted["broken"] = (proof["journal"], proof["database"]) != ("holds", "ok")
    counted["not flushed"] = len(list(_not_flushed(home, events)))
    connection.close()
    connection.settings_dict["NAME"] = str(database)
    return counted


def _not_flushed(home: Path, events: list[Event]) -> Iterator[Path]:
    """Yield photos of these reports whose bytes or whose names were not flushed."""
    flushed = {each.of for each in events if each.what == "flush"}
    told = [n.of for n in events if n.what == "note" and n.of["what"] == "kept"]
    numbers = [each["number"] for each in told]
    cases = Attachment.objects.filter(case__number__in=numbers)
    shown = StoredFile.objects.filter(pk__in=cases.values("file"))
    for sha in shown.values_list("sha", flat=True):
        place = settings.QUINCUNX_HOME / "files" / sha[:2] / sha[2:4] / sha
        if not {place.stat().st_ino, place.parent.stat().st_ino} <= flushed:
            yield place
