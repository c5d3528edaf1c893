"""Three lists, one person: who is joined, who is asked about, who stays apart."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quincunx.bench import lists
from quincunx.registers.facts import Source
from quincunx.registers.sources.agreement import RULES, compare, rule_for
from quincunx.registers.sources.claims import Claim, is_sound
from quincunx.registers.sources.reconcile import Told, reconcile

LIN = Claim(
    Source.PERMIT,
    "p-1",
    "林晓梅",
    number="11010519491231002X",
    phone="13800000001",
    room="7-301",
)
HIRED = replace(LIN, source=Source.EMPLOYER, key="e-1", room="", phone="13900000009")
LEASED = replace(LIN, source=Source.LEASE, key="l-1", number="")
TWIN = replace(LIN, source=Source.LEASE, key="l-2", name="林晓兰", number="")


def joined(*claims: Claim) -> list[list[str]]:
    return [[c.key for c in record.claims] for record in reconcile(claims).records]


def asked(*claims: Claim) -> list[str]:
    return [match.rule for match in reconcile(claims).questions]


def test_one_person_of_three_lists_is_one_record_that_says_why() -> None:
    [record] = reconcile([HIRED, LEASED, LIN]).records

    assert [claim.key for claim in record.claims] == ["e-1", "l-1", "p-1"]
    assert {m.rule for m in record.why} == {
        "same-number-and-name",
        "same-name-phone-room",
    }
    assert record.fields["phone"] == Told(
        "13800000001", Source.LEASE, ((Source.EMPLOYER, "13900000009"),)
    )


CASES = [
    ("a new telephone", replace(HIRED, phone="13700000003"), True),
    ("written wide", replace(LEASED, name="林 晓梅"), True),
    ("a digit mistyped", replace(LEASED, number="11010519491231012X"), True),
    ("two digits swapped", replace(LEASED, number="11010519491213002X"), True),
    ("a letter mistyped, same number", replace(HIRED, name="林晓枚"), True),
    ("a twin at the same telephone", TWIN, False),
    ("another sound number", replace(LEASED, number="110105194912310038"), False),
    ("the number with another name", replace(HIRED, name="王建国"), False),
    ("a namesake elsewhere", replace(LEASED, phone="", room="9-101"), False),
    ("a name alone", replace(LEASED, phone="", room=""), False),
]  # fmt: skip


@pytest.mark.parametrize(("what", "other", "same"), CASES)
def test_what_is_one_person_and_what_is_not(
    what: str, other: Claim, same: bool
) -> None:
    assert (len(joined(LIN, other)) == 1) is same, what


def test_what_only_looks_alike_is_asked_and_changes_nothing() -> None:
    claim = replace(LIN, number="", born=date(1949, 12, 31))
    assert asked(claim, TWIN) == []  # her day of birth is not told: nothing says twin
    assert asked(claim, replace(TWIN, born=claim.born)) == ["slip-in-name"]
    assert asked(LIN, replace(HIRED, name="王建国")) == ["number-of-another-name"]
    assert asked(LIN, LEASED) == []


def test_a_claim_between_two_sound_numbers_joins_one_and_asks_of_the_other() -> None:
    other = replace(LIN, source=Source.EMPLOYER, key="e-2", number="110105194912310038")
    found = reconcile([LIN, LEASED, other])

    assert len(found.records) == 2
    assert len(found.questions) == 1


def test_a_sound_number_is_believed_before_a_wrong_one_of_a_better_list() -> None:
    wrong = replace(LIN, number="11010519491231012X")
    [record] = reconcile([wrong, replace(HIRED, phone=LIN.phone)]).records

    assert record.fields["number"].value == LIN.number
    assert record.fields["number"].others == ((Source.PERMIT, wrong.number),)


def test_every_rule_can_be_reached() -> None:
    """A rule that a stronger one always covers would be no rule."""
    assert len({rule.code for rule in RULES}) == len(RULES)
    nothing = rule_for(
        compare(LIN, replace(HIRED, name="王建国", number="", born=None))
    )
    assert nothing is None


people = st.builds(
    Claim,
    source=st.sampled_from([Source.PERMIT, Source.LEASE, Source.EMPLOYER]),
    key=st.uuids().map(str),
    name=st.sampled_from(["林晓梅", "林晓兰", "王建国", "林 晓梅"]),
    number=st.sampled_from(["", LIN.number, "110105194912310038", "1101051949123100"]),
    phone=st.sampled_from(["", "1", "2"]),
    room=st.sampled_from(["", "a", "b"]),
)


@given(st.lists(people, max_size=12, unique_by=lambda each: each.at), st.randoms())
def test_order_changes_nothing_and_every_claim_is_in_one_record(
    claims: list[Claim], order: Random
) -> None:
    shuffled = list(claims)
    order.shuffle(shuffled)
    found = reconcile(claims)

    assert found == reconcile(shuffled)
    assert sorted(c.at for r in found.records for c in r.claims) == sorted(
        c.at for c in claims
    )
    for record in found.records:
        sound = {c.number for c in record.claims if is_sound(c.number)}
        assert len(sound) <= 1


def test_a_generated_town_is_told_apart_as_the_figures_ask() -> None:
    """A sample of what `quincunx bench --part lists` measures on 100,000 people."""
    made = lists.town(3_000, seed=7)
    scored = lists.score(made, reconcile(made.claims))

    assert scored.precision >= 0.999
    assert scored.recall >= 0.97
