"""How long work shows that it goes on: a bar on a terminal, lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import Never, TypeVar

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


@contextmanager
def ticking(label: str) -> Iterator[Callable[..., None]]:
    """Hand out `tick(done, total=None)`, for work that counts by itself."""
    if sys.stderr.isatty():
        with tqdm(desc=label, file=sys.stderr) as bar:
            yield lambda done, total=None: _move(bar, done, total)
        return
    lines = _Lines(label)
    yield lines.tick
    lines.end()


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Say what is done now, and how long it took, where no count is to be had."""
    begun = time.monotonic()
    click.echo(f"{what} …", err=True)
    yield
    click.echo(f"{what}: {time.monotonic() - begun:.1f} s", err=True)


def _move(bar: "tqdm[Never]", done: int, total: int | None) -> None:
    bar.total = total
    bar.update(done - bar.n)


class _Lines:
    """Tells every few seconds how far work has come."""

    def __init__(self, label: str) -> None:
        self._label, self._done, self._of = label, 0, ""
        self._told = time.monotonic()

    def tick(self, done: int, total: int | None = None) -> None:
        self._done = done
        self._of = f" of {total}" if total is not None else ""
        if time.monotonic() - self._told > BETWEEN_LINES:
            self._told = time.monotonic()
            click.echo(f"{self._label}: {self._done}{self._of}", err=True)

    def end(self) -> None:
        click.echo(f"{self._label}: {self._done}{self._of}, done", err=True)
