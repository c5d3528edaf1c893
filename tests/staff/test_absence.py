"""Somebody is away; work never lands on an empty chair."""

from datetime import timedelta

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.staff import absence, appoint, found, queries
from quincunx.staff.absence import Leave
from quincunx.staff.found import Charter
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.queries import OnDuty
from quincunx.staff.roles import Role
from tests.cast import AT, Town, appointed
from tests.staff.stories import LATER, NEXT_DAY, TODAY, told, written


def away(town: Town, login: str, cover: str = "", by: str = ""):
    """Let somebody be away from now until tomorrow."""
    leave = Leave(AT, NEXT_DAY, cover=town.people[cover] if cover else None)
    return absence.declare(town.person(login), leave, by=town.actor(by or login), at=AT)


def on_duty(town: Town, unit: str) -> list[tuple[str, str, str]]:
    logins = {person.pk: login for login, person in town.people.items()}
    codes = {unit.pk: code for code, unit in town.units.items()}
    found = queries.on_duty(town.unit(unit).pk, LATER)
    return [(logins[d.person], codes[d.unit], d.how) for d in found]


def in_charge(town: Town, role: Role, area: str) -> list[str]:
    logins = {person.pk: login for login, person in town.people.items()}
    found = queries.in_charge(role, town.area(area).path, LATER)
    return [logins[key] for key in found]


def test_the_cover_holds_what_the_colleague_holds_and_only_meanwhile(
    town: Town,
) -> None:
    leave = away(town, "leader-a1", cover="leader-a2")
    held = {h.path for h in town.actor("leader-a2", LATER).holdings}
    assert held == {town.area("a1").path, town.area("a2").path}
    after = {h.path for h in town.actor("leader-a2", NEXT_DAY).holdings}
    assert after == {town.area("a2").path}
    assert written("absence", leave.pk) == ["declare"]
    assert told("you-cover") == [("person", str(town.person("leader-a2").pk))]


def test_whoever_is_back_early_takes_over_again(town: Town) -> None:
    leave = away(town, "leader-a1", cover="leader-a2")
    absence.come_back(leave, by=town.actor("leader-a1"), at=LATER)
    assert len(town.actor("leader-a2", LATER).holdings) == 1
    with pytest.raises(Refusal, match="absence-over"):
        absence.come_back(leave, by=town.actor("leader-a1"), at=NEXT_DAY)


def test_a_cover_may_not_take_duties_that_do_not_go_with_their_own(
    town: Town,
) -> None:
    with pytest.raises(Refusal, match="duties-incompatible"):
        away(town, "verifier", cover="officer")


def test_a_cover_is_not_appointed_to_what_does_not_go_with_the_cover(
    town: Town,
) -> None:
    away(town, "verifier", cover="leader-c1")
    with pytest.raises(Refusal, match="duties-incompatible"):
        appointed(town, "leader-c1", "officer", "c", unit="handling-team", starts=TODAY)


BAD = [
    ("cover-is-oneself", {"cover": "officer"}),
    ("term-ends-before-it-starts", {"ends": AT}),
    ("absence-too-long", {"ends": AT + timedelta(days=400)}),
]


@pytest.mark.parametrize(("code", "changed"), BAD)
def test_bad_absences_are_refused(
    town: Town, code: str, changed: dict[str, object]
) -> None:
    cover = changed.get("cover")
    leave = Leave(
        AT,
        changed.get("ends", NEXT_DAY),
        cover=town.people[cover] if cover else None,
    )
    with pytest.raises(Refusal, match=code):
        absence.declare(town.person("officer"), leave, by=town.actor("officer"), at=AT)


def test_nobody_is_away_twice_at_once(town: Town) -> None:
    away(town, "officer")
    with pytest.raises(Refusal, match="away-already"):
        away(town, "officer")


def test_only_oneself_or_the_desk_above_declares(town: Town) -> None:
    away(town, "leader-a1", by="dispatcher-station")
    for login in ("leader-a2", "officer", "stranger", "dispatcher-station"):
        with pytest.raises(Refusal, match="staff-act-not-yours"):
            away(town, "leader-b1", by=login)


# --- on duty --------------------------------------------------------------------


def test_the_officer_is_on_duty_and_the_cover_when_away(town: Town) -> None:
    assert on_duty(town, "handling-team") == [
        ("officer-team", "handling-team", "holder")
    ]
    away(town, "officer-team", cover="stranger", by="administrator")
    assert on_duty(town, "handling-team") == [("stranger", "handling-team", "cover")]


def test_without_cover_the_units_other_people_step_in(town: Town) -> None:
    appointed(town, "stranger", "verifier", "east", unit="handling-team")
    away(town, "officer-team")
    assert on_duty(town, "handling-team") == [
        ("stranger", "handling-team", "colleague")
    ]


def test_then_the_houses_of_the_territory_from_the_nearest_up(town: Town) -> None:
    away(town, "property")
    assert on_duty(town, "property-company") == [
        ("dispatcher-station", "station-a", "holder")
    ]
    away(town, "dispatcher-station")
    assert on_duty(town, "property-company") == [
        ("dispatcher-centre", "service-centre-west", "holder")
    ]
    away(town, "dispatcher-centre")
    assert on_duty(town, "property-company") == [
        ("dispatcher-command", "command-centre", "holder")
    ]


def test_a_unit_without_anybody_falls_to_its_territory(town: Town) -> None:
    assert on_duty(town, "education") == [
        ("dispatcher-command", "command-centre", "holder")
    ]


def test_a_unit_without_area_falls_to_the_command_centre(town: Town) -> None:
    charter = Charter("flying-team", "机动队", OrganisationKind.HANDLING_TEAM)
    town.units["flying-team"] = found.organisation(charter, by=town.owner, at=AT)
    assert on_duty(town, "flying-team") == [
        ("dispatcher-command", "command-centre", "holder")
    ]


def test_a_cover_who_is_away_is_no_cover(town: Town) -> None:
    away(town, "officer-team", cover="stranger", by="administrator")
    leave = Leave(AT, NEXT_DAY)
    absence.declare(town.person("stranger"), leave, by=town.actor("stranger"), at=AT)
    assert on_duty(town, "handling-team") == [
        ("dispatcher-centre", "service-centre-west", "holder")
    ]


def test_when_all_are_away_there_is_nobody_and_it_is_said(town: Town) -> None:
    for login in ("dispatcher-centre", "dispatcher-command", "officer-team"):
        away(town, login)
    assert queries.on_duty(town.unit("handling-team").pk, LATER) == ()


def test_on_duty_is_a_value(town: Town) -> None:
    officer, unit = town.person("officer").pk, town.unit("city-management").pk
    assert queries.on_duty(unit, AT) == (OnDuty(officer, unit, "holder"),)


# --- deputies -------------------------------------------------------------------


def test_the_deputy_leads_while_the_leader_is_away(town: Town) -> None:
    assert town.actor("deputy-a1").roles == {"member"}
    away(town, "leader-a1")
    deputy = town.actor("deputy-a1", LATER)
    assert {(h.role, h.function) for h in deputy.holdings} == {
        ("member", "deputy-leader"),
        ("leader", "leader"),
    }
    assert in_charge(town, Role.LEADER, "a1") == ["deputy-a1"]


def test_the_deputy_leads_while_there_is_no_leader(town: Town) -> None:
    office = town.office("leader-a1")
    appoint.end(office, ends=TODAY, by=town.actor("leader-a1"), at=AT)
    assert town.actor("deputy-a1", LATER).roles == {"member", "leader"}
    assert in_charge(town, Role.LEADER, "a1") == ["deputy-a1"]


def test_the_cover_goes_before_the_deputy(town: Town) -> None:
    away(town, "leader-a1", cover="leader-a2")
    assert in_charge(town, Role.LEADER, "a1") == ["leader-a2"]


def test_nobody_leads_a_grid_whose_leader_is_away_alone(town: Town) -> None:
    away(town, "leader-c1")
    assert in_charge(town, Role.LEADER, "c1") == []
    assert in_charge(town, Role.DISPATCHER, "c1") == ["dispatcher-command"]
