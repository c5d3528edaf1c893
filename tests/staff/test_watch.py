"""What the clock finds among offices."""

from datetime import timedelta

from quincunx.areas import tree_changes
from quincunx.areas.tree_changes import Part
from quincunx.staff import appoint, holes, watch
from quincunx.staff.terms_of_office import State
from tests.cast import AT, Town, square
from tests.staff.stories import NEXT_DAY, TODAY, TOMORROW, told, written


def test_a_term_that_ran_out_is_written_down_once(town: Town) -> None:
    office = town.office("member")
    office = appoint.end(office, ends=TOMORROW, by=town.actor("administrator"), at=AT)
    assert office.state == State.ACTIVE
    assert [watch.end_terms(at) for at in (AT, NEXT_DAY, NEXT_DAY)] == [0, 1, 0]
    assert written("appointment", office.pk) == ["install", "end", "term-over"]
    assert town.office("member").state == State.ENDED


def test_what_ends_ahead_may_end_sooner(town: Town) -> None:
    office, by = town.office("leader-a1"), town.actor("administrator")
    office = appoint.end(office, ends=TOMORROW, by=by, at=AT)
    office = appoint.end(office, ends=TODAY, by=by, at=AT)
    assert (office.state, office.ends) == (State.ENDED, TODAY)


def test_an_office_ends_with_its_area(town: Town) -> None:
    west, east = square(0, 1, 1, 1), square(1, 1, 1, 1)
    tree_changes.split(
        town.area("a3"),
        [Part("青榆第三东", east), Part("青榆第三西", west)],
        on=TODAY,
        by=town.owner,
        at=AT,
    )
    assert watch.end_terms(AT) == 1
    office = town.office("leader-a3")
    assert (office.state, office.ends) == (State.ENDED, TODAY)
    orphans = holes.grids_without_leader(town.area("a").path, TODAY)
    assert [place.name for place in orphans] == ["青榆第三东", "青榆第三西"]


def test_a_month_before_a_chair_is_empty_it_is_said_once(town: Town) -> None:
    office = town.office("leader-a1")
    ends = TODAY + timedelta(days=20)
    type(office).objects.filter(pk=office.pk).update(ends=ends)
    assert [watch.warn_of_ends(AT), watch.warn_of_ends(NEXT_DAY)] == [1, 0]
    assert told("term-ends-soon") == [("person", str(office.person_id))]
