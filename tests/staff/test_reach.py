"""Behind every recipient of a notice stands somebody who is there."""

import pytest
from django.core import mail

from quincunx.foundation import notices
from quincunx.foundation.notices import Address, Recipient
from quincunx.staff import absence, reach
from quincunx.staff.absence import Leave
from quincunx.staff.roles import Role
from tests.cast import AT, Town
from tests.staff.stories import NEXT_DAY, TODAY, appointed_in_steps, nomination


def person(town: Town, login: str) -> Recipient:
    return Recipient("person", str(town.person(login).pk))


def test_people_are_reached_by_mail_in_their_language(town: Town) -> None:
    key = str(town.person("officer").pk)
    assert reach.people([key, "404"], AT) == {
        key: [Address("mail", "officer@town.example", "zh-hans")]
    }


def test_a_unit_is_whoever_is_on_duty(town: Town) -> None:
    key = str(town.unit("handling-team").pk)
    assert reach.units([key], AT) == {key: [person(town, "officer-team")]}


@pytest.mark.parametrize(
    ("role", "area", "logins"),
    [
        (Role.LEADER, "a1", ["leader-a1"]),
        (Role.LEADER, "a1-1", ["leader-a1"]),
        (Role.DISPATCHER, "a1", ["dispatcher-station"]),
        (Role.DISPATCHER, "b1", ["dispatcher-centre"]),
        (Role.SUPERVISOR, "c1", ["supervisor"]),
    ],
)
def test_a_role_is_held_nearest_up_the_tree(
    town: Town, role: Role, area: str, logins: list[str]
) -> None:
    to = reach.role_in(role, town.area(area).pk)
    assert reach.roles([to.id], AT) == {to.id: [person(town, n) for n in logins]}


def test_for_a_grid_without_anybody_the_desk_above_is_told(town: Town) -> None:
    leave = Leave(AT, NEXT_DAY)
    absence.declare(town.person("leader-b1"), leave, by=town.actor("leader-b1"), at=AT)
    to = reach.role_in(Role.LEADER, town.area("b1").pk)
    assert reach.roles([to.id], AT) == {to.id: [person(town, "dispatcher-centre")]}


def test_a_notice_goes_out_in_words(town: Town) -> None:
    appointed_in_steps(
        town, nomination(town, "stranger", "care", "a1", source="volunteer")
    )
    gone = notices.send_due(NEXT_DAY)
    assert gone.sent == 1
    (letter,) = mail.outbox
    assert letter.to == ["stranger@town.example"]
    assert letter.subject == "您已被任命为：关爱帮扶"
    assert "青榆第一网格" in letter.body


def test_every_notice_of_this_room_can_be_worded(town: Town) -> None:
    leave = Leave(AT, NEXT_DAY, cover=town.person("leader-a2"))
    absence.declare(town.person("leader-a1"), leave, by=town.actor("leader-a1"), at=AT)
    gone = notices.send_due(NEXT_DAY)
    assert (gone.sent, gone.failed) == (1, 0)
    assert str(TODAY.year) in mail.outbox[0].body
