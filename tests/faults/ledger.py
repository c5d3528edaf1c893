"""What a client was told, kept outside the database: one JSON line for each thing.

A line is one write to a file opened for appending: it is there whole or not at all,
however the process ends.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ledger:
    """One client's lines: `wanted` before it sends, `kept` when it was answered."""

    file: Path

    def note(self, what: str, **told: Any) -> None:
        line = json.dumps({"what": what, **told}) + "\n"
        opened = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(opened, line.encode())
        finally:
            os.close(opened)

    def lines(self, what: str = "") -> Iterator[dict[str, Any]]:
        if not self.file.exists():
            return
        for line in self.file.read_text().splitlines():
            noted = json.loads(line)
            if what in ("", noted["what"]):
                yield noted

    def unanswered(self) -> list[dict[str, Any]]:
        """Return what was wanted and has no answer yet, in order."""
        kept = {line["key"] for line in self.lines("kept")}
        return [line for line in self.lines("wanted") if line["key"] not in kept]


def ledgers(folder: Path) -> list[Ledger]:
    return [Ledger(file) for file in sorted(folder.glob("*.jsonl"))]
