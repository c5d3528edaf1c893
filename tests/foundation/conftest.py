"""A listener that may be called although it is on this machine, and a channels file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.foundation.listener import Listener, listening

WriteChannels = Callable[[str], None]


@pytest.fixture
def listener(settings) -> Iterator[Listener]:
    with listening() as told:
        settings.QUINCUNX_INSIDE = frozenset({f"127.0.0.1:{told.port}"})
        yield told


@pytest.fixture
def channels_file(settings, tmp_path: Path) -> WriteChannels:
    """Let the file of channels say what is written."""

    def write(text: str) -> None:
        settings.QUINCUNX_CHANNELS = tmp_path / "channels.toml"
        settings.QUINCUNX_CHANNELS.write_text(text)

    return write
