"""How long work shows that it goes on: a bar on a terminal, lines elsewhere."""

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

import click
from tqdm import tqdm

Step = TypeVar("Step")
BETWEEN_LINES = 5.0  # seconds


def progress(
    steps: Iterable[Step], *, label: str, total: int | None = None
) -> Iterator[Step]:
    """Yield `steps`, telling on standard error how far it has come."""
    if total is None and isinstance(steps, Sized):
        total = len(steps)
    if sys.stderr.isatty():
        yield from tqdm(steps, desc=label, total=total, file=sys.stderr)
        return
    yield from _with_lines(steps, label, total)


def _with_lines(steps: Iterable[Step], label: str, total: int | None) -> Iterator[Step]:
    of = f" of {total}" if total is not None else ""
    done, told = 0, time.monotonic()
    for done, step in enumerate(steps, 1):
        yield step
        if time.monotonic() - told > BETWEEN_LINES:
            told = time.monotonic()
            click.echo(f"{label}: {done}{of}", err=True)
    click.echo(f"{label}: {done}{of}, done", err=True)
