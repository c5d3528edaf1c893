"""A fact has a source and an age; a value told anew forgets the old source."""

from datetime import date

from quincunx.registers import facts
from quincunx.registers.facts import Fact, Source

MARCH, JUNE, TODAY = date(2026, 3, 1), date(2026, 6, 1), date(2026, 6, 11)


def test_a_field_told_anew_has_its_new_source_and_day() -> None:
    known = facts.learn({}, ["phone", "use"], Source.LANDLORD, on=MARCH)
    known = facts.learn(known, ["phone"], Source.DOOR, on=JUNE, reference="v-1")

    assert facts.read(known) == {
        "phone": Fact(Source.DOOR, JUNE, JUNE, "v-1"),
        "use": Fact(Source.LANDLORD, MARCH, MARCH),
    }


def test_a_field_confirmed_keeps_its_source_and_grows_young() -> None:
    known = facts.learn({}, ["phone"], Source.LANDLORD, on=MARCH)
    known = facts.confirm(known, ["phone", "never told"], on=JUNE)

    fact = facts.read(known)["phone"]
    assert fact == Fact(Source.LANDLORD, MARCH, JUNE)
    assert fact.days(TODAY) == 10
    assert facts.oldest(known) == JUNE


def test_what_is_forgotten_has_no_age() -> None:
    known = facts.forget(facts.learn({}, ["phone"], Source.SELF, on=MARCH), ["phone"])

    assert known == {}
    assert facts.oldest(known) is None
