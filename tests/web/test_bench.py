"""The workbench: the queue page by page, an act done without leaving, keys."""

import gzip
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quincunx.cases import queries
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case
from quincunx.cases.queries import Lane
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.models import Notice, NoticeState
from quincunx.lib.refusal import Refusal
from quincunx.web.cases.act_keys import KEYS, RESERVED
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn

PART = {"x-part": "1"}


def _numbers(page: str) -> list[str]:
    return re.findall(r'data-number="([^"]+)"', page)


def _rows(client: Client, **asked: object) -> tuple[list[str], str]:
    """Return the numbers of a page of the queue, and where the next one begins."""
    told = {"lane": "dispatch", **asked}
    page = client.get(reverse("queue-rows"), told, headers=PART).content.decode()
    found = re.search(r'data-after="([^"]*)"', page)
    assert found is not None
    return _numbers(page), found.group(1)


@pytest.fixture
def many(stage: Stage) -> list[str]:
    """Seven cases to dispatch, in the order in which their time ends."""
    for _ in range(7):
        stage.wait(seconds=-1)
        stage.report("street-lamp")
    in_order = Case.objects.order_by("due_at", "pk")
    return list(in_order.values_list("number", flat=True))


def test_the_queue_comes_page_by_page_without_a_gap_or_a_row_twice(
    many: list[str], sit_down: SignIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries, "PAGE", 3)
    desk = sit_down("dispatcher-centre")
    first, after = _rows(desk)
    second, then = _rows(desk, after=after)
    third, end = _rows(desk, after=then)
    assert first + second + third == many
    assert end == ""
    passed_over, _ = _rows(desk, after=after, skip=3)
    assert passed_over == third


def test_further_rows_cost_the_same_with_one_and_with_three(
    stage: Stage, sit_down: SignIn
):
    desk = sit_down("dispatcher-centre")
    costs = []
    for grids in (("a1",), ("a2", "a3")):
        for grid in grids:
            stage.report("street-lamp", by=f"leader-{grid}", at=grid)
        _rows(desk)
        with CaptureQueriesContext(connection) as asked:
            _rows(desk)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 8


@pytest.mark.parametrize("at", ["", "soon", "2026-13-45T00:00Z", "2026-01-01T00:00Z"])
def test_a_moment_that_cannot_be_is_now(many: list[str], sit_down: SignIn, at: str):
    found, _ = _rows(sit_down("dispatcher-centre"), at=at, skip="x")
    assert found == many


def test_nobody_passes_over_more_rows_than_there_may_be(stage: Stage):
    actor = stage.actor("dispatcher-centre")
    with pytest.raises(Refusal, match="no-such-page"):
        queries.queue(actor, Lane.DISPATCH, stage.now, skip=queries.FURTHEST + 1)


def test_headings_stand_where_their_first_row_stands(
    many: list[str], stage: Stage, sit_down: SignIn
):
    Case.objects.filter(number__in=many[:2]).update(due_at=stage.now)
    answer = sit_down("dispatcher-centre").get(reverse("queue"), {"lane": "dispatch"})
    told = [(each.first, each.count) for each in answer.context["stretches"]]
    assert told[0] == (0, 2)
    assert sum(count for _, count in told) == 7
    assert all(
        first == sum(n for _, n in told[:at]) for at, (first, _) in enumerate(told)
    )


def test_an_act_is_done_without_leaving_the_workbench(stage: Stage, sit_down: SignIn):
    case, unit = stage.report("street-lamp"), stage.town.unit("city-management")
    desk = sit_down("dispatcher-centre")
    told = {"revision": case.revision, "unit": unit.pk, "lane": "dispatch"}
    act = reverse("case-act", args=[case.number, Act.DISPATCH])
    answer = desk.post(act, told, headers=PART).json()
    assert answer["told"].startswith("Dispatched")
    assert _numbers(answer["row"]) == [case.number]
    late = desk.post(act, told, headers=PART)
    assert late.status_code == 409


def test_a_form_of_an_act_is_laid_beside_the_queue(stage: Stage, sit_down: SignIn):
    case = stage.report(matter="")
    act = reverse("case-act", args=[case.number, Act.REFUSE])
    desk = sit_down("dispatcher-centre")
    page = desk.get(act, {"lane": "new"}, headers=PART).content.decode()
    assert "<html" not in page
    assert f'action="{act}"' in page
    wrong = desk.post(act, {"revision": case.revision, "text": "No."}, headers=PART)
    assert wrong.status_code == 422
    assert "<html" not in wrong.content.decode()


def test_the_lanes_are_counted_anew(stage: Stage, sit_down: SignIn):
    desk = sit_down("dispatcher-centre")
    stage.report("street-lamp")
    lanes = desk.get(reverse("queue-counts"), headers=PART).json()["lanes"]
    assert lanes["dispatch"] == {"n": 1, "tone": ""}
    assert lanes["overdue"] == {"n": 0, "tone": "zero"}


def test_a_likely_twin_stands_beside_with_its_distance_and_one_press_merges(
    stage: Stage, sit_down: SignIn
):
    first = stage.wait(minutes=-2).report("street-lamp")
    second = stage.wait(minutes=1).report("street-lamp")
    desk = sit_down("dispatcher-centre")
    page = desk.get(reverse("case", args=[second.number])).content.decode()
    assert "0 m and 1 min apart" in page
    assert f"Merge into {first.number}" in page
    told = {"revision": second.revision, "into": first.number}
    desk.post(reverse("case-act", args=[second.number, Act.MERGE]), told)
    second.refresh_from_db()
    assert (second.state, second.merged_into) == (State.MERGED, first)


def test_a_verifier_is_shown_no_key_of_an_act_that_is_not_theirs(
    stage: Stage, sit_down: SignIn
):
    case = stage.report("street-lamp")
    told = {"lane": "dispatch", "case": case.number}
    assert _keys(sit_down("verifier"), told) == set()
    assert {"a", "m", "u"} <= _keys(sit_down("dispatcher-centre"), told)


def _keys(client: Client, told: dict[str, str]) -> set[str]:
    """Return the keys of acts that the case shown offers."""
    page = client.get(reverse("queue"), told).content.decode()
    main, _, _ = page.partition("</main>")
    return set(re.findall(r'data-act[^>]*data-key="([a-z])"', main))


@pytest.mark.parametrize("state", [state for state in State if state != State.NEW])
def test_no_key_stands_for_two_acts_of_one_state(state: State):
    keys = [KEYS[a] for r in LIFECYCLE.open_in(state) if (a := Act(r.act)) in KEYS]
    assert len(keys) == len(set(keys))
    assert RESERVED & set(keys) <= {KEYS[Act.TAKE_BACK]}


def _alarms(client: Client) -> list[str]:
    told = client.get(reverse("desk-alarms"), headers=PART).json()["alarms"]
    return [each["words"] for each in told]


def test_a_desk_is_told_what_cannot_wait_and_others_are_not(
    stage: Stage, sit_down: SignIn
):
    desk = sit_down("dispatcher-centre")
    case = stage.report("street-lamp")
    assert _alarms(desk) == []
    Case.objects.filter(pk=case.pk).update(due_at=stage.now + timedelta(minutes=29))
    [words] = _alarms(desk)
    assert words.startswith("Overdue in less than 30 minutes, and nobody has it")
    assert _alarms(sit_down("officer")) == []
    stage.dispatched(case)
    assert _alarms(desk) == []


def test_an_emergency_and_notices_that_do_not_go_are_alarms(
    stage: Stage, sit_down: SignIn
):
    desk = sit_down("dispatcher-centre")
    stage.report("gas-smell")
    Notice.objects.update(state=NoticeState.PARKED)
    life, stuck = _alarms(desk)
    assert life.startswith("Life may be in danger")
    assert stuck == f"{Notice.objects.count()} notices cannot be delivered"


def test_alarms_cost_the_same_for_one_and_for_three(stage: Stage, sit_down: SignIn):
    desk = sit_down("dispatcher-centre")
    costs = []
    for grids in (("a1",), ("a2", "a3")):
        for grid in grids:
            stage.report("gas-smell", by=f"leader-{grid}", at=grid)
        _alarms(desk)
        with CaptureQueriesContext(connection) as asked:
            _alarms(desk)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 10


def test_the_workbench_needs_little_script_apart_from_its_map():
    """All scripts of staff pages together, as they travel: at most 100 kB."""
    parts = _loaded("desk.js") | _loaded("bench.js")
    built = settings.STATIC_FILES / "built"
    sizes = [len(gzip.compress((built / part).read_bytes())) for part in parts]
    assert sum(sizes) <= 100_000


def _loaded(name: str) -> set[str]:
    """Return a script and all that come with it; not what it asks for later."""
    text = (settings.STATIC_FILES / "built" / name).read_text()
    found = re.findall(r"""(?:from|import)\s*["']\./([^"']+)["']""", text)
    return {name}.union(*map(_loaded, found))
