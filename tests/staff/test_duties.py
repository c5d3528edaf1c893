"""The separation of duties, as a rule on plain values."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quincunx.staff.duties import Duty, clash, during, overlap
from quincunx.staff.roles import INCOMPATIBLE, Role

DAY = date(2026, 1, 1)
days = st.integers(0, 60).map(lambda n: DAY + timedelta(days=n))
ends = st.none() | days
paths = st.sampled_from(["1.", "1.2.", "1.2.3.", "1.4.", "1.20."])
roles = st.sampled_from(list(Role))
functions = st.sampled_from(["care", "mediation", "policing-link"])
duties = st.builds(
    Duty,
    function=functions,
    role=roles,
    path=paths,
    starts=days,
    ends=ends,
    incompatible=st.frozensets(functions, max_size=1),
)


def held_on(duty: Duty, day: date) -> bool:
    return duty.starts <= day and (duty.ends is None or day < duty.ends)


def naive(one: Duty, other: Duty) -> bool:
    """Look at every day and every place by itself."""
    forbidden = (
        frozenset({one.role, other.role}) in INCOMPATIBLE
        or other.function in one.incompatible
        or one.function in other.incompatible
    )
    window = [DAY + timedelta(days=n) for n in range(130)]
    together = any(held_on(one, day) and held_on(other, day) for day in window)
    shares = one.path.startswith(other.path) or other.path.startswith(one.path)
    return forbidden and together and shares


@given(duties, duties)
def test_a_clash_is_one_day_in_one_place(one: Duty, other: Duty) -> None:
    found = clash(one, [other])
    assert found == (other if naive(one, other) else None)


@given(duties, duties)
def test_it_does_not_matter_who_came_first(one: Duty, other: Duty) -> None:
    assert (clash(one, [other]) is None) == (clash(other, [one]) is None)


@given(duties, days, days)
def test_a_part_of_a_duty_lies_within_both(duty: Duty, first: date, last: date) -> None:
    part = during(duty, first, last)
    for n in range(70):
        day = DAY + timedelta(days=n)
        assert held_on(part, day) == (held_on(duty, day) and first <= day < last)


def test_terms_that_touch_do_not_overlap() -> None:
    middle = DAY + timedelta(days=10)
    assert not overlap(DAY, middle, middle, None)
    assert overlap(DAY, middle, middle - timedelta(days=1), None)
    assert not overlap(DAY, DAY, DAY, None)
