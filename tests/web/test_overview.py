"""The manager's home: numbers that open to their cases, a table, and its workbook."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quincunx.cases.models import Case, Verdict
from quincunx.lib.spreadsheets import read_table
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn


def _late(case: Case, stage: Stage) -> Case:
    """Let a case run late: its time was over an hour ago."""
    Case.objects.filter(pk=case.pk).update(due_at=stage.now - timedelta(hours=1))
    return case


def _numbers(client, **query: str) -> dict[str, tuple[int, int, int]]:
    rows = client.get(reverse("overview"), query).context["rows"]
    return {name: (row.open, row.overdue, row.unsolved) for row, name, _ in rows}


def test_each_community_has_its_line(stage: Stage, sit_down: SignIn):
    _late(stage.report("street-lamp"), stage)
    said = stage.report("street-lamp", by="leader-b1", at="b1")
    Verdict.objects.create(
        case=said, round=0, verdict="not-solved", said_at=stage.now - timedelta(days=3)
    )
    stage.report("street-lamp", by="leader-c1", at="c1")
    assert _numbers(sit_down("supervisor")) == {
        "青榆社区": (1, 1, 0),
        "白榆社区": (1, 0, 1),
        "老榆社区": (1, 0, 0),
    }
    assert _numbers(sit_down("dispatcher-centre")) == {
        "青榆社区": (1, 1, 0),
        "白榆社区": (1, 0, 1),
    }


def test_a_station_looks_at_its_grids_and_others_choose_their_level(
    stage: Stage, sit_down: SignIn
):
    stage.report("street-lamp")
    assert list(_numbers(sit_down("dispatcher-station"))) == [
        "青榆第一网格",
        "青榆第二网格",
        "青榆第三网格",
    ]
    by_office = _numbers(sit_down("supervisor"), level="2")
    assert by_office == {"西榆街道": (1, 0, 0), "东榆街道": (0, 0, 0)}


def test_rows_are_sorted_and_filtered(stage: Stage, sit_down: SignIn):
    client = sit_down("supervisor")
    for grid in ("b1", "b2"):
        stage.report("street-lamp", by=f"leader-{grid}", at=grid)
    _late(stage.report("street-lamp"), stage)
    assert next(iter(_numbers(client))) == "青榆社区"
    assert next(iter(_numbers(client, sort="-open"))) == "白榆社区"
    assert next(iter(_numbers(client, sort="open"))) == "老榆社区"
    assert list(_numbers(client, only="overdue")) == ["青榆社区"]
    assert list(_numbers(client, q="白榆")) == ["白榆社区"]
    assert _numbers(client, q="nowhere") == {}


def test_numbers_are_those_of_the_lists_they_open(stage: Stage, sit_down: SignIn):
    case = _late(stage.report("street-lamp"), stage)
    stage.report("street-lamp", by="leader-b1", at="b1")
    client = sit_down("supervisor")
    for row, _name, cells in client.get(reverse("overview")).context["rows"]:
        for cell in cells:
            if cell.url:
                shown = client.get(cell.url).context["rows"]
                assert len(shown) == cell.value, (row.area.name, cell.url)
    late = client.get(reverse("cases"), {"show": "overdue"}).context["rows"]
    assert [row.case for row in late] == [case]


def test_the_workbook_has_the_same_rows_real_dates_and_codes_as_text(
    stage: Stage, sit_down: SignIn
):
    _late(stage.report("street-lamp"), stage)
    client = sit_down("supervisor")
    answer = client.get(reverse("overview-xlsx"), {"only": "overdue"})
    [line] = read_table(answer.content, "overview").rows
    assert (line["Name"], line["Open"], line["Overdue"]) == ("青榆社区", "1", "1")
    with ZipFile(BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'ySplit="1"' in sheet  # the head stays in view
    [code, *_, since] = re.findall(r'<c r="[A-Z]+2"[^>]*>', sheet)
    assert 't="s"' in code or 't="inlineStr"' in code
    assert "t=" not in since  # a number that Excel shows as a date


@pytest.mark.parametrize("who", ["officer", "verifier", "administrator", "stranger"])
def test_it_is_for_those_who_look_after_places(
    stage: Stage, sit_down: SignIn, who: str
):
    for name in ("overview", "overview-xlsx"):
        assert sit_down(who).get(reverse(name)).status_code == 403


def test_a_place_that_is_not_theirs_is_not_there(stage: Stage, sit_down: SignIn):
    east = {"area": str(stage.town.area("east").pk)}
    assert (
        sit_down("dispatcher-centre").get(reverse("overview"), east).status_code == 404
    )
    assert sit_down("supervisor").get(reverse("overview"), east).status_code == 200


def test_it_costs_the_same_with_one_case_and_with_three(stage: Stage, sit_down: SignIn):
    client = sit_down("supervisor")

    def asked() -> int:
        client.get(reverse("overview"))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("overview")).status_code == 200
        return len(seen)

    stage.report("street-lamp")
    with_one = asked()
    for grid in ("a2", "b1"):
        stage.report("street-lamp", by=f"leader-{grid}", at=grid)
    assert asked() == with_one <= 15
