"""A small town of the demo: legal, whole, always the same, with holes to be seen."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

UNTIL = "2026-11-23T10:30+08:00"
CASES = "60"


@dataclass(frozen=True)
class Home:
    """A demo in a folder of its own, asked as somebody on its machine would."""

    folder: Path

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        ours = {k: v for k, v in os.environ.items() if not k.startswith("QUINC")}
        return subprocess.run(
            [sys.executable, "-m", "quincunx", *words],
            env={**ours, "QUINCUNX_HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    def facts(self, *words: str) -> Any:
        ended = self.call(*words, "--json")
        assert ended.returncode in {0, 1}, ended.stderr
        return json.loads(ended.stdout)

    def head(self) -> Any:
        ended = self.call("journal", "anchor", "--day", UNTIL[:10])
        return json.loads(ended.stdout)


def filled(folder: Path, *more: str) -> Home:
    home = Home(folder)
    words = ("demo", "--no-serve", "--cases", CASES, "--until", UNTIL, *more)
    ended = home.call(*words)
    assert ended.returncode == 0, ended.stderr
    assert "/sign-in/link/" in ended.stdout
    return home


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled(tmp_path_factory.mktemp("town"))


def test_the_same_seed_gives_the_same_journal(town: Home, tmp_path: Path) -> None:
    assert filled(tmp_path / "again").head() == town.head()


@pytest.mark.drill
def test_another_seed_gives_another(town: Home, tmp_path: Path) -> None:
    assert filled(tmp_path / "other", "--seed", "6").head() != town.head()


def test_the_journal_holds(town: Home) -> None:
    facts = town.facts("journal", "verify")
    assert (facts["holds"], facts["broken"]) == (True, None)
    assert facts["seals"] > 900


def test_the_map_has_no_fault(town: Home) -> None:
    facts = town.facts("areas", "check")
    assert facts["faults"] == []
    assert facts["checked"]["5"] > 150


def test_the_deliberate_holes_are_seen(town: Home) -> None:
    facts = town.facts("coverage")
    assert [grid["name"] for grid in facts["grids_without_leader"]] == ["木槿第四网格"]
    assert facts["matters_without_unit"] == [
        {"code": "family-dispute", "unit": "kind:appraisal-panel"}
    ]
    assert len(facts["cases_without_owner"]) == 1
    cells = [cell for row in facts["matrix"] for cell in row["units"].values()]
    assert all(cell["unit"] for cell in cells)
    assert 5 < sum(cell["contact"] is None for cell in cells) < 20


def test_a_second_call_finds_the_town(town: Home) -> None:
    before = town.folder.joinpath("demo.json").read_text()
    facts = town.facts("demo", "--no-serve")
    assert town.folder.joinpath("demo.json").read_text() == before
    logins = [each["login"] for each in facts["cast"]]
    assert {"administrator", "verifier-1", "leader-wisteria-1"} <= set(logins)
    links = {each["link"] for each in facts["cast"]}
    assert len(links) == len(logins) >= 12


def test_a_district_of_somebodys_own_is_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.call("init").returncode == 0
    ended = home.call("demo", "--no-serve")
    assert ended.returncode == 1
    assert "no demo" in ended.stderr
    assert not (tmp_path / "demo.json").exists()
