"""How long each class of what is kept of people stays, how much is over, and its end.

A room says of each class how it counts and erases what is over; one page shows all,
and one part of the round of duty runs all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from quincunx.foundation import read_log
from quincunx.foundation.wording import Words

Count = Callable[[datetime], int]


@dataclass(frozen=True)
class Class:
    """What is erased together; `preview` counts what `run` would erase at a moment."""

    code: str
    word: Words
    kept_days: int
    preview: Count
    run: Count


@dataclass(frozen=True)
class Over:
    """How much of a class is over."""

    of: Class
    count: int


_classes: dict[str, Class] = {}


def declare(*classes: Class) -> None:
    """Say what a room erases by itself, when the program starts."""
    _classes.update({each.code: each for each in classes})


def classes() -> tuple[Class, ...]:
    return tuple(_classes[code] for code in sorted(_classes))


def preview(at: datetime) -> tuple[Over, ...]:
    """Count what would be erased of each class at `at`; nothing is changed."""
    return tuple(Over(each, each.preview(at)) for each in classes())


def run(at: datetime) -> dict[str, int]:
    """Erase what is over, some of each class; return how many of each."""
    return {each.code: each.run(at) for each in classes()}


def reads_over(at: datetime) -> int:
    return read_log.over(at).count()


def forget_reads(at: datetime) -> int:
    return int(read_log.over(at).delete()[0])
