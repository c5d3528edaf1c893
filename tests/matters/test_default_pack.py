"""The pack that ships: complete, tested, in our own words, and in two languages."""

import re
from collections import Counter
from functools import cache

import pytest

from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.matters import packs
from quincunx.matters.assembly import assemble
from quincunx.matters.definitions import Group, PackDefinition
from quincunx.matters.processes import ACTS, PATHS, Stage, Tier
from quincunx.matters.source import read
from quincunx.staff.kinds import DEPARTMENTS

HAN = re.compile(r"[一-鿿]")


@cache
def pack() -> PackDefinition:
    return assemble(read(packs.DEFAULT)).definition


def test_the_default_pack_is_sound_and_its_tests_pass():
    checked = packs.check(packs.DEFAULT)
    assert checked.faults == ()
    assert checked.counts["matters"] >= 120
    assert checked.counts["tests"] >= 40


def test_every_domain_holds_at_least_five_matters():
    held = Counter(matter.domain for matter in pack().matters)
    assert min(held[domain.code] for domain in pack().domains) >= 5


def test_the_domains_are_those_of_the_mission():
    groups = Counter(domain.group for domain in pack().domains)
    assert groups == {
        Group.FUNCTION: 10,
        Group.COMPONENTS: 5,
        Group.EVENTS: 6,
        Group.DISPUTES: 1,
        Group.SAFETY: 1,
    }
    functional = {d.code for d in pack().domains if d.group is Group.FUNCTION}
    assert functional == {kind.value for kind in DEPARTMENTS}


def test_every_tier_is_used():
    assert {matter.process.tier for matter in pack().matters} == set(Tier)


def test_every_case_has_a_limit_for_handling_and_a_way_to_be_closed():
    for matter in pack().matters:
        for condition in matter.conditions:
            assert Stage.HANDLE in condition.limits
            assert condition.closing


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everything_is_said_in_both_languages(language):
    texts = [
        text[language]
        for matter in pack().matters
        for text in (matter.name, matter.standard, matter.sample)
    ]
    texts += [
        text[language]
        for matter in pack().matters
        for condition in matter.conditions
        for text in (condition.name, condition.closing)
    ]
    is_chinese = language == "zh-hans"
    assert [t for t in texts if bool(HAN.search(t)) is not is_chinese] == []


def test_neighbours_noise_goes_to_mediation_and_never_to_the_police():
    noise = [m for m in pack().matters if m.domain == "disputes" and m.icon == "noise"]
    assert {m.unit for m in noise} == {"kind:mediation-committee"}
    police = {"kind:public-security", "kind:police-office"}
    disputes = {
        m.code for m in pack().matters if m.icon == "noise" and m.unit in police
    }
    assert disputes == set()


def test_a_home_is_not_told_about_violence_in_it():
    violence = pack().matter("violence-at-home")
    named = {step.unit for step in violence.process.steps}
    assert "kind:property-company" not in named
    assert not violence.public


def test_the_steps_of_all_tiers_are_acts_of_the_life_of_a_case():
    assert {str(row.act) for row in LIFECYCLE} >= ACTS
    assert PATHS.keys() == set(Tier)


def test_disputes_and_safety_and_what_tells_of_a_person_are_never_public():
    groups = {domain.code: domain.group for domain in pack().domains}
    private = {"disputes", "safety"}
    shown = {m.code for m in pack().matters if m.public}
    assert {m.code for m in pack().matters if groups[m.domain] in private} & shown == (
        set()
    )
    assert not shown & {
        "lost-child-or-elder",
        "clinic-without-licence",
        "dog-unleashed",
    }
    assert {"street-lamp", "cover", "household-waste"} <= shown
    assert len(shown) > 60


def test_some_matters_ask_more_of_who_reports():
    asked = {m.code: [q.kind for q in m.questions] for m in pack().matters}
    assert asked["street-lamp"] == ["line"]
    assert asked["shared-bicycles"] == ["number", "several"]
