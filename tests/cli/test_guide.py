"""The guide mentions every command and every option there is."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from quincunx.__main__ import main

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "commands.md").read_text()
SHARED = {"--help", "-h", "--version", "--json"}  # said once, of all of them
ELSEWHERE = {"quincunx bench"}  # its options are told with the benchmarks


def commands(
    group: click.Group = main, name: str = "quincunx"
) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


ALL = dict(commands())


@pytest.mark.parametrize("name", ALL)
def test_every_command_is_in_the_guide(name: str) -> None:
    assert name in GUIDE


@pytest.mark.parametrize("name", sorted(set(ALL) - ELSEWHERE))
def test_every_option_is_in_the_guide(name: str) -> None:
    options = [p for p in ALL[name].params if isinstance(p, click.Option)]
    said = {
        word for option in options for word in (*option.opts, *option.secondary_opts)
    }
    unsaid = {word for word in said - SHARED if f"{word}" not in GUIDE}
    assert unsaid <= {"--duty", "--serve"}  # what is done anyway


def test_every_command_has_help() -> None:
    assert [name for name, command in ALL.items() if not command.help] == []
