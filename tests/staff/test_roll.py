"""Nobody acts on what was so before: each change is heard of at the next request."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from quincunx.foundation.actors import Actor
from quincunx.staff import absence, actors, keys, queries, roll, turning
from quincunx.staff.absence import Leave
from quincunx.staff.key_tables import AccessKey
from quincunx.staff.models import Appointment, Function, Person
from tests.staff.stories import AT, TODAY, Town

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)


def holdings(town: Town, login: str, at: datetime = AT) -> list[str]:
    person = Person.objects.get(login=login)
    return [held.function for held in actors.actor_for(person, at=at).holdings]


def end_by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE staff_appointment SET ends = starts WHERE person_id ="
            " (SELECT id FROM staff_person WHERE login = 'leader-a1')"
        )


def end_in_bulk() -> None:
    Appointment.objects.filter(person__login="leader-a1").update(state="refused")


def end_one_by_one() -> None:
    for appointment in Appointment.objects.filter(person__login="leader-a1"):
        appointment.buildings.clear()
        appointment.delete()


@pytest.mark.parametrize("end", [end_by_hand, end_in_bulk, end_one_by_one])
def test_whoever_ends_an_office_it_gives_no_right_any_more(town: Town, end: Any):
    area = town.area("a1").pk
    assert holdings(town, "leader-a1") == ["leader"]
    assert area in queries.leader_of([area], TODAY)
    end()
    assert holdings(town, "leader-a1") == []
    assert queries.leader_of([area], TODAY) == {}


def test_another_role_of_a_function_is_another_right_at_once(town: Town):
    person = town.person("leader-a1")
    assert actors.actor_for(person, at=AT).roles == {"leader"}
    Function.objects.filter(code="leader").update(role="member")
    assert actors.actor_for(person, at=AT).roles == {"member"}


def test_a_closed_account_and_an_ended_key_open_nothing(town: Town):
    officer, by = town.person("officer"), town.actor("administrator")
    made = [
        keys.make(officer, name, expires=LATER, by=by, at=AT) for name in ("a", "b")
    ]
    assert all(keys.actor_with(key, at=AT) for key in made)
    keys.end(AccessKey.objects.get(name="a"), by=by, at=AT)
    assert [bool(keys.actor_with(key, at=AT)) for key in made] == [False, True]
    assert keys.actor_with(made[1], at=LATER) is None
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    assert keys.actor_with(made[1], at=AT) is None


def test_a_cover_begins_and_ends_at_its_moment_with_nobody_changing_anything(
    town: Town,
):
    leave = Leave(
        AT + timedelta(hours=1), AT + timedelta(hours=3), cover=town.person("officer")
    )
    away = town.person("leader-a1")
    absence.declare(away, leave, by=town.actor("leader-a1"), at=AT)
    own = holdings(town, "officer")
    seen = [holdings(town, "officer", AT + timedelta(hours=hour)) for hour in range(5)]
    covering = [*own, "leader"]
    assert list(map(sorted, seen)) == list(
        map(sorted, [own, covering, covering, own, own])
    )


def test_an_office_begins_and_ends_with_its_day(town: Town):
    tomorrow = TODAY + timedelta(days=1)
    Appointment.objects.filter(person__login="leader-a1").update(ends=tomorrow)
    assert holdings(town, "leader-a1") == ["leader"]
    assert holdings(town, "leader-a1", AT + timedelta(days=1)) == []
    assert holdings(town, "leader-a1") == ["leader"]


def test_what_was_taken_back_was_never_so(town: Town):
    before = roll.now().stamp
    with transaction.atomic():
        end_in_bulk()
        assert roll.now().stamp != before
        assert holdings(town, "leader-a1") == []
        transaction.set_rollback(True)
    assert roll.now().stamp == before
    assert holdings(town, "leader-a1") == ["leader"]


@pytest.mark.parametrize("table", turning.TABLES)
def test_every_table_of_who_holds_what_turns_the_roll(town: Town, table: str):
    by = town.actor("leader-a1")
    leave = Leave(AT, LATER, cover=town.person("officer"))
    absence.declare(town.person("leader-a1"), leave, by=by, at=AT)
    keys.make(
        town.person("officer"),
        "a",
        expires=LATER,
        by=town.actor("administrator"),
        at=AT,
    )
    before = roll.now().stamp
    column = (turning.TABLES[table] or ("id",))[0]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {column}")  # noqa: S608 -- ours
    assert roll.now().stamp != before


def test_what_is_known_does_not_grow_without_end(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(roll, "MOST", 3)
    for person in Person.objects.all():
        known: Actor = actors.actor_for(person, at=AT)
        assert known.person == person.pk
    assert 0 < len(roll.now().actors) <= 3
