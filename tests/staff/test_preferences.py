"""How somebody is told: quiet hours, mail or none, and a group's robot beside them."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.core import mail

from quincunx.foundation import notices, wording
from quincunx.foundation.notices import Recipient, Round
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.staff import preferences, reach
from quincunx.staff.kinds import ByMail
from quincunx.staff.preferences import Wanted
from quincunx.staff.quiet import Quiet
from tests.cast import AT, Town

NIGHT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)  # half past eleven in the town
MORNING = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)  # seven o'clock
SOON = timedelta(seconds=11)
HOUSE = Quiet(time(22), time(7))


@pytest.mark.parametrize(
    ("hours", "at", "over"),
    [
        ("22:00-07:00", "23:30", "07:00 tomorrow"),
        ("22:00-07:00", "06:59", "07:00"),
        ("22:00-07:00", "07:00", ""),
        ("22:00-07:00", "21:59", ""),
        ("12:30-14:00", "13:00", "14:00"),
        ("12:30-14:00", "14:00", ""),
        ("00:00-00:00", "00:00", ""),
    ],
)
def test_quiet_hours_end_in_the_morning(hours, at, over):
    day = datetime(2026, 3, 2, tzinfo=UTC)
    moment = datetime.combine(day, time.fromisoformat(at), UTC)
    ends = Quiet.parse(hours).over_at(moment)
    said = "" if ends is None else f"{ends:%H:%M}"
    if ends is not None and ends.date() > moment.date():
        said += " tomorrow"
    assert said == over


@pytest.mark.parametrize("told", ["", "22:00", "late-early", "25:00-07:00"])
def test_what_are_no_hours_is_refused(told):
    with pytest.raises(Refusal, match="quiet-hours-not-understood"):
        Quiet.parse(told)


def tell(town: Town, at: datetime, *, urgent: bool = False, event: str = "") -> None:
    wording.add_notices({"work": ("Work", "for you")})
    person = Recipient("person", str(town.person("officer").pk))
    facts = {"urgent": True} if urgent else {}
    about = Subject("work", "1")
    notices.tell(person, "work", about=about, at=at, facts=facts, event=event)


def choose(town: Town, wanted: Wanted) -> None:
    preferences.choose(wanted, by=town.actor("officer"), at=AT)


def test_at_night_a_mail_waits_for_the_morning_and_an_emergency_does_not(town: Town):
    tell(town, NIGHT)
    tell(town, NIGHT, urgent=True, event="fire")
    assert notices.send_due(NIGHT + SOON) == Round(sent=1, postponed=1)
    assert notices.send_due(MORNING - SOON) == Round()
    assert notices.send_due(MORNING) == Round(sent=1)


def test_somebody_chooses_other_hours(town: Town):
    choose(town, Wanted(quiet=Quiet(time(12), time(13))))
    tell(town, NIGHT)
    assert notices.send_due(NIGHT + SOON) == Round(sent=1)


def test_the_hours_of_the_house_are_a_setting(town: Town, settings):
    settings.QUINCUNX_QUIET = "00:00-00:00"
    tell(town, NIGHT)
    assert notices.send_due(NIGHT + SOON) == Round(sent=1)


@pytest.mark.parametrize(
    ("by_mail", "became"),
    [
        (ByMail.EVERYTHING, [Round(sent=1), Round(sent=1)]),
        (ByMail.URGENT, [Round(nowhere=1), Round(sent=1)]),
        (ByMail.NOTHING, [Round(nowhere=1), Round(nowhere=1)]),
    ],
)
def test_somebody_chooses_what_comes_by_mail(town: Town, by_mail, became):
    choose(town, Wanted(by_mail=by_mail))
    rounds = []
    for urgent in (False, True):
        tell(town, AT, urgent=urgent, event=str(urgent))
        rounds.append(notices.send_due(AT + SOON))
    assert rounds == became
    assert len(mail.outbox) == sum(each.sent for each in became)


def test_nobody_without_an_account_chooses(town: Town):
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        preferences.choose(Wanted(), by=town.resident, at=AT)


ROBOTS = """
[[robot]]
name = "desk"
vendor = "wecom"
url = "blackhole"
units = ["service-centre-west"]
language = "en"

[[robot]]
name = "city"
vendor = "feishu"
url = "blackhole"
units = ["city-management"]
"""


@pytest.fixture
def robots(settings, tmp_path: Path) -> None:
    settings.QUINCUNX_CHANNELS = tmp_path / "channels.toml"
    settings.QUINCUNX_CHANNELS.write_text(ROBOTS)


def over(found) -> list[tuple[str, str]]:
    return [(each.channel, each.value) for each in found if hasattr(each, "channel")]


def test_a_unit_is_told_with_its_robot(town: Town, robots: None):
    key = str(town.unit("city-management").pk)
    found = reach.units([key], AT)[key]
    assert over(found) == [("feishu", "city")]
    assert len(found) > 1


def test_a_desk_is_told_with_the_robot_of_its_house(town: Town, robots: None):
    west, east = (f"dispatcher:{town.area(name).pk}" for name in ("west", "east"))
    found = reach.roles([west, east], AT)
    assert over(found[west]) == [("wecom", "desk")]
    assert over(found[east]) == []


def test_a_notice_to_a_unit_reaches_its_people_and_its_robot_once(town, robots):
    wording.add_notices({"work": ("Work", "for you")})
    unit = Recipient("unit", str(town.unit("city-management").pk))
    notices.tell(unit, "work", about=Subject("work", "1"), at=AT)
    assert notices.send_due(AT + SOON) == Round(spread=1)
    sent = notices.send_due(AT + SOON)
    assert (sent.sent, sent.claimed) == (2, 2)
    assert [letter.to for letter in mail.outbox] == [["officer@town.example"]]
