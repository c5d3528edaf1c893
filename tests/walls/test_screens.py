"""A screen hangs by a token that opens its figures and nothing else, until a day."""

from datetime import timedelta

import pytest

from quincunx.cases import access as cases
from quincunx.foundation.models import Entry
from quincunx.lib.refusal import Refusal
from quincunx.walls import access, announce, screens
from quincunx.walls.models import Announcement, Screen
from quincunx.walls.screens import Wish
from tests.cases.conftest import Stage
from tests.walls.conftest import hung, watching


def refused(act, *told, **more) -> str:
    with pytest.raises(Refusal) as caught:
        act(*told, **more)
    return caught.value.code


def test_a_screen_hangs_until_its_day_and_its_token_is_not_kept(stage: Stage):
    token = hung(stage)
    screen = Screen.objects.get()
    assert token not in {str(value) for value in vars(screen).values()}
    assert screens.opened(token, at=stage.now) == screen
    assert screens.opened(token[:-1], at=stage.now) is None
    assert screens.opened("", at=stage.now) is None
    assert screens.opened("x" * 500, at=stage.now) is None
    assert screens.opened(token, at=screen.expires_at) is None
    told = Entry.objects.get(subject_kind="screen")
    assert (told.act, told.facts["area"]) == ("hang-screen", screen.area_id)


def test_a_screen_taken_down_shows_nothing_from_the_next_look_on(stage: Stage):
    token = hung(stage)
    [screen] = access.visible_screens(stage.actor("administrator"))
    for _ in range(2):
        screens.take_down(screen, by=stage.actor("administrator"), at=stage.now)
    assert screens.opened(token, at=stage.now) is None
    assert screens.still_hanging([screen.pk], at=stage.now) == frozenset()
    acts = Entry.objects.filter(subject_kind="screen").order_by("pk")
    assert [entry.act for entry in acts] == ["hang-screen", "take-screen-down"]


def test_only_who_administers_the_area_lets_screens_hang(stage: Stage):
    hung(stage)
    key = Screen.objects.get().pk
    wish = Wish("Hall", stage.town.area("a"), stage.now + timedelta(days=1))
    for who in ("dispatcher-command", "supervisor", "officer"):
        by = stage.actor(who)
        assert refused(screens.hang, wish, by=by, at=stage.now) == "screens-not-yours"
        assert list(access.visible_screens(by)) == []
        assert refused(access.screen_for, by, key) == "no-such-screen"


def test_a_screen_has_a_name_and_a_year_at_most(stage: Stage):
    by, area = stage.actor("administrator"), stage.town.area("a")
    for name, days, code in (
        (" ", 1, "screen-name-missing"),
        ("Hall", 0, "screen-time-unfit"),
        ("Hall", 367, "screen-time-unfit"),
    ):
        wish = Wish(name, area, stage.now + timedelta(days=days))
        assert refused(screens.hang, wish, by=by, at=stage.now) == code
    wish = Wish("Hall", area, stage.now + timedelta(days=1), language="xx")
    assert refused(screens.hang, wish, by=by, at=stage.now) == "no-such-preference"


def test_a_screen_sees_no_case_and_may_do_nothing(stage: Stage):
    case = stage.report()
    screen = watching(stage)
    assert list(cases.visible_cases(screen)) == []
    assert refused(cases.case_for, screen, case.number) == "no-such-case"
    assert cases.acts_for(screen, case) == []
    assert not cases.sees(screen, case, ())
    assert list(cases.countable(screen)) == [case]
    for who in ("dispatcher-command", "supervisor", "administrator"):
        assert list(cases.countable(stage.actor(who))) == []


def test_it_is_noted_four_times_an_hour_that_a_screen_is_there(stage: Stage):
    token, seen = hung(stage), []
    for _ in range(5):
        screens.opened(token, at=stage.now)
        seen.append(Screen.objects.get().seen_at)
        stage.wait(minutes=5)
    assert len(set(seen)) == 2


def announced(stage: Stage, text: str, area: str = "a", by: str = "dispatcher-station"):
    until = stage.now + timedelta(hours=10)
    where = stage.town.area(area)
    return announce.announce(where, text, until=until, by=stage.actor(by), at=stage.now)


def test_what_is_announced_stands_on_walls_above_and_below_until_its_end(stage: Stage):
    announced(stage, "Lift works until Saturday.")
    announced(stage, "Heavy rain from 18:00 on.", "district", "supervisor")

    def read(area: str) -> list[str]:
        told = announce.shown(watching(stage, area), stage.now)
        return [each.text for each in told]

    both = ["Heavy rain from 18:00 on.", "Lift works until Saturday."]
    assert [read(area) for area in ("district", "a", "b")] == [both, both, both[:1]]
    stage.wait(hours=10)
    assert read("district") == []


def test_who_announces_takes_it_off_and_others_do_not_see_it(stage: Stage):
    made, by = announced(stage, "Lift works."), stage.actor("dispatcher-station")
    other = stage.actor("leader-c1")
    code = refused(access.announcement_for, other, made.pk, stage.now)
    assert code == "no-such-announcement"
    found = access.announcement_for(by, made.pk, stage.now)
    announce.withdraw(found, by=by, at=stage.now)
    assert list(access.visible_announcements(by, stage.now)) == []
    acts = Entry.objects.filter(subject_kind="announcement").order_by("pk")
    assert [entry.act for entry in acts] == ["announce", "withdraw"]


def test_what_looks_like_somebodys_number_is_not_announced(stage: Stage):
    for text, code in (
        ("Call 010-5550100.", "announcement-personal"),
        ("打 138 0013 8000 找王师傅", "announcement-personal"),
        ("ID 110101199003074258", "announcement-personal"),
        ("Write to li@town.example", "announcement-personal"),
        ("", "announcement-unfit"),
        ("长" * 141, "announcement-unfit"),
    ):
        assert refused(announced, stage, text) == code, text
    assert Announcement.objects.count() == 0
    text = "Patrol of 14 low places at 16:30, until 2026-03-05."
    assert announced(stage, text).text == text


def test_nobody_announces_for_a_place_that_is_not_theirs_or_for_weeks(stage: Stage):
    assert refused(announced, stage, "Rain.", "b") == "announcing-not-yours"
    assert refused(announced, stage, "Rain.", "a", "officer") == "announcing-not-yours"
    by, late = stage.actor("dispatcher-station"), stage.now + timedelta(days=8)
    area = stage.town.area("a")
    code = refused(announce.announce, area, "Rain.", until=late, by=by, at=stage.now)
    assert code == "announcement-time-unfit"
