"""A restaurant opens, changes, is looked at, appeals against its tier, and closes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.foundation import journal, vault
from quincunx.foundation.models import IdentityRead
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.models import Room
from quincunx.registers.places import (
    access,
    appeal,
    contacts,
    facilities,
    judge,
    queries,
    register,
)
from quincunx.registers.places.appeal import Answer
from quincunx.registers.places.contacts import Answerable
from quincunx.registers.places.facilities import Thing
from quincunx.registers.places.models import Premise
from quincunx.registers.places.queries import Wanted
from quincunx.registers.places.register import Told, Where
from tests.cast import Town
from tests.registers.places.conftest import CODE, DAY, Open

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(30)


def test_only_differences_are_written_and_each_field_has_its_age(
    town: Town, opened: Open, shops: list[Room]
):
    noodles = opened(rooms=(shops[0].pk, shops[1].pk))
    assert (noodles.tier, noodles.uscc, noodles.rooms.count()) == ("yellow", CODE, 2)
    said = {"by": town.actor("leader-a1"), "at": town.at, "on": LATER}
    told = Told(
        {"name": "榆下面馆", "capacity": 40, "rooms": [shops[0].pk]},
        {"gas": "piped", "floor_area": "60"},
        {"telephone": "138 0013 8000"},
    )
    changed = register.change(noodles, told, source=Source.SELF, **said)
    facts = changed.facts
    assert {code for code, fact in facts.items() if fact.since == LATER} == {
        "capacity",
        "gas",
        "rooms",
    }
    assert (facts["gas"].source, facts["name"].source) == (Source.SELF, Source.DOOR)
    assert changed.tier == "green"
    assert list(changed.rooms.values_list("pk", flat=True)) == [shops[0].pk]
    register.change(changed, told, **said)
    acts = [each.act for each in journal.entries(changed.subject)]
    assert acts == ["register-premise", "change-premise"]

    confirmed = register.confirm(changed, **said)
    assert confirmed.checked_on == LATER
    emptied = register.change(confirmed, Told(details={"gas": ""}), **said)
    assert "gas" not in emptied.details
    assert [f.code for f in emptied.rules.missing(emptied.details)] == ["gas"]


def test_what_does_not_fit_is_refused_by_name(town: Town, opened: Open):
    noodles = opened()
    said = {"by": town.actor("leader-a1"), "at": town.at, "on": DAY}
    for told, code in (
        (Told({"uscc": "91350100M000100Y44"}), "credit-code-wrong"),
        (Told({"kind": "school"}), "premise-kind-unknown"),
        (Told({"name": " "}), "premise-name-unfit"),
        (Told({"capacity": -1}), "premise-field-wrong"),
        (Told({"rooms": [1]}), "premise-rooms-elsewhere"),
        (Told(details={"exits": 2}), "premise-field-unknown"),
        (Told(details={"floor_area": "-3"}), "premise-field-wrong"),
        (Told(details={"cooking": "yes"}), "premise-field-wrong"),
        (Told(details={"licence_until": "2026-02-30"}), "premise-field-wrong"),
        (Told(details={"gas": "wood"}), "premise-field-wrong"),
    ):
        with pytest.raises(Refusal, match=code):
            register.change(noodles, told, **said)
    with pytest.raises(Refusal, match="premise-there-already"):
        opened()
    with pytest.raises(Refusal, match="premise-class-unknown"):
        register.register("church", Where(town.area("a1")), Told(), **said)


def test_who_answers_is_sealed_and_every_read_is_written_down(town: Town, opened: Open):
    noodles = opened()
    row = Premise.objects.filter(pk=noodles.pk).values().get()
    assert "钱老板" not in str(row)
    assert b"13800138000" not in bytes(row["telephone"])
    leader = town.actor("leader-a1")
    shown = contacts.reveal(noodles, purpose="visit", by=leader, at=town.at)
    assert shown == Answerable("钱老板", "+8613800138000")
    read = IdentityRead.objects.get(subject_id=str(noodles.pk))
    assert (read.purpose, read.by_person) == ("premise-visit", leader.person)
    with pytest.raises(Refusal, match="premise-contact-without-purpose"):
        contacts.reveal(noodles, purpose="curiosity", by=leader, at=town.at)
    for login in ("leader-a2", "officer", "administrator", "police", "stranger"):
        by = town.actor(login)
        with pytest.raises(Refusal, match="premise-contact-not-for-you"):
            contacts.reveal(noodles, purpose="visit", by=by, at=town.at)
    link = replace(
        leader,
        holdings=tuple(
            replace(h, role="member", function="policing-link") for h in leader.holdings
        ),
    )
    with pytest.raises(Refusal, match="premise-contact-not-for-you"):
        contacts.reveal(noodles, purpose="visit", by=link, at=town.at)
    assert not access.may_keep(link, noodles.place.path)
    assert IdentityRead.objects.count() == 1


def test_closed_it_is_history_and_nobody_answers_for_it(town: Town, opened: Open):
    noodles = opened()
    said = {"by": town.actor("leader-a1"), "at": town.at, "on": LATER}
    closed = register.close(noodles, **said)
    assert (closed.valid_to, closed.responsible, closed.telephone) == (
        LATER,
        None,
        None,
    )
    assert vault.key_of(closed.subject) is None
    with pytest.raises(Refusal, match="premise-closed"):
        register.confirm(closed, **said)
    assert opened().pk != closed.pk


def test_everybody_there_sees_the_place_and_nobody_elsewhere(town: Town, opened: Open):
    noodles = opened()
    seen = {
        login: access.visible_premises(town.actor(login)).filter(pk=noodles.pk).exists()
        for login in ("leader-a1", "leader-a2", "dispatcher-station", "officer")
    }
    assert seen == {
        "leader-a1": True,
        "leader-a2": False,
        "dispatcher-station": True,
        "officer": True,
    }
    with pytest.raises(Refusal, match="premises-not-yours-to-change"):
        register.confirm(noodles, on=DAY, by=town.actor("leader-a2"), at=town.at)
    with pytest.raises(Refusal, match="no-such-premise"):
        access.premise_for(town.actor("leader-a2"), noodles.pk)


def test_a_list_goes_page_by_page_and_finds_by_name_and_by_code(
    town: Town, opened: Open, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries, "PAGE", 2)
    for name in ("一号店", "二号店", "三号店"):
        opened(name)
    leader = town.actor("leader-a1")
    with CaptureQueriesContext(connection) as asked:
        first = queries.listed(leader, Wanted(), DAY)
    assert (len(first.rows), len(asked)) == (2, 1)
    rest = queries.listed(leader, Wanted(after=first.after), DAY)
    assert (len(rest.rows), rest.after) == (1, None)
    assert len({row.pk for row in (*first.rows, *rest.rows)}) == 3
    found = queries.listed(leader, Wanted(q="三号", tier="yellow"), DAY)
    assert [row.name for row in found.rows] == ["三号店"]
    by_code = queries.listed(leader, Wanted(q=CODE.lower()), DAY)
    assert len(by_code.rows) == 2
    counted = queries.counts(leader, town.area("a1").path, DAY)
    assert counted == {"of_class": {"commercial": 3}, "tier": {"yellow": 3}}


def test_an_appeal_is_decided_by_another_and_stands_for_a_time(
    town: Town, opened: Open
):
    noodles, leader = opened(), town.actor("leader-a1")
    asked = appeal.ask(noodles, "气瓶在院外气站", by=leader, at=town.at)
    assert (asked.against, asked.for_the_place) == ("yellow", True)
    with pytest.raises(Refusal, match="tier-appeal-open"):
        appeal.ask(noodles, "once more", by=leader, at=town.at)
    with pytest.raises(Refusal, match="tier-appeal-not-yours"):
        appeal.ask(noodles, "not mine", by=town.actor("leader-a2"), at=town.at)
    answer = Answer("green", "confirmed on the spot")
    with pytest.raises(Refusal, match="tier-appeal-decided-by-another"):
        appeal.decide(asked, answer, on=DAY, by=leader, at=town.at)
    decided = appeal.decide(
        asked, answer, on=DAY, by=town.actor("supervisor"), at=town.at
    )
    noodles.refresh_from_db()
    assert (noodles.tier, noodles.tier_due) == ("green", decided.until)
    assert judge.judged(noodles, DAY).tier == "yellow"
    with pytest.raises(Refusal, match="tier-appeal-decided"):
        appeal.decide(asked, answer, on=DAY, by=town.actor("supervisor"), at=town.at)

    assert judge.judge_due(by=town.owner, at=town.at, on=DAY) == 0
    over = noodles.tier_due or DAY
    assert judge.judge_due(by=town.owner, at=town.at, on=over) == 1
    noodles.refresh_from_db()
    assert noodles.tier == "yellow"
    acts = [each.act for each in journal.entries(noodles.subject)]
    assert acts == ["register-premise", "appeal-tier", "decide-tier", "change-tier"]


def test_who_answers_for_a_place_appeals_alone(town: Town, opened: Open):
    noodles = opened()
    said = {"by": town.actor("leader-a1"), "at": town.at, "on": DAY}
    noodles = register.change(
        noodles, Told({"unit": town.unit("resident-unit")}), **said
    )
    school = town.actor("school")
    assert access.premise_for(school, noodles.pk) == noodles
    asked = appeal.ask(noodles, "管道气已通", by=school, at=town.at)
    assert not asked.for_the_place
    refused = Answer("", "not yet connected")
    done = appeal.decide(
        asked, refused, on=DAY, by=town.actor("supervisor"), at=town.at
    )
    noodles.refresh_from_db()
    assert (done.granted, done.until, noodles.tier) == ("", None, "yellow")


def test_a_hydrant_is_registered_confirmed_and_taken_away(town: Town):
    said = {"by": town.actor("leader-a1"), "at": town.at}
    lon, lat = town.spot("a1")
    hydrant = facilities.register(
        town.area("a1"), Thing("hydrant", lon, lat, "东门"), on=DAY, **said
    )
    found = queries.facilities_in(said["by"], town.area("a1").path, DAY)
    assert found == [hydrant]
    assert facilities.confirm(hydrant, on=LATER, **said).checked_on == LATER
    facilities.close(hydrant, on=LATER, **said)
    assert queries.facilities_in(said["by"], town.area("a1").path, LATER) == []
    with pytest.raises(Refusal, match="facility-kind-unknown"):
        facilities.register(town.area("a1"), Thing("camera", lon, lat), on=DAY, **said)
    with pytest.raises(Refusal, match="no-such-facility"):
        access.facility_for(town.actor("leader-a2"), hydrant.pk)


def test_a_building_tells_its_entrances_and_the_bodies_of_its_compound(
    town: Town, shops: list[Room]
):
    area = town.area("a1-1")
    assert queries.entrances(area.path, date(2026, 3, 2)) == {"1": len(shops)}
    assert [unit.name for unit in queries.bodies(area)] == [
        "青榆业委会",
        "青榆物业公司",
    ]
