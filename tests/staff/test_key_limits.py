"""A key reaches less far than its person: what for, where, and from where."""

from datetime import timedelta

import pytest

from quincunx.cases import access, contacts, report
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff import key_calls, keys, scopes
from quincunx.staff.key_tables import AccessKey, KeyCalls
from quincunx.staff.scopes import Limits, Scope
from tests.cases.conftest import Stage, stage
from tests.staff.stories import NEXT_DAY

__all__ = ["stage"]


def key(
    stage: Stage, login: str, *what_for: Scope, area: str = "", networks=()
) -> Actor:
    """Return who comes with a key of somebody, made for this and there."""
    made = keys.make(
        stage.town.person(login),
        "hotline",
        expires=NEXT_DAY,
        limits=Limits(what_for or scopes.EVERYTHING, addresses=networks),
        area=stage.town.area(area) if area else None,
        by=stage.town.owner,
        at=stage.now,
    )
    found = keys.actor_with(made, at=stage.now, address="203.0.113.9")
    assert found is not None
    return found


def numbers(actor: Actor) -> set[str]:
    return set(access.visible_cases(actor).values_list("number", flat=True))


def test_a_key_sees_and_does_nothing_beyond_its_area(stage: Stage):
    here, there = stage.report(at="a1"), stage.report(by="leader-b1", at="b1")
    desk = "dispatcher-command"
    assert numbers(key(stage, desk)) == {here.number, there.number}
    narrow = key(stage, desk, area="a")
    assert numbers(narrow) == {here.number}
    with pytest.raises(Refusal, match="no-such-case"):
        access.case_for(narrow, there.number)
    with pytest.raises(Refusal, match="not-yours-to-do"):
        stage.do(Act.NOTE, there, narrow, text="Beyond.")
    assert stage.do(Act.NOTE, here, narrow, text="Within.")


def test_an_area_binds_what_comes_by_a_unit_or_by_name_too(stage: Stage):
    here = stage.dispatched(stage.report(at="a1"))
    there = stage.dispatched(stage.report(by="leader-b1", at="b1"))
    assert numbers(key(stage, "officer")) == {here.number, there.number}
    assert numbers(key(stage, "officer", area="a")) == {here.number}
    assert numbers(key(stage, "leader-b1", area="a")) == set()


def test_a_desk_keeps_its_acts_in_a_part_of_its_place(stage: Stage):
    """The right to dispatch is the desk's own, which stands above the key's area."""
    case = stage.report(at="a1")
    narrow = key(stage, "dispatcher-centre", area="a")
    unit = stage.town.unit("city-management")
    assert stage.do(Act.DISPATCH, case, narrow, unit=unit).state == "dispatched"


@pytest.mark.parametrize(
    ("what_for", "sees", "acts"),
    [
        ((Scope.READ,), True, False),
        ((Scope.ACT,), True, True),
        ((Scope.REPORT,), False, False),
        ((Scope.MANAGE,), False, False),
        (tuple(Scope), True, True),
    ],
)
def test_a_key_does_what_it_is_for(stage: Stage, what_for, sees, acts):
    case = stage.report()
    actor = key(stage, "dispatcher-centre", *what_for)
    assert bool(numbers(actor)) is sees
    if acts:
        assert stage.do(Act.NOTE, case, actor, text="A word.")
    else:
        with pytest.raises(Refusal, match="key-not-for-this"):
            stage.do(Act.NOTE, case, actor, text="A word.")


def test_who_a_reporter_is_needs_a_key_for_that(stage: Stage):
    told = contacts.ContactDetails(phone="13800138000")
    case, _ = stage.resident_report(contact=told)
    actor = key(stage, "dispatcher-centre", Scope.READ, Scope.ACT)
    assert not contacts.may_reveal(case, actor)
    with pytest.raises(Refusal, match="key-not-for-this"):
        contacts.reveal(case, purpose="ask", by=actor, at=stage.now)
    asked = key(stage, "dispatcher-centre", Scope.CONTACTS, Scope.READ)
    opened = contacts.reveal(case, purpose="ask", by=asked, at=stage.now)
    assert opened.phone == "+8613800138000"


def test_a_key_for_reports_sends_them_and_sees_nothing(stage: Stage):
    actor = key(stage, "leader-a1", Scope.REPORT, area="a")
    told = Report(text="It is dark.", place=stage.place("a1"))
    sent = report.submit(told, by=actor, at=stage.now)
    with pytest.raises(Refusal, match="no-such-case"):
        access.case_for(actor, sent.case.number)
    beyond = Report(text="It is dark.", place=stage.place("b1"))
    with pytest.raises(Refusal, match="not-yours-to-do"):
        report.submit(beyond, by=actor, at=stage.now)


@pytest.mark.parametrize(
    ("networks", "address", "opens"),
    [
        ((), "198.51.100.1", True),
        (("203.0.113.0/24",), "203.0.113.9", True),
        (("203.0.113.0/24",), "::ffff:203.0.113.9", True),
        (("203.0.113.0/24",), "198.51.100.1", False),
        (("203.0.113.0/24",), "", False),
        (("2001:db8::/32", "198.51.100.1"), "198.51.100.1", True),
    ],
)
def test_a_key_opens_from_its_networks_only(networks, address, opens):
    assert scopes.is_from(address, scopes.checked(networks)) is opens


def test_a_key_used_from_elsewhere_is_refused(stage: Stage):
    with pytest.raises(Refusal, match="key-not-from-here"):
        key(stage, "officer", networks=("198.51.100.0/24",))


@pytest.mark.parametrize("told", [("here",), ("203.0.113.9/24",), ("1.2.3.4/33",)])
def test_what_is_no_network_is_refused(told):
    with pytest.raises(Refusal, match="key-address-malformed"):
        scopes.checked(told)


def test_one_key_makes_none_that_reaches_further(stage: Stage):
    maker = key(stage, "administrator", Scope.MANAGE, Scope.READ, area="a")
    member, more = stage.town.person("member"), {"expires": NEXT_DAY, "by": maker}
    area = stage.town.area("a1")
    read, act = Limits((Scope.READ,)), Limits((Scope.ACT,))
    assert keys.make(member, "ok", limits=read, area=area, at=stage.now, **more)
    for limits, where in ((act, area), (read, None), (read, stage.town.area("b"))):
        with pytest.raises(Refusal, match="key-wider-than-yours"):
            keys.make(member, "no", limits=limits, area=where, at=stage.now, **more)


def test_calls_are_counted_by_the_minute(stage: Stage, settings):
    settings.QUINCUNX_CALLS = 2
    key(stage, "officer")
    number = AccessKey.objects.get().pk
    rates = [key_calls.count(number, stage.now) for _ in range(3)]
    assert [each.remaining for each in rates] == [1, 0, 0]
    assert [each.is_over for each in rates] == [False, False, True]
    later = stage.now + timedelta(minutes=1)
    assert key_calls.count(number, later).remaining == 1
    assert (
        key_calls.expire(stage.now + timedelta(days=91)) == KeyCalls.objects.count() + 2
    )
