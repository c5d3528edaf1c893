"""Before new rules hold: what would last month have looked like under them?"""

from datetime import UTC, datetime, timedelta

from quincunx.lib.clocks import Pause
from quincunx.matters.assembly import assemble
from quincunx.matters.definitions import Report
from quincunx.matters.proving import Rules
from quincunx.matters.replay import Past, replay
from quincunx.matters.source import Source
from tests.matters.packs import LAMP, TREE, pack

NIGHT = """
[[route]]
code = "night"
matter = "lamp"
hours = { from = "22:00", to = "06:00" }
unit = "kind:service-centre"
"""
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 2, 16, tzinfo=UTC)
PASTS = (
    Past("noon", Report("lamp", "out", NOON)),
    Past("night", Report("lamp", "out", MIDNIGHT)),
    Past("tree", Report("tree", None, NOON)),
)


def rules(source: Source) -> Rules:
    return Rules.of([assemble(source).definition])


def test_only_what_fares_differently_is_told():
    before, after = rules(pack(LAMP, TREE)), rules(pack(LAMP, TREE, NIGHT))
    told = replay(before, after, PASTS)
    (moved,) = told.moved
    assert (told.asked, moved.number) == (3, "night")
    assert (moved.before.unit, moved.after.unit) == (
        "kind:city-management",
        "kind:service-centre",
    )


def test_a_shorter_limit_moves_the_deadline():
    after = rules(pack(LAMP.replace("3 work-day", "1 work-day"), TREE))
    told = replay(rules(pack(LAMP, TREE)), after, PASTS)
    assert [m.number for m in told.moved] == ["noon", "night"]
    assert all(m.after.due < m.before.due for m in told.moved)


def test_a_matter_that_is_gone_is_told():
    told = replay(rules(pack(LAMP, TREE)), rules(pack(LAMP)), PASTS)
    assert [(m.number, m.after) for m in told.moved] == [("tree", None)]


def test_the_same_pack_moves_nothing():
    told = replay(rules(pack(LAMP, TREE)), rules(pack(LAMP, TREE)), PASTS)
    assert told.moved == ()


def test_a_shorter_limit_makes_late_what_was_in_time():
    done = NOON + timedelta(days=2)
    pasts = [Past("slow", Report("lamp", "out", NOON), until=done)]
    now, then = rules(pack(LAMP)), rules(pack(LAMP.replace("3 work", "1 work")))
    [stricter] = replay(now, then, pasts).moved
    assert (stricter.before.late, stricter.after.late) == (False, True)
    assert (stricter.becomes_late, stricter.is_late_no_more) == (True, False)
    [milder] = replay(then, now, pasts).moved
    assert (milder.becomes_late, milder.is_late_no_more) == (False, True)


def test_a_pause_counts_under_new_rules_as_well():
    pause = Pause(NOON, NOON + timedelta(days=1))
    done = NOON + timedelta(days=2)
    past = Past("paused", Report("lamp", "out", NOON), until=done, pauses=(pause,))
    now, then = rules(pack(LAMP)), rules(pack(LAMP.replace("3 work", "1 work")))
    [moved] = replay(now, then, [past]).moved
    assert not moved.becomes_late
