"""The ways a notice goes out. A channel is a function that sends one letter."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """A notice put into words for one address; `notice` tells repeats."""

    notice: int
    to: str
    title: str
    body: str
    language: str = ""


Channel = Callable[[Letter], None]
_channels: dict[str, Channel] = {}


def use(name: str, channel: Channel) -> None:
    """Make a channel known; called when the program starts."""
    _channels[name] = channel


def send(name: str, letter: Letter) -> None:
    """Send over the channel `name`; what it raises is tried again later."""
    if name not in _channels:
        raise LookupError(f"there is no channel {name}")
    _channels[name](letter)
