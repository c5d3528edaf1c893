"""How every command behaves: what it prints, in which language, how it leaves."""

from collections.abc import Iterator, Mapping

import click
import pytest
from click.testing import CliRunner

from quincunx.cli import program, progress
from quincunx.cli.program import as_json, leave, tell
from quincunx.lib.refusal import Refusal


@click.command()
@as_json
@click.option("--faults", is_flag=True)
@click.option("--refused", is_flag=True)
@click.option("--stopped", is_flag=True)
def look(*, as_json: bool, faults: bool, refused: bool, stopped: bool) -> None:
    """Look at something."""
    if refused:
        raise Refusal("unknown-act", act="dance")
    if stopped:
        raise KeyboardInterrupt
    tell({"name": "东园"}, as_json=as_json, or_else=["The name is 东园."])
    leave(faults=faults)


def _run(*args: str) -> tuple[int, str]:
    group = program.program({"look": __name__})
    ended = CliRunner().invoke(group, ["look", *args])
    return ended.exit_code, ended.output


def test_a_person_reads_lines_and_a_script_reads_json() -> None:
    assert _run() == (0, "The name is 东园.\n")
    assert _run("--json") == (0, '{\n  "name": "东园"\n}\n')


@pytest.mark.parametrize(
    ("argument", "code"),
    [("--faults", 1), ("--nonsense", 2), ("--refused", 3), ("--stopped", 130)],
)
def test_each_ending_has_its_exit_code(argument: str, code: int) -> None:
    assert _run(argument)[0] == code


def test_a_refusal_is_said_in_words() -> None:
    _, said = _run("--refused")
    assert "dance" in said
    assert "Traceback" not in said


def test_every_command_helps() -> None:
    code, said = _run("--help")
    assert code == 0
    assert "Look at something." in said


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "C", "QUINCUNX_LANGUAGE": "zh-hans"}, "zh-hans"),
    ],
)
def test_the_program_speaks_as_the_terminal_is_set(
    environment: Mapping[str, str], language: str
) -> None:
    assert program.language_of(environment) == language


def test_long_work_says_so_in_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "BETWEEN_LINES", 0.0)
    assert list(progress.progress([1, 2], label="rows")) == [1, 2]
    assert capsys.readouterr().err == (
        "rows: 1 of 2\nrows: 2 of 2\nrows: 2 of 2, done\n"
    )


def test_a_stream_of_unknown_length_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def steps() -> Iterator[int]:
        yield 1

    assert list(progress.progress(steps(), label="rows")) == [1]
    assert capsys.readouterr().err == "rows: 1, done\n"
