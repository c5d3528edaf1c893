"""The ways a notice goes out. A channel is a function that sends one letter.

A gathering channel sends several letters to one address as one message; a channel may
take notices of some kinds only.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Letter:
    """A notice put into words for one address; `notice` tells repeats."""

    notice: int
    to: str
    title: str
    body: str
    language: str = ""
    kind: str = ""
    link: str = ""  # where it is read, for those who may
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


class NotNow(Exception):
    """A channel may send this, but not before `until`; it counts as no failure."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


Channel = Callable[[Letter], None]
Gathering = Callable[[Sequence[Letter]], None]


@dataclass(frozen=True)
class _Gathers:
    send: Gathering
    pause: timedelta  # between two messages to one address


_channels: dict[str, Channel] = {}
_gathering: dict[str, _Gathers] = {}
_only: dict[str, frozenset[str]] = {}


def use(name: str, channel: Channel) -> None:
    """Make a channel known; called when the program starts."""
    _channels[name] = channel


def use_gathering(name: str, send: Gathering, *, pause: timedelta) -> None:
    """Make a channel known that sends what has gathered, and then rests a while."""
    _gathering[name] = _Gathers(send, pause)


def only(name: str, kinds: Collection[str]) -> None:
    """Let a channel take notices of these kinds too, and of no kind not named."""
    _only[name] = _only.get(name, frozenset()) | frozenset(kinds)


def takes(name: str, kind: str) -> bool:
    """Say whether a channel carries notices of a kind."""
    return name not in _only or kind in _only[name]


def pause_of(name: str) -> timedelta | None:
    """Return how long a gathering channel rests; None for one that sends singly."""
    return _gathering[name].pause if name in _gathering else None


def send(name: str, letter: Letter) -> None:
    """Send over the channel `name`; what it raises is tried again later."""
    if name not in _channels:
        raise LookupError(f"there is no channel {name}")
    _channels[name](letter)


def send_together(name: str, letters: Sequence[Letter]) -> None:
    """Send letters to one address as one message."""
    _gathering[name].send(letters)
