"""The duty roster: planned, swapped with both words, handed over and confirmed."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quincunx.foundation import journal
from quincunx.foundation.models import Notice
from quincunx.lib.refusal import Refusal
from quincunx.staff import absence, feeds, hours, roster
from quincunx.staff.absence import Leave
from quincunx.staff.hours import Gap, Want, Window
from quincunx.staff.models import Shift
from quincunx.staff.roster import Turn
from tests.cast import Town, appointed

EVERY_DAY = frozenset(range(7))
MONDAY = date(2026, 3, 2)


def at(day: int, hour: int) -> datetime:
    """Return an hour of the town (eight hours ahead) in March 2026."""
    return datetime(2026, 3, day, hour, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def house(town: Town):
    """The station of a, where two work at the desk."""
    appointed(town, "stranger", "dispatcher", "a", unit="station-a")
    return town.unit("station-a")


def planned(town: Town, house, login: str, starts: datetime, ends: datetime) -> Shift:
    turn = Turn(town.person(login), starts, ends)
    by = town.actor("dispatcher-station")
    return roster.plan(house, turn, by=by, at=town.at)


def test_a_shift_is_swapped_only_with_the_word_of_both(town: Town, house):
    shift = planned(town, house, "dispatcher-station", at(3, 8), at(3, 16))
    said = {"at": town.at}
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        roster.ask_swap(
            shift, town.person("stranger"), by=town.actor("stranger"), **said
        )
    holder, other = town.actor("dispatcher-station"), town.actor("stranger")
    roster.ask_swap(shift, town.person("stranger"), by=holder, **said)
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        roster.answer_swap(shift, agreed=True, by=holder, **said)
    assert roster.answer_swap(shift, agreed=True, by=other, **said).person_id == (
        town.person("stranger").pk
    )
    kinds = Notice.objects.filter(kind__startswith="swap").order_by("pk")
    assert list(kinds.values_list("kind", "recipient_id")) == [
        ("swap-asked", str(town.person("stranger").pk)),
        ("swap-agreed", str(town.person("dispatcher-station").pk)),
    ]
    acts = [entry.act for entry in journal.entries(roster.of_shift(shift))]
    assert acts == ["plan", "ask-swap", "agree-swap"]


def test_nobody_stands_on_the_roster_twice_away_or_from_elsewhere(town: Town, house):
    planned(town, house, "dispatcher-station", at(3, 8), at(3, 16))
    with pytest.raises(Refusal, match="shift-overlaps"):
        planned(town, house, "dispatcher-station", at(3, 15), at(3, 20))
    planned(town, house, "dispatcher-station", at(3, 16), at(3, 20))
    leave = Leave(at(4, 0), at(5, 0))
    someone = town.person("stranger")
    absence.declare(someone, leave, by=town.actor("stranger"), at=town.at)
    with pytest.raises(Refusal, match="shift-while-away"):
        planned(town, house, "stranger", at(4, 8), at(4, 16))
    with pytest.raises(Refusal, match="not-of-the-house"):
        planned(town, house, "dispatcher-command", at(6, 8), at(6, 16))
    with pytest.raises(Refusal, match="shift-length"):
        planned(town, house, "stranger", at(6, 8), at(9, 8))
    turn = Turn(town.person("stranger"), at(6, 8), at(6, 16))
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        roster.plan(house, turn, by=town.actor("officer"), at=town.at)


def test_what_is_handed_over_is_confirmed_by_whoever_is_there_next(town: Town, house):
    early = planned(town, house, "dispatcher-station", at(3, 8), at(3, 16))
    planned(town, house, "stranger", at(3, 16), at(3, 23))
    holder, other = town.actor("dispatcher-station"), town.actor("stranger")
    with pytest.raises(Refusal, match="hand-over-not-now"):
        roster.hand_over(early, "x", [], by=holder, at=at(3, 7))
    numbers = ["260303-7K3M9W", "not a number", "260303-7K3M9W"]
    note = roster.hand_over(early, "Gate jams.", numbers, by=holder, at=at(3, 15))
    assert note.cases == ["260303-7K3M9W"]
    assert list(roster.open_notes(house)) == [note]
    with pytest.raises(Refusal, match="confirm-on-duty-only"):
        roster.confirm(note, by=other, at=at(3, 15))
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        roster.confirm(note, by=holder, at=at(3, 15))
    roster.confirm(note, by=other, at=at(3, 17))
    assert list(roster.open_notes(house)) == []
    with pytest.raises(Refusal, match="hand-over-confirmed"):
        roster.hand_over(early, "More.", [], by=holder, at=at(3, 18))
    assert [s.person.login for s in roster.now_on_duty(house, at(3, 17))] == [
        "stranger"
    ]


def test_hours_without_anybody_are_named(town: Town, house):
    by = town.actor("administrator")
    want = Want(EVERY_DAY, time(8), time(18))
    roster.want(house, [want], by=by, at=town.at)
    planned(town, house, "dispatcher-station", at(2, 12), at(2, 14))
    assert roster.gaps_of(house, MONDAY, 1) == [
        Gap(at(2, 8), at(2, 12), 0, 1),
        Gap(at(2, 14), at(2, 18), 0, 1),
    ]
    assert len(roster.gaps_of(house, MONDAY, 7)) == 8


def test_a_calendar_reads_shifts_until_its_address_is_ended(town: Town, house):
    planned(town, house, "stranger", at(3, 8), at(3, 16))
    planned(town, house, "dispatcher-station", at(3, 16), at(3, 23))
    by = town.actor("stranger")
    first = feeds.make(by=by, at=town.at)
    secret = feeds.make(by=by, at=town.at)
    with pytest.raises(Refusal, match="no-such-feed"):
        feeds.calendar(first, town.at)
    read = icalendar.Calendar.from_ical(feeds.calendar(secret, town.at))
    [event] = read.walk("VEVENT")
    assert (event["SUMMARY"], event["DTSTART"].dt, event["DTEND"].dt) == (
        "青榆工作站",
        at(3, 8),
        at(3, 16),
    )
    feeds.end(by=by, at=town.at)
    with pytest.raises(Refusal, match="no-such-feed"):
        feeds.calendar(secret, town.at)


moment = st.integers(0, 72).map(lambda n: at(2, 0) + timedelta(hours=n))


@given(st.lists(st.tuples(moment, moment), max_size=6), st.integers(1, 2))
def test_in_every_hour_of_a_gap_too_few_are_there_and_in_no_other(pairs, people):
    shifts = [Window(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    want = Want(EVERY_DAY, time(20), time(6), people)
    zone = UTC
    found = hours.gaps([want], shifts, MONDAY, 2, zone)
    for window in hours.windows(want, MONDAY, 2, zone):
        hour = window.starts
        while hour < window.ends:
            there = sum(s.starts <= hour < s.ends for s in shifts)
            named = [gap for gap in found if gap.starts <= hour < gap.ends]
            assert [gap.there for gap in named] == ([there] if there < people else [])
            hour += timedelta(hours=1)
