"""Sixty days before a year nobody has announced, the administrators hear of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from quincunx.duty import rounds
from quincunx.foundation import wording
from quincunx.foundation.models import Notice
from quincunx.matters import calendars, packs, watch
from tests.cast import FOUNDED_AT, Town
from tests.matters.packs import LAMP, pack

pytestmark = pytest.mark.django_db
NEAR = datetime(2026, 11, 2, 1, tzinfo=UTC)


@pytest.fixture
def town(town: Town) -> Town:
    packs.load(pack(LAMP), by=town.owner, at=FOUNDED_AT)
    return town


def told() -> list[tuple[str, str, str]]:
    return [
        (n.about_id, n.recipient_kind, n.recipient_id)
        for n in Notice.objects.filter(kind="year-unannounced", channel="")
    ]


def test_administrators_are_told_once_of_each_calendar_and_year(town: Town):
    assert watch.warn_of_years(NEAR - timedelta(days=1)) == 0
    assert watch.warn_of_years(NEAR) == 1
    assert watch.warn_of_years(NEAR + timedelta(days=20)) == 0
    district = town.area("district").pk
    once = [("elms:office", "role-in-area", f"administrator:{district}")]
    assert told() == once
    assert watch.warn_of_years(NEAR + timedelta(days=365)) == 1
    assert told() == once * 2


def test_nobody_is_told_of_a_year_that_is_written_down(town: Town):
    calendars.announce(
        "cn", 2027, holidays=[date(2027, 1, 1)], worked=[], source="Notice",
        by=town.owner, at=NEAR,
    )  # fmt: skip
    assert watch.warn_of_years(NEAR) == 0


def test_the_round_warns(town: Town):
    made = rounds.make_round(NEAR)
    assert (made.failed, made.done["calendars"]) == ({}, 1)
    assert len(told()) == 1


def test_the_notice_says_which_calendar_and_what_to_do(town: Town):
    watch.warn_of_years(NEAR)
    [notice] = Notice.objects.filter(kind="year-unannounced")
    title, body = wording.notice_in_words(notice.kind, notice.facts, "en")
    assert title == "The days off of 2027 are not known yet"
    assert "Calendar office of pack elms" in body
    assert "2027 年" in wording.notice_in_words(notice.kind, notice.facts, "zh-hans")[0]
