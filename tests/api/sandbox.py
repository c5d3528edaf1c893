"""A town that is marked as invented, and what its pages for developers print."""

import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from quincunx.foundation.sandbox import MARK

_SAMPLE = re.compile(r'data-sample="(\w+)">(.*?)</pre>', re.DOTALL)


@pytest.fixture
def sandbox(settings: Any, tmp_path: Path) -> Path:
    """Mark the town; its home is the test's own folder."""
    (tmp_path / MARK).write_text("{}")
    settings.QUINCUNX_HOME = tmp_path
    return tmp_path


def printed(page: str) -> list[tuple[str, str]]:
    """Return the samples of a page as one would copy them: language and text."""
    return [(kind, unescape(text)) for kind, text in _SAMPLE.findall(page)]


def run(kind: str, text: str, at: Path) -> str:
    """Run a sample as it stands, in a shell or in Python; refuses a failing one."""
    program = ["bash", "-euo", "pipefail"] if kind == "sh" else ["python3"]
    done = subprocess.run(
        program, input=text, cwd=at, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
