"""What waits for a unit: grouped by the day it is due, in the time its limit counts."""

from datetime import timedelta

from quincunx.cases import inbox
from quincunx.cases.vocabulary import Act
from quincunx.cases.vocabulary import Stage as Clock
from quincunx.lib.clocks import Limit
from tests.cases.conftest import Stage
from tests.cases.test_query_counts import asked

DAY = timedelta(days=1)


def _inbox(stage: Stage, who: str = "officer") -> inbox.Inbox:
    """Return the inbox; the story begins on a Monday at nine."""
    midnight = stage.town.at + timedelta(hours=15)
    return inbox.waiting(
        stage.actor(who), stage.now, today=midnight, week=midnight + 6 * DAY
    )


def test_an_order_waits_to_be_accepted_with_its_work_time_left(stage: Stage):
    case = stage.dispatched(stage.report("lamp"))
    [item] = _inbox(stage).items
    assert item.case == case
    assert item.left is not None
    assert (item.left.stage, item.left.in_work_time) == (Clock.ACCEPT, True)
    four = timedelta(hours=4)
    assert (item.left.left, item.left.whole) == (four, four)
    assert item.left.day == timedelta(hours=7.5)
    stage.wait(hours=2)
    [item] = _inbox(stage).items
    assert item.left is not None
    assert item.left.left == timedelta(hours=2)


def test_cases_stand_under_the_day_and_the_week_they_are_due(stage: Stage):
    stage.dispatched(stage.report("lamp"))
    found = _inbox(stage)
    whole = found.today + found.week + found.rest
    assert whole == len(found.items) == 1
    due = found.items[0].case.due_at
    late = inbox.waiting(
        stage.actor("officer"), due + DAY, today=due + DAY, week=due + 7 * DAY
    )
    assert (late.today, late.week, late.rest) == (1, 0, 0)


def test_a_case_that_stands_still_is_in_the_rest(stage: Stage):
    case, _ = stage.resident_report()
    del case
    held = stage.accepted(stage.report("lamp"))
    until = stage.now.date() + 3 * DAY
    stage.do(Act.SUSPEND, held, "supervisor", until=until, text="Road works.")
    found = _inbox(stage)
    assert (found.today, found.week, found.rest) == (0, 0, 1)
    assert found.items[0].left is not None
    assert found.items[0].left.paused


def test_only_what_the_unit_works_on_is_in_its_inbox(stage: Stage):
    case = stage.dispatched(stage.report("lamp"))
    assert _inbox(stage, "officer-landscaping").items == []
    case = stage.do(Act.ACCEPT, case, "officer")
    assert [item.case for item in _inbox(stage).items] == [case]
    stage.do(Act.FINISH, case, "officer", result="New bulb.", outcome="solved")
    assert _inbox(stage).items == []


def test_more_time_asked_for_is_marked(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    assert not _inbox(stage).items[0].asked_for_more
    limit = Limit.parse(str(inbox.whole_limit(case.clocks.get(stage="handle"))))
    stage.do(
        Act.ASK_EXTENSION, case, "officer",
        limit=Limit(1, limit.unit), reason="materials", text="A part is missing.",
    )  # fmt: skip
    assert _inbox(stage).items[0].asked_for_more


def test_who_was_called_and_has_not_answered_sees_the_case(stage: Stage):
    case = stage.accepted(stage.report("lamp"))
    team = stage.town.unit("landscaping")
    stage.do(Act.WHISTLE, case, "leader-a1", units=(team,), text="A tree.")
    helper = stage.actor("officer-landscaping")
    assert inbox.called(helper) == [case]
    stage.do(Act.ARRIVE, case, "officer-landscaping")
    assert inbox.called(helper) == []


def test_an_inbox_costs_the_same_with_one_case_and_with_three(stage: Stage):
    stage.dispatched(stage.report("lamp"))
    _inbox(stage)
    with_one = asked(lambda: _inbox(stage))
    for grid in ("a2", "a3"):
        stage.dispatched(stage.report("lamp", by=f"leader-{grid}", at=grid))
    _inbox(stage)
    assert asked(lambda: _inbox(stage)) == with_one <= 10
