"""One stand for all tests of a database: laid once, everything on it is real."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.stand import POSTGRESQL, SQLITE, Stand, standing


@pytest.fixture(scope="session")
def sqlite() -> Iterator[Stand]:
    with standing(SQLITE) as stand:
        yield stand


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Stand]:
    with standing(POSTGRESQL) as stand:
        yield stand


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def stand(request: pytest.FixtureRequest) -> Stand:
    """Both databases, one after the other."""
    found: Stand = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def ledgers(tmp_path: Path) -> Path:
    """A folder outside the stand where clients write what they were told."""
    folder = tmp_path / "ledgers"
    folder.mkdir()
    return folder
