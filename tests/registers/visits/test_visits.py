"""A worker goes to a door once for all that is due there, and brings services."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.foundation import journal, vault
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.registers import keep
from quincunx.registers.numbering import Pattern
from quincunx.registers.visits import plan, purposes, queries, visit
from quincunx.registers.visits.models import Due, Offer, Visit
from quincunx.registers.visits.plan import Door
from quincunx.registers.visits.purposes import Answer, Found
from quincunx.registers.visits.queries import Served
from quincunx.registers.visits.visit import Told
from tests.cast import Town

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
CARE, FIRE = "care", "fire-advice"


@pytest.fixture
def door(town: Town) -> Door:
    """A dwelling of building 1."""
    place, by = town.area("a1-1"), town.actor("leader-a1")
    pattern = Pattern(units=1, floors=2, rooms=2)
    room, *_others = keep.lay_out(place, pattern, on=DAY, by=by, at=town.at)
    return Door(place, room)


def due(town: Town, door: Door, purpose: str, on: date = DAY) -> Due:
    by = town.actor("leader-a1")
    return plan.require(door, purpose, on=on, by=by, at=town.at)


def go(town: Town, door: Door, told: Told, on: date = DAY) -> Visit:
    by = town.actor("leader-a1")
    return visit.make(uuid4(), door, told, on=on, by=by, at=town.at)


def open_dues() -> dict[str, tuple[date, date]]:
    rows = Due.objects.filter(ended_by=None)
    return {row.purpose: (row.since, row.due_on) for row in rows}


def test_one_visit_does_what_is_due_for_every_function_at_the_door(
    town: Town, door: Door
) -> None:
    due(town, door, CARE)
    due(town, door, FIRE, DAY + timedelta(days=9))
    by = town.actor("leader-a1")
    [at_door] = queries.doors(by, town.area("a1").path, by=DAY)
    assert [each.purpose for each in at_door.dues] == [CARE, FIRE]

    made = go(town, door, Told(Found.MET, [CARE, FIRE], {"meal": Answer.ACCEPTED}))

    assert queries.doors(by, town.area("a1").path, by=DAY) == []
    assert open_dues() == {
        CARE: (DAY, DAY + timedelta(days=30)),
        FIRE: (DAY, DAY + timedelta(days=180)),
    }
    [entry] = journal.entries(made.subject)
    assert entry.act == "visit"


def test_where_nobody_was_somebody_comes_again_and_the_wait_goes_on(
    town: Town, door: Door
) -> None:
    due(town, door, CARE)
    later = DAY + timedelta(days=5)
    go(town, door, Told(Found.NOBODY, [CARE]), later)

    assert open_dues() == {CARE: (DAY, later + timedelta(days=3))}


def test_a_refusal_is_respected(town: Town, door: Door) -> None:
    due(town, door, CARE)
    go(town, door, Told(Found.REFUSED, [CARE]))

    assert open_dues()[CARE][1] == DAY + timedelta(days=90)


def test_who_is_gone_is_not_visited_again(town: Town, door: Door) -> None:
    due(town, door, CARE)
    go(town, door, Told(Found.GONE, [CARE]))

    assert open_dues() == {}


def test_a_visit_sent_twice_is_one(town: Town, door: Door) -> None:
    key, by = uuid4(), town.actor("leader-a1")
    told = Told(Found.MET, [CARE], {"meal": Answer.ACCEPTED})
    for _ in range(2):
        visit.make(key, door, told, on=DAY, by=by, at=town.at)

    assert Visit.objects.count() == Offer.objects.count() == Due.objects.count() == 1


def test_what_is_due_twice_is_due_once_and_the_earlier_day_counts(
    town: Town, door: Door
) -> None:
    due(town, door, CARE, DAY + timedelta(days=8))
    due(town, door, CARE)
    due(town, door, CARE, DAY + timedelta(days=20))

    assert open_dues() == {CARE: (DAY + timedelta(days=8), DAY)}


def test_services_are_counted_by_what_came_of_them(town: Town, door: Door) -> None:
    accepted = {"meal": Answer.ACCEPTED, "companion": Answer.ACCEPTED}
    made = go(
        town, door, Told(Found.MET, [CARE], {**accepted, "daily-help": Answer.DECLINED})
    )
    by, at = town.actor("leader-a1"), town.at
    meal, companion = (made.offers.get(service=code) for code in accepted)
    visit.deliver(meal, on=DAY, by=by, at=at)
    visit.unmet(companion, "none-here", by=by, at=at)

    found = queries.services(by, town.area("a1").path, since=at)
    assert found == [
        Served("companion", 1, 1, 0, 1),
        Served("daily-help", 1, 0, 0, 0),
        Served("meal", 1, 1, 1, 0),
    ]


BAD = [
    ("visit-purpose-missing", Told(Found.MET, [])),
    ("visit-purpose-unknown", Told(Found.MET, ["curiosity"])),
    ("visit-offer-unknown", Told(Found.MET, [FIRE], {"meal": Answer.ACCEPTED})),
    ("visit-offer-to-nobody", Told(Found.NOBODY, [CARE], {"meal": Answer.ACCEPTED})),
    ("visit-note-too-long", Told(Found.MET, [CARE], note="长" * 501)),
]


@pytest.mark.parametrize(("code", "told"), BAD)
def test_a_visit_that_makes_no_sense_is_refused(
    town: Town, door: Door, code: str, told: Told
) -> None:
    with pytest.raises(Refusal) as refused:
        go(town, door, told)
    assert refused.value.code == code
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "who", ["dispatcher-station", "stranger", "leader-b1", "police"]
)
def test_who_does_not_serve_in_the_grid_neither_sees_nor_visits(
    town: Town, door: Door, who: str
) -> None:
    due(town, door, CARE)
    actor = town.actor(who)

    assert queries.doors(actor, town.area("a1").path, by=DAY) == []
    with pytest.raises(Refusal) as refused:
        visit.make(uuid4(), door, Told(Found.MET, [CARE]), on=DAY, by=actor, at=town.at)
    assert refused.value.code == "visit-not-yours"


def test_the_note_is_sealed_and_forgotten_after_a_year(town: Town, door: Door) -> None:
    made = go(town, door, Told(Found.MET, [CARE], note="周二送餐"))
    sealed = bytes(Visit.objects.get(pk=made.pk).note or b"")
    subject = Subject("visit", str(made.pk))
    assert vault.open_sealed(subject, "visit.note", sealed) == "周二送餐"

    assert visit.forget_notes(town.at + timedelta(days=364)) == 0
    assert visit.forget_notes(town.at + timedelta(days=365)) == 1
    assert Visit.objects.get(pk=made.pk).note is None
    assert vault.key_of(subject) is None


def test_what_nobody_has_seen_for_long_is_listed_by_need(
    town: Town, door: Door
) -> None:
    due(town, door, CARE)
    due(town, Door(door.place), FIRE, DAY + timedelta(days=50))
    by, path = town.actor("leader-a1"), town.area("a1").path
    with CaptureQueriesContext(connection) as asked:
        found = queries.unseen(by, path, on=DAY + timedelta(days=40))

    assert [(f.place, f.purpose, f.doors, f.since) for f in found] == [
        (door.place, CARE, 1, DAY)
    ]
    assert len(asked) == 2


def test_a_purpose_without_a_service_is_no_purpose() -> None:
    text = (
        '[[service]]\ncode = "meal"\nname = {en = "Meals"}\n[[purpose]]\ncode = "look"'
        '\nfunction = "care"\nevery = 1\nagain = 1\nrests = 1\nservices = []\nname = {}'
        "\nasks = {}\n"
    )
    with pytest.raises(Refusal) as refused:
        purposes.read(text)
    assert refused.value.code == "visit-purpose-without-service"
