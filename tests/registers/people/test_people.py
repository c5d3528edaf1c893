"""People move in, within and out; are corrected, found, merged, and read by purpose."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.areas import tree_changes
from quincunx.foundation import journal, reveals
from quincunx.foundation.models import IdentityRead
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.people import (
    access,
    merge,
    move,
    queries,
    register,
    reveal,
    tie,
    tokens,
)
from quincunx.registers.people.models import Household, NameToken, Resident, Stay
from quincunx.registers.people.move import Arrival
from quincunx.registers.people.register import Told
from quincunx.registers.people.sealing import Person
from quincunx.registers.people.vocabulary import Service, StayKind, TieKind
from tests.cast import Town
from tests.registers.people.household import (
    AT_THE_DOOR,
    DAY,
    LI,
    ZHANG,
    moved_in,
    opened,
    rooms,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(town: Town) -> Town:
    opened(town)
    return town


def refusal_of(do) -> str:
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.code


def test_somebody_is_registered_and_seen_masked_with_source_and_age(kept: Town):
    room = rooms(kept)[0]
    resident = moved_in(kept, ZHANG, room)
    leader = kept.actor("leader-a1")
    (seen,) = queries.of_place(leader, room.building, room)
    assert seen.masks == {
        "name": "张**",
        "phone": "138****5678",
        "number": "1101**********002X",
        "born": "1949-**-**",
    }
    assert [(f, fact.source, fact.checked) for f, _, fact in seen.fields if fact] == [
        (field, Source.DOOR, DAY) for field in ("name", "phone", "number", "born")
    ]
    entries = list(journal.entries(resident.subject))
    assert [entry.act for entry in entries] == ["register"]
    assert "张" not in str([entry.facts for entry in entries])


def test_nothing_in_the_tables_tells_a_name_or_a_number(kept: Town):
    moved_in(kept)
    rows: list[object] = []
    with connection.cursor() as cursor:
        for table in ("resident", "identity", "nametoken", "stay", "household"):
            cursor.execute(f"SELECT * FROM people_{table}")  # noqa: S608  # our tables
            rows += [
                bytes(v) if isinstance(v, memoryview) else v
                for row in cursor.fetchall()
                for v in row
            ]
    dump = repr(rows) + "".join(
        v.decode("utf-8", "ignore") for v in rows if isinstance(v, bytes)
    )
    for secret in ("张小榆", "小榆", "13812345678", "19491231", "5678"):
        assert secret not in dump


def test_a_person_twice_and_a_household_in_two_places_are_refused(kept: Town):
    one, two, *_ = rooms(kept)
    moved_in(kept, ZHANG, one)
    again = replace(ZHANG, name="张榆", number="110105491231002")
    assert refusal_of(lambda: moved_in(kept, again, two)) == "resident-known-already"
    household = Household.objects.get()
    beside = lambda: moved_in(kept, LI, two, household=household)  # noqa: E731
    assert refusal_of(beside) == "household-lives-elsewhere"
    moved_in(kept, LI, one, household=household)
    assert Stay.objects.filter(household=household).count() == 2


def test_a_room_in_no_such_building_is_refused(kept: Town):
    elsewhere = rooms(kept, "a1-2")[0]
    code = refusal_of(lambda: moved_in(kept, ZHANG, elsewhere))
    assert code == "room-in-another-building"


def test_people_move_within_and_out_and_their_past_stays(kept: Town):
    one, two, *_ = rooms(kept)
    resident = moved_in(kept, ZHANG, one)
    leader, later = kept.actor("leader-a1"), DAY + timedelta(days=30)
    stay = resident.stays.get()
    arrival = Arrival(one.building, later, two)
    told = {"source": Source.SELF, "by": leader, "at": kept.at}
    stay = move.move_within(stay, arrival, **told)
    history = queries.of_resident(leader, resident.pk).history
    assert [(s.room, s.since, s.until) for s in history] == [
        (two, later, None),
        (one, DAY, later),
    ]
    until = later + timedelta(days=5)
    move.move_out(stay, until=until, by=leader, at=kept.at)
    assert refusal_of(lambda: queries.of_resident(leader, resident.pk)) == (
        "no-such-resident"
    )
    assert list(
        Household.objects.order_by("since").values_list("until", flat=True)
    ) == [
        later,
        until,
    ]
    assert not NameToken.objects.exists()


def test_registered_in_one_place_and_living_in_another(kept: Town):
    resident = moved_in(kept)
    elsewhere = Arrival(kept.area("a1-2"), DAY, kind=StayKind.REGISTERED)
    leader = kept.actor("leader-a1")
    told = {"source": Source.PERMIT, "by": leader, "at": kept.at}
    move.move_in(resident, elsewhere, **told)
    (shown,) = queries.by_name(leader, "张小").people
    assert [(s.kind, s.building.name) for s in shown.stays] == [
        ("actual", "1号楼"),
        ("registered", "2号楼"),
    ]
    actual = replace(elsewhere, kind=StayKind.ACTUAL)
    again = lambda: move.move_in(resident, actual, **told)  # noqa: E731
    assert refusal_of(again) == "resident-lives-elsewhere"


def test_a_correction_changes_the_mask_the_search_and_the_age(kept: Town):
    resident = moved_in(kept)
    leader = kept.actor("leader-a1")
    told = Told(Source.SELF)
    new = Person("张大榆")
    register.correct(resident, new, told=told, by=leader, at=kept.at)
    assert not queries.by_name(leader, "小榆").people
    (shown,) = queries.by_name(leader, "大榆").people
    facts = shown.resident.facts
    assert facts["name"].source is Source.SELF
    assert facts["phone"].source is Source.DOOR
    assert IdentityRead.objects.get().purpose == "resident-correction"


def test_what_is_confirmed_at_the_door_is_young_again(kept: Town):
    resident = moved_in(kept)
    leader, later = kept.actor("leader-a1"), kept.at + timedelta(days=90)
    held = register.confirm(resident, ["name", "phone"], by=leader, at=later)
    assert held.facts["phone"].days(DAY + timedelta(days=90)) == 0
    assert held.facts["number"].days(DAY + timedelta(days=90)) == 90


def test_needs_are_told_by_oneself_and_without_a_diagnosis(kept: Town):
    resident = moved_in(kept)
    by = {"by": kept.actor("leader-a1"), "at": kept.at}
    needs = ["help-in-evacuation"]
    tell = lambda what, told: register.tell_needs(resident, what, told=told, **by)  # noqa: E731
    assert refusal_of(lambda: tell(needs, AT_THE_DOOR)) == "needs-are-told-by-oneself"
    assert refusal_of(lambda: tell(["dementia"], Told(Source.SELF))) == "need-unknown"
    assert tell(needs, Told(Source.SELF)).needs == needs


def test_a_tie_names_the_service_that_needs_it(kept: Town):
    child, mother = moved_in(kept, LI), moved_in(kept, ZHANG)
    by = {"by": kept.actor("leader-a1"), "at": kept.at}
    told = {"since": DAY, **by}
    wrong = lambda: tie.tie(  # noqa: E731
        child, mother, TieKind.GUARDIAN, service=Service.EVACUATION, **told
    )
    assert refusal_of(wrong) == "tie-without-service"
    made = tie.tie(child, mother, TieKind.GUARDIAN, service=Service.SCHOOL, **told)
    ((_, other),) = queries.of_resident(by["by"], child.pk).ties
    assert other.masks["name"] == "张**"
    tie.untie(made, until=DAY, **by)
    assert not queries.of_resident(by["by"], child.pk).ties


def test_two_records_of_one_person_are_explained_merged_and_taken_apart(kept: Town):
    room = rooms(kept)[0]
    one = moved_in(kept, ZHANG, room)
    born = Person("张 小榆", born=date(1949, 12, 31))
    two = moved_in(kept, born, room)
    leader = kept.actor("leader-a1")
    (match,) = merge.duplicates(leader)
    assert (match.one, match.other) == (one, two)
    assert match.reasons == ("same-name-and-birthday",)
    before = list(Resident.objects.order_by("pk").values())
    done = merge.merge(one, two, by=leader, at=kept.at)
    assert [s.resident for s in queries.by_name(leader, "小榆").people] == [one]
    assert len(queries.of_resident(leader, one.pk).history) == 2
    merge.unmerge(done, by=leader, at=kept.at)
    assert list(Resident.objects.order_by("pk").values()) == before
    assert len(queries.by_name(leader, "小榆").people) == 2


def test_strangers_and_people_of_two_places_are_not_merged(kept: Town):
    one, two, *_ = rooms(kept)
    first, other = moved_in(kept, ZHANG, one), moved_in(kept, LI, two)
    same = Person("张小榆", born=date(1949, 12, 31))
    apart = moved_in(kept, same, two)
    by = {"by": kept.actor("leader-a1"), "at": kept.at}
    assert refusal_of(lambda: merge.merge(first, other, **by)) == "residents-not-alike"
    assert refusal_of(lambda: merge.merge(first, apart, **by)) == "residents-live-apart"


@pytest.mark.django_db(transaction=True)  # keys are kept once they are certain
def test_a_search_is_masked_scoped_and_costs_the_same_for_many(kept: Town):
    for building, by in (("a1-1", "leader-a1"), ("a2-1", "leader-a2")):
        moved_in(kept, LI, building=building, by=by)
    leader = kept.actor("leader-a1")
    with CaptureQueriesContext(connection) as few:
        assert len(queries.by_name(leader, "李榆").people) == 1
    for _ in range(3):
        moved_in(kept, LI)
    with CaptureQueriesContext(connection) as many:
        assert len(queries.by_name(leader, "李榆").people) == 4
    assert len(many) == len(few)
    assert len(queries.by_address(leader, "1号楼", DAY).people) == 4
    assert queries.by_address(leader, "5号楼", DAY).people == ()
    assert queries.by_name(leader, "李张").people == ()


def test_a_search_goes_on_where_it_ended(kept: Town):
    for _ in range(queries.PAGE + 1):
        moved_in(kept, LI)
    leader = kept.actor("leader-a1")
    page = queries.by_name(leader, "李榆")
    rest = queries.by_name(leader, "李榆", page.people[-1].resident.pk)
    assert (len(page.people), len(rest.people)) == (queries.PAGE, 1)
    assert page.after == page.people[-1].key
    assert rest.after == ""


def test_tokens_follow_the_tree(kept: Town):
    moved_in(kept)
    by = kept.actor("administrator")
    tree_changes.move(kept.area("a1-1"), kept.area("a2"), on=DAY, by=by, at=kept.at)
    assert not access.visible_residents(kept.actor("leader-a1")).exists()
    assert tokens.follow_tree() > 0
    assert tokens.follow_tree() == 0
    assert queries.by_name(kept.actor("leader-a2"), "小榆").people


def reads_at_the_database(queries_run) -> int:
    """Count what was asked of the sealed table, by what the database was told."""
    asked = [q["sql"] for q in queries_run if 'FROM "people_identity"' in q["sql"]]
    return len([sql for sql in asked if sql.startswith("SELECT")])


def test_the_read_log_equals_what_was_read_at_the_database(kept: Town):
    room = rooms(kept)[0]
    resident, other = moved_in(kept, ZHANG, room), moved_in(kept, LI)
    by = {"by": kept.actor("leader-a1"), "at": kept.at}
    with CaptureQueriesContext(connection) as run:
        opened = reveal.reveal(resident, "phone", purpose="visit", **by)
        reveal.reveal(other, "name", purpose="form", **by)
        register.correct(other, Person("李大榆"), told=AT_THE_DOOR, **by)
        queries.by_name(by["by"], "小榆")
        queries.of_place(by["by"], room.building, room)
        queries.of_resident(by["by"], resident.pk)
        merge.duplicates(by["by"])
    assert opened == "+8613812345678"
    assert IdentityRead.objects.count() == reads_at_the_database(run) == 3
    first = IdentityRead.objects.earliest("pk")
    assert (first.subject_id, first.fields) == (str(resident.pk), ["phone"])
    assert (first.purpose, first.by_person) == ("resident-visit", by["by"].person)


def test_no_field_is_opened_without_a_purpose_or_by_others(kept: Town):
    resident = moved_in(kept)
    by = {"by": kept.actor("leader-a1"), "at": kept.at}
    for purpose in ("", "curiosity"):
        code = refusal_of(
            lambda told=purpose: reveal.reveal(resident, "phone", purpose=told, **by)
        )
        assert code == "reveal-without-purpose"
    by["by"] = kept.actor("administrator")
    code = refusal_of(lambda: reveal.reveal(resident, "phone", purpose="visit", **by))
    assert code == "no-such-register"
    assert not IdentityRead.objects.exists()


def test_so_many_fields_a_day_and_no_more(kept: Town, monkeypatch):
    few = replace(reveal.WAY, most_a_day=2)
    monkeypatch.setitem(reveals._ways, "resident", few)  # put back by pytest
    resident = moved_in(kept)
    by = {"by": kept.actor("leader-a1"), "at": kept.at}
    for field in ("phone", "name"):
        reveal.reveal(resident, field, purpose="visit", **by)
    more = lambda: reveal.reveal(resident, "born", purpose="visit", **by)  # noqa: E731
    assert refusal_of(more) == "reveals-used-up"
    at = kept.at + timedelta(days=1)
    by = {"by": kept.actor("leader-a1", at), "at": at}
    assert reveal.reveal(resident, "born", purpose="visit", **by) == "1949-12-31"


@pytest.mark.parametrize("number", ["110105491231002", "138 1234 5678"])
def test_an_exact_number_is_asked_for_a_purpose_and_noted(kept: Town, number: str):
    resident = moved_in(kept)
    by = {"by": kept.actor("leader-a1"), "at": kept.at}
    assert reveal.who_has(number, purpose="emergency", **by) == [resident]
    by["by"] = kept.actor("leader-a2")
    assert reveal.who_has(number, purpose="emergency", **by) == []
    noted = IdentityRead.objects.order_by("pk").values_list("subject_id", "fields")
    assert list(noted) == [(str(resident.pk), ["looked-up"]), ("nobody", ["looked-up"])]
    code = refusal_of(lambda: reveal.who_has(number, purpose="", **by))
    assert code == "reveal-without-purpose"
