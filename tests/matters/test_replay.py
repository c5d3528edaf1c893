"""Before new rules hold: what would last month have looked like under them?"""

from datetime import UTC, datetime

from quincunx.matters.assembly import assemble
from quincunx.matters.definitions import Report
from quincunx.matters.replay import Past, replay
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


def test_only_what_fares_differently_is_told():
    before, after = assemble(pack(LAMP, TREE)), assemble(pack(LAMP, TREE, NIGHT))
    told = replay(before, after, PASTS)
    (moved,) = told.moved
    assert (told.asked, moved.number) == (3, "night")
    assert (moved.before.unit, moved.after.unit) == (
        "kind:city-management",
        "kind:service-centre",
    )


def test_a_shorter_limit_moves_the_deadline():
    after = assemble(pack(LAMP.replace("3 work-day", "1 work-day"), TREE))
    told = replay(assemble(pack(LAMP, TREE)), after, PASTS)
    assert [m.number for m in told.moved] == ["noon", "night"]
    assert all(m.after.due < m.before.due for m in told.moved)


def test_a_matter_that_is_gone_is_told():
    told = replay(assemble(pack(LAMP, TREE)), assemble(pack(LAMP)), PASTS)
    assert [(m.number, m.after) for m in told.moved] == [("tree", None)]


def test_the_same_pack_moves_nothing():
    told = replay(assemble(pack(LAMP, TREE)), assemble(pack(LAMP, TREE)), PASTS)
    assert told.moved == ()
