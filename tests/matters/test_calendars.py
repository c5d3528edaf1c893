"""Which days are worked, where, and what happens when a year is not announced yet."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.matters import calendars, packs
from quincunx.matters.holidays import Announced, shipped
from quincunx.staff import actors
from tests.cast import Town
from tests.matters.packs import LAMP, PACK, Source, pack

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def days(calendar, *texts: str) -> list[bool]:
    return [calendar.is_workday(date.fromisoformat(text)) for text in texts]


def test_the_announced_days_of_twenty_years_come_with_the_program():
    known = shipped("cn")
    assert known.years == frozenset(range(2007, 2027))
    assert (
        min(len([d for d in known.holidays if d.year == y]) for y in known.years) > 10
    )
    assert not known.holidays & known.worked


def test_the_file_of_days_carries_its_licence():
    room = Path(calendars.__file__).parent
    head = (room / "state_council_days.toml").read_text(encoding="utf-8")[:1600]
    assert "MIT License" in head
    assert "NateScarlet" in head


@pytest.mark.django_db
def test_a_pack_gives_its_area_a_calendar(town: Town):
    packs.load(pack(LAMP), by=town.owner, at=NOW)
    calendar = calendars.calendar_for(town.area("a1").path, NOW)
    assert (calendar.code, calendar.zone) == ("office", "Asia/Shanghai")
    assert days(calendar, "2026-02-13", "2026-02-14", "2026-02-16", "2026-03-02") == [
        True,  # Friday
        True,  # a Saturday worked in exchange
        False,  # Spring Festival
        True,
    ]


@pytest.mark.django_db
def test_without_any_pack_there_is_still_an_office():
    assert calendars.calendar_for("1.", NOW).code == "office"


@pytest.mark.django_db
def test_a_pack_may_add_days_of_its_own(town: Town):
    text = PACK.replace(
        'days = "cn"', 'days = "cn"\nholidays = ["2026-03-03..2026-03-04"]'
    )
    source = Source.of({"elms.toml": text + LAMP})
    packs.load(source, by=town.owner, at=NOW)
    calendar = calendars.calendar_for("1.", NOW)
    assert days(calendar, "2026-03-02", "2026-03-03", "2026-03-04") == [
        True,
        False,
        False,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "is_known"), [("", False), ('\nannounced = ["2027"]', True)]
)
def test_a_day_of_ones_own_does_not_announce_its_year(more, is_known):
    text = PACK.replace('days = "cn"', f'days = "cn"\nholidays = ["2027-03-03"]{more}')
    owner = actors.importer(NOW)
    packs.load(Source.of({"elms.toml": text + LAMP}), by=owner, at=NOW)
    calendar = calendars.calendar_for("1.", NOW)
    assert calendar.is_announced(date(2027, 3, 3)) is is_known
    assert not calendar.is_workday(date(2027, 3, 3))


@pytest.mark.django_db
def test_a_year_not_announced_counts_by_weekday_and_is_warned_about():
    owner = actors.importer(NOW)
    packs.load(pack(LAMP), by=owner, at=NOW)
    calendar = calendars.calendar_for("1.", NOW)
    assert days(calendar, "2027-10-01", "2027-10-02") == [True, False]
    last_quiet_day = date(2027, 1, 1) - timedelta(days=61)
    assert calendars.unannounced(last_quiet_day) == ()
    assert calendars.unannounced(last_quiet_day + timedelta(days=1)) == (
        calendars.Unannounced("elms", "office", 2027, date(2027, 1, 1)),
    )


@pytest.mark.django_db
def test_a_year_is_announced_and_every_calendar_knows():
    owner = actors.importer(NOW)
    packs.load(pack(LAMP), by=owner, at=NOW)
    announce(owner, holidays=[date(2027, 1, 1)], worked=[date(2026, 12, 27)])
    assert calendars.unannounced(date(2026, 12, 1)) == ()
    calendar = calendars.calendar_for("1.", NOW)
    assert days(calendar, "2027-01-01", "2026-12-27", "2026-10-01") == [
        False,
        True,
        False,
    ]
    announce(owner, holidays=[date(2027, 1, 2)], worked=[])
    calendar = calendars.calendar_for("1.", NOW)
    assert days(calendar, "2027-01-01", "2026-12-27") == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"holidays": [date(2028, 1, 1)], "worked": []}, "day-of-another-year"),
        (
            {"holidays": [date(2027, 1, 2)], "worked": [date(2027, 1, 2)]},
            "day-of-another-year",
        ),
        ({"holidays": [], "worked": [], "days": "mars"}, "unknown-days"),
    ],
)
def test_an_announcement_that_cannot_be_is_refused(told, code):
    with pytest.raises(Refusal, match=code):
        announce(actors.importer(NOW), **told)


@pytest.mark.django_db
def test_only_an_administrator_announces(town: Town):
    with pytest.raises(Refusal, match="packs-not-yours-to-change"):
        announce(town.actor("officer"), holidays=[], worked=[])


def test_a_later_announcement_replaces_the_year():
    first = Announced(frozenset({date(2026, 1, 1)}), frozenset(), frozenset({2026}))
    second = Announced(frozenset({date(2026, 1, 2)}), frozenset(), frozenset({2026}))
    assert (first | second).holidays == {date(2026, 1, 2)}


def announce(by: Actor, *, days: str = "cn", holidays, worked):
    return calendars.announce(
        days, 2027, holidays=holidays, worked=worked, source="Notice 9", by=by, at=NOW
    )
