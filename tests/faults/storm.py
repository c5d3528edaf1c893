"""Writers through the domain, killed at random moments and begun again.

One process reads the program once and forks the writers, so that a killed one costs
no second of starting. It never touches the database itself.
"""

import os
import random
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import writer
from tests.faults.ledger import ledgers

WRITERS = 4
OVER = "over"  # a file: writers end their round when they see it


@dataclass
class Storm:
    """What is under way: who writes, and how many were killed."""

    folder: Path
    dice: random.Random
    writers: dict[int, int] = field(default_factory=dict)
    kills: int = 0

    def begin(self, number: int) -> None:
        seed = self.dice.random()
        pid = os.fork()
        if pid == 0:
            writer.be(self.folder, number, seed)
        self.writers[number] = pid

    def kill(self) -> None:
        number = self.dice.choice(sorted(self.writers))
        os.kill(self.writers[number], signal.SIGKILL)
        _, status = os.waitpid(self.writers[number], 0)
        # One that fell by itself is a fault of its own.
        if not os.WIFSIGNALED(status):
            raise RuntimeError(f"writer {number} ended with {status}")
        self.kills += 1
        self.begin(number)

    def end(self) -> None:
        """Let every writer finish what it began, unharmed."""
        (self.folder / OVER).touch()
        ended = [os.waitpid(pid, 0)[1] for pid in self.writers.values()]
        if any(ended):
            raise RuntimeError(f"writers ended with {ended}")


def storm(
    folder: str, kills: str, reports: str, pause: str, most: str
) -> dict[str, float]:
    """Go on until so many were killed and reports kept, or `most` seconds are over.

    Between two kills are `pause` seconds at most.
    """
    going = Storm(Path(folder), random.Random(folder))
    for number in range(WRITERS):
        going.begin(number)
    begun = time.monotonic()
    kept, counted = 0, begun
    while going.kills < int(kills) or kept < int(reports):
        now = time.monotonic()
        if now - begun > float(most):
            break
        if now - counted > 1:
            kept, counted = _kept(going.folder), now
        time.sleep(going.dice.uniform(0.01, float(pause)))
        going.kill()
    going.end()
    return {
        "kills": going.kills,
        "kept": _kept(going.folder),
        "seconds": round(time.monotonic() - begun, 1),
    }


def _kept(folder: Path) -> int:
    return sum(each.file.read_text().count('"kept"') for each in ledgers(folder))
