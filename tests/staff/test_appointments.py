"""How somebody comes to an office in a grid, and who says no."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from quincunx.lib.refusal import Refusal
from quincunx.staff import appoint, enrol, queries
from quincunx.staff.install import install
from quincunx.staff.kinds import Source
from quincunx.staff.models import Appointment, HandOver
from quincunx.staff.terms_of_office import State
from tests.cast import AT, FOUNDED, FOUNDED_AT, Town, appointed, enrolled
from tests.staff.stories import (
    TODAY,
    TOMORROW,
    appointed_in_steps,
    nominated,
    nomination,
    told,
    written,
)


@pytest.fixture
def neighbour(town: Town) -> str:
    """Somebody of the station, who could lead a grid."""
    town.people["neighbour"] = enrolled("neighbour", "邻居")
    post = town.office("leader-a1").post
    assert post is not None
    enrol.take_post(
        town.person("neighbour"),
        post=post,
        starts=FOUNDED,
        by=town.owner,
        at=FOUNDED_AT,
    )
    return "neighbour"


def to_lead(town: Town, login: str, area: str = "a1", **told_: object):
    post = town.office("leader-a1").post
    return nomination(town, login, "leader", area, post=post, **told_)


def to_volunteer(town: Town, login: str = "stranger", area: str = "a1"):
    source = Source.VOLUNTEER
    return nomination(town, login, "sanitation", area, source=source)


def test_a_volunteer_is_nominated_reviewed_and_appointed(town: Town) -> None:
    office = nominated(town, to_volunteer(town))
    assert town.actor("stranger").holdings == ()

    office = appoint.review(office, by=town.actor("dispatcher-centre"), at=AT)
    office = appoint.appoint(office, by=town.actor("administrator"), at=AT)

    (held,) = town.actor("stranger").holdings
    assert (held.role, held.function, held.path) == (
        "member",
        "sanitation",
        town.area("a1").path,
    )
    assert written("appointment", office.pk) == ["nominate", "review", "appoint"]
    assert told("appointed") == [("person", str(office.person_id))]


def test_an_office_opens_on_its_first_day_and_closes_on_its_last(town: Town) -> None:
    wanted = replace(
        to_volunteer(town), starts=TOMORROW, ends=TOMORROW + timedelta(days=2)
    )
    appointed_in_steps(town, wanted)
    held = [
        len(town.actor("stranger", AT + timedelta(days=day)).holdings)
        for day in range(4)
    ]
    assert held == [0, 1, 1, 0]


SOURCES = [
    (Source.VOLUNTEER, None),
    (Source.COMMUNITY_POLICE, "police-office"),
    (Source.BUILDING_HEAD, None),
    (Source.BUSINESS_OWNER, None),
    (Source.PROPERTY_STAFF, "property-company"),
    (Source.OWNERS_COMMITTEE, "owners-committee"),
]


@pytest.mark.parametrize(("source", "unit"), SOURCES)
def test_members_come_from_six_sources(
    town: Town, source: Source, unit: str | None
) -> None:
    wanted = nomination(
        town,
        "stranger",
        "care",
        "a1",
        source=source,
        unit=unit,
        buildings=(town.area("a1-1"), town.area("a1-2")),
    )
    office = appointed_in_steps(town, wanted)
    assert (office.source, office.buildings.count()) == (source, 2)


@pytest.mark.parametrize("unit", [None, "owners-committee"])
def test_a_member_from_a_body_is_appointed_for_it(town: Town, unit: str | None) -> None:
    source = Source.PROPERTY_STAFF
    wanted = nomination(town, "stranger", "care", "a1", source=source, unit=unit)
    with pytest.raises(Refusal, match="body-needed"):
        nominated(town, wanted)


def test_a_member_without_post_or_source_is_refused(town: Town) -> None:
    with pytest.raises(Refusal, match="source-needed"):
        nominated(town, nomination(town, "stranger", "care", "a1"))


def test_members_are_attached_inside_their_own_grid_only(town: Town) -> None:
    office = appointed_in_steps(town, to_volunteer(town))
    leader = town.actor("leader-a1")
    with pytest.raises(Refusal, match="building-not-in-grid"):
        appoint.attach(office, buildings=(town.area("a2-1"),), by=leader, at=AT)
    appoint.attach(office, buildings=(town.area("a1-2"),), by=leader, at=AT)
    assert list(office.buildings.all()) == [town.area("a1-2")]


# --- the leader ---------------------------------------------------------------


def test_a_grid_never_has_two_leaders(town: Town, neighbour: str) -> None:
    office = nominated(town, to_lead(town, neighbour))
    office = appoint.review(office, by=town.actor("dispatcher-centre"), at=AT)
    with pytest.raises(Refusal, match="chair-taken"):
        appoint.appoint(office, by=town.actor("administrator"), at=AT)
    leaders = queries.leader_of([town.area("a1").pk], TODAY)
    assert leaders == {town.area("a1").pk: town.person("leader-a1").pk}


def test_the_next_leader_begins_on_the_day_the_former_ends(
    town: Town, neighbour: str
) -> None:
    former = town.office("leader-a1")
    appoint.end(former, ends=TOMORROW, by=town.actor("dispatcher-station"), at=AT)
    with pytest.raises(Refusal, match="chair-taken"):
        appointed_in_steps(town, to_lead(town, neighbour, starts=TODAY))
    appointed_in_steps(town, to_lead(town, neighbour, starts=TOMORROW))

    key = town.area("a1").pk
    assert [queries.leader_of([key], day)[key] for day in (TODAY, TOMORROW)] == [
        town.person("leader-a1").pk,
        town.person("neighbour").pk,
    ]


def test_a_leader_needs_a_community_workers_post(town: Town) -> None:
    with pytest.raises(Refusal, match="post-needed"):
        nominated(town, nomination(town, "stranger", "leader", "a1"))
    with pytest.raises(Refusal, match="post-not-held"):
        nominated(town, to_lead(town, "stranger"))


def test_a_term_does_not_outlast_the_post(town: Town, neighbour: str) -> None:
    tenure = town.person(neighbour).tenures.get()
    ends = TODAY + timedelta(days=30)
    enrol.leave_post(tenure, ends=ends, by=town.owner, at=AT)
    with pytest.raises(Refusal, match="post-not-held"):
        nominated(town, to_lead(town, neighbour))
    office = nominated(town, to_lead(town, neighbour, ends=ends))
    assert office.state == State.NOMINATED


def test_only_a_grid_is_led(town: Town, neighbour: str) -> None:
    with pytest.raises(Refusal, match="grid-needed"):
        nominated(town, to_lead(town, neighbour, area="a"))


def test_the_database_too_refuses_a_second_leader(town: Town, neighbour: str) -> None:
    office = town.office("leader-a1")
    second = Appointment(
        person=town.person(neighbour),
        function=office.function,
        area=office.area,
        starts=TODAY,
        state=State.ACTIVE,
        chair=0,
    )
    with pytest.raises(IntegrityError, match="chair"), transaction.atomic():
        second.save()


@pytest.mark.only_on("postgresql")  # SQLite cannot say it
def test_the_database_refuses_terms_that_share_a_day(
    town: Town, neighbour: str
) -> None:
    office = town.office("leader-a1")
    appoint.end(office, ends=TOMORROW, by=town.actor("administrator"), at=AT)
    second = Appointment(
        person=town.person(neighbour),
        function=office.function,
        area=office.area,
        starts=TODAY,
        ends=TOMORROW,
        state=State.ACTIVE,
        chair=0,
    )
    with pytest.raises(IntegrityError, match="on_any_day"), transaction.atomic():
        second.save()


# --- leaving ------------------------------------------------------------------


def test_leaving_the_post_ends_the_office_at_the_next_request(town: Town) -> None:
    assert town.actor("leader-a1").roles == {"leader"}
    tenure = town.person("leader-a1").tenures.get()
    enrol.leave_post(
        tenure,
        ends=TODAY,
        hand_over="The gate key is at the station.",
        by=town.actor("administrator"),
        at=AT,
    )
    assert town.actor("leader-a1").roles == frozenset()
    assert queries.leader_of([town.area("a1").pk], TODAY) == {}
    note = HandOver.objects.get()
    assert (note.appointment_id, note.text) == (
        town.office("leader-a1").pk,
        "The gate key is at the station.",
    )


def test_one_may_lay_down_ones_own_office(town: Town) -> None:
    office = town.office("leader-a1")
    appoint.end(office, ends=TODAY, by=town.actor("leader-a1"), at=AT)
    assert town.actor("leader-a1").roles == frozenset()


def test_the_past_of_an_office_is_not_rewritten(town: Town) -> None:
    with pytest.raises(Refusal, match="end-lies-behind"):
        appoint.end(
            town.office("member"),
            ends=TODAY - timedelta(days=1),
            by=town.actor("administrator"),
            at=AT,
        )


# --- two people, separate duties ------------------------------------------------


def test_whoever_nominates_does_not_review(town: Town) -> None:
    office = nominated(town, to_volunteer(town))
    with pytest.raises(Refusal, match="second-person-needed"):
        appoint.review(office, by=town.actor("dispatcher-station"), at=AT)


def test_nobody_reviews_or_appoints_themselves(town: Town) -> None:
    wanted = nomination(town, "administrator", "supervisor", "a")
    office = nominated(town, wanted)
    with pytest.raises(Refusal, match="second-person-needed"):
        appoint.review(office, by=town.actor("administrator"), at=AT)
    office = appoint.review(office, by=town.actor("dispatcher-centre"), at=AT)
    with pytest.raises(Refusal, match="second-person-needed"):
        appoint.appoint(office, by=town.actor("administrator"), at=AT)


def test_a_lone_administrator_may_set_the_town_up(town: Town) -> None:
    alone = town.actor("administrator")
    office = appoint.nominate(to_volunteer(town), by=alone, at=AT)
    office = appoint.review(office, by=alone, at=AT)
    office = appoint.appoint(office, by=alone, at=AT)
    assert office.state == State.ACTIVE


def test_with_two_administrators_neither_acts_alone(town: Town) -> None:
    appointed(town, "stranger", "administrator", "district")
    alone = town.actor("administrator")
    wanted = nomination(town, "member", "care", "a1", source=Source.VOLUNTEER)
    office = appoint.nominate(wanted, by=alone, at=AT)
    with pytest.raises(Refusal, match="second-person-needed"):
        appoint.review(office, by=alone, at=AT)


INCOMPATIBLE = [
    ("officer", "verifier", "a", None),
    ("verifier", "officer", "a", "handling-team"),
    ("dispatcher-command", "officer", "a", "handling-team"),
    ("supervisor", "officer", "district", "city-management"),
    ("administrator", "verifier", "b", None),
    ("member", "verifier", "district", None),
]


@pytest.mark.parametrize(("login", "function", "area", "unit"), INCOMPATIBLE)
def test_duties_that_do_not_go_together_are_refused(
    town: Town, login: str, function: str, area: str, unit: str | None
) -> None:
    wanted = nomination(town, login, function, area, unit=unit)
    with pytest.raises(Refusal, match="duties-incompatible"):
        appoint.nominate(wanted, by=town.actor("administrator"), at=AT)
    with pytest.raises(Refusal, match="duties-incompatible"):
        install(wanted, by=town.owner, at=AT)


def test_they_go_together_in_different_places_or_times(town: Town) -> None:
    elsewhere = nomination(town, "officer-team", "verifier", "east")
    assert install(elsewhere, by=town.owner, at=AT).state == State.ACTIVE
    office = town.office("officer-landscaping")
    appoint.end(office, ends=TOMORROW, by=town.actor("administrator"), at=AT)
    afterwards = nomination(
        town, "officer-landscaping", "verifier", "district", starts=TOMORROW
    )
    assert install(afterwards, by=town.owner, at=AT).state == State.ACTIVE


# --- who may --------------------------------------------------------------------

NOMINATES = [
    ("leader-a1", "a1", True),
    ("leader-a1", "a2", False),
    ("dispatcher-station", "a2", True),
    ("dispatcher-station", "b1", False),
    ("dispatcher-centre", "b1", True),
    ("dispatcher-centre", "c1", False),
    ("administrator", "c1", True),
    ("member", "a1", False),
    ("officer", "a1", False),
    ("police", "a1", False),
    ("stranger", "a1", False),
]


@pytest.mark.parametrize(("login", "area", "may"), NOMINATES)
def test_who_nominates_where(town: Town, login: str, area: str, may: bool) -> None:
    wanted = to_volunteer(town, "owners", area)
    if may:
        assert nominated(town, wanted, by=login).state == State.NOMINATED
        return
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        nominated(town, wanted, by=login)


def test_an_officer_nominates_colleagues_of_the_own_unit(town: Town) -> None:
    for unit, may in (("handling-team", True), ("landscaping", False)):
        wanted = nomination(town, "stranger", "officer", "west", unit=unit)
        if may:
            nominated(town, wanted, by="officer-team")
            continue
        with pytest.raises(Refusal, match="staff-act-not-yours"):
            nominated(town, wanted, by="officer-team")


def test_only_an_administrator_appoints(town: Town) -> None:
    office = nominated(town, to_volunteer(town))
    office = appoint.review(office, by=town.actor("supervisor"), at=AT)
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        appoint.appoint(office, by=town.actor("dispatcher-command"), at=AT)


def test_only_the_command_line_appoints_without_nomination(town: Town) -> None:
    with pytest.raises(Refusal, match="staff-act-not-yours"):
        install(to_volunteer(town), by=town.actor("administrator"), at=AT)


def test_a_refused_nomination_tells_its_nominator_why(town: Town) -> None:
    office = nominated(town, to_volunteer(town))
    with pytest.raises(Refusal, match="no-without-reason"):
        appoint.refuse(office, reason=" ", by=town.actor("supervisor"), at=AT)
    office = appoint.refuse(
        office, reason="Two serve here already.", by=town.actor("supervisor"), at=AT
    )
    assert office.state == State.REFUSED
    nominator = town.person("dispatcher-station").pk
    assert told("nomination-refused") == [("person", str(nominator))]
    with pytest.raises(Refusal, match="act-not-open"):
        appoint.review(office, by=town.actor("dispatcher-centre"), at=AT)


def test_a_refusal_leaves_nothing_behind(town: Town) -> None:
    before = Appointment.objects.count()
    wanted = nomination(town, "officer", "verifier", "a")
    with pytest.raises(Refusal):
        appoint.nominate(wanted, by=town.actor("administrator"), at=AT)
    assert Appointment.objects.count() == before
