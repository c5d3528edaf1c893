"""What a read costs does not grow with what is found."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.cases import published
from tests.cases.conftest import Stage
from tests.open311.conftest import V2, System, lamp, released

COUNTED = "shared_cache"  # the count of tries


def asked(system: System, path: str, **told: Any) -> int:
    """Return how many queries a read takes, beside the count of tries."""
    system.get(path, **told)  # so that caches are warm
    with CaptureQueriesContext(connection) as seen:
        assert system.get(path, **told).status_code == 200
    around = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    said = [each["sql"] for each in seen.captured_queries]
    return len(
        [sql for sql in said if COUNTED not in sql and not sql.startswith(around)]
    )


def costs(gateway: System, name: str) -> dict[str, int]:
    reads: dict[str, dict[str, Any]] = {
        "requests.json": {},
        "requests.xml": {"extensions": "true"},
        f"requests/{name}.json": {},
        "services.json": {},
        "services/street-lamp.xml": {},
        "servicerequestupdates.xml": {"api_key": gateway.key},
    }
    return {path.split("/")[0]: asked(gateway, path, **t) for path, t in reads.items()}


@pytest.mark.parametrize("rows", [1, 3])
def test_reads_ask_as_often_for_three_as_for_one(
    stage: Stage, gateway: System, rows: int
):
    for grid in ("a1", "a2", "a3")[:rows]:
        gateway.post(**lamp(stage))
        name = released(stage, grid).outside_id or ""
    found = costs(gateway, name)
    assert found == {
        "requests.json": 7,
        "requests.xml": 8,
        "requests": 7,
        "services.json": 1,
        "services": 1,
        "servicerequestupdates.xml": 3,
    }


def test_pages_follow_each_other(stage: Stage, anybody: System):
    for grid in ("a1", "a2", "a3"):
        stage.wait(seconds=1)
        released(stage, grid)
    whole = anybody.get("requests.json").json()
    pages = [
        anybody.get("requests.json", page=page, page_size=2).json() for page in (1, 2)
    ]
    assert [len(page) for page in pages] == [2, 1]
    assert [*pages[0], *pages[1]] == whole


def test_a_broad_list_is_read_from_its_index(stage: Stage):
    """However many cases there are, only those released are looked at, in order."""
    case = released(stage)
    rows = published._released().filter(reported_at__lte=case.reported_at)
    if connection.vendor == "sqlite":
        assert "case_released" in rows.explain()
        assert "TEMP B-TREE" not in rows.explain()


def test_pages_of_other_sites_may_read(anybody: System, db: None):
    answer = anybody.get("discovery.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in anybody.client.post(f"{V2}requests.xml")
