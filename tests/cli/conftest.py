"""The program as somebody calls it, in this process and in English."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from click.testing import CliRunner
from django.utils import translation

from quincunx.__main__ import main


@dataclass(frozen=True)
class Ended:
    """How a call ended: its exit code, what it printed, and what went wrong."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        return json.loads(self.out)


class Call(Protocol):
    def __call__(self, *words: object) -> Ended: ...


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Call the program: `call("areas", "check", "--json")`."""
    monkeypatch.setenv("QUINCUNX_LANGUAGE", "en")

    def called(*words: object) -> Ended:
        ended = CliRunner().invoke(main, [str(word) for word in words])
        if ended.exception and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    with translation.override("en"):
        yield called
