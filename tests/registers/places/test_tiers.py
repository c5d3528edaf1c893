"""The tier of a place: reasons that add up, end on their day and never speak twice."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quincunx.registers.places import classes, tiers
from quincunx.registers.places.tiers import Judgement, Value

DAY = date(2026, 3, 2)
STEPS = classes.known().steps
CLASSES = st.sampled_from(sorted(classes.known().classes))
NAMES = {"en", "zh-hans"}


def judge(of: str, values: dict[str, Value], on: date = DAY) -> Judgement:
    learned = dict.fromkeys(values, DAY)
    return tiers.judge(classes.of(of).rules, STEPS, values, learned, on)


def test_a_shop_where_somebody_sleeps_is_orange_and_green_again_in_time():
    found: dict[str, Value] = {"sleeping_in": True, "cooking": True}
    told = judge("commercial", found)
    assert (told.score, told.tier, told.due) == (50, "orange", date(2026, 6, 30))
    assert [(each.code, each.points, each.until) for each in told.reasons] == [
        ("sleeping-in", 40, date(2026, 6, 30)),
        ("open-flame", 10, None),
    ]
    after = judge("commercial", found, date(2026, 6, 30))
    assert (after.score, after.tier, after.due) == (10, "green", None)


def test_a_licence_counts_from_the_day_after_it_ran_out():
    until: dict[str, Value] = {"licence_until": "2026-03-02"}
    assert judge("enterprise", until).due == date(2026, 3, 3)
    assert judge("enterprise", until).tier == "green"
    assert judge("enterprise", until, date(2026, 3, 3)).tier == "yellow"


def values_of(of: str) -> st.SearchStrategy[dict[str, Value]]:
    by_type: dict[str, st.SearchStrategy[Value]] = {
        "number": st.integers(0, 3000),
        "yes-no": st.booleans(),
        "text": st.just("x"),
    }
    each: dict[str, st.SearchStrategy[Value]] = {
        field.code: st.sampled_from(field.choices)
        if field.choices
        else by_type[field.type]
        for field in classes.of(of).fields
        if field.type != "day"
    }
    return st.fixed_dictionaries({}, optional=each)


@given(st.data(), st.integers(0, 400), st.integers(0, 400))
def test_without_news_a_score_never_grows_and_turns_on_its_day_only(
    data: st.DataObject, one: int, other: int
):
    of = data.draw(CLASSES)
    values = data.draw(values_of(of))
    sooner, later = sorted((one, other))
    then, since = (judge(of, values, DAY + timedelta(n)) for n in (sooner, later))
    assert since.score <= then.score
    if then.due is None or DAY + timedelta(later) < then.due:
        assert since == then


@given(st.data())
def test_another_finding_never_lowers_a_tier(data: st.DataObject):
    of = data.draw(CLASSES)
    values = data.draw(values_of(of))
    found = [field.code for field in classes.of(of).fields if field.found]
    worse = {**values, data.draw(st.sampled_from(found)): True}
    assert judge(of, worse).score >= judge(of, values).score
    order = [step.code for step in sorted(STEPS, key=lambda step: step.start)]
    ranks = [order.index(judge(of, each).tier) for each in (values, worse)]
    assert ranks[1] >= ranks[0]


def test_the_classes_are_whole_and_say_everything_in_both_languages():
    known = classes.known()
    assert [step.code for step in known.steps] == ["green", "yellow", "orange", "red"]
    for of_class in known.classes.values():
        assert set(of_class.visits) == {step.code for step in known.steps}
        assert {rule.field for rule in of_class.rules} <= of_class.codes | {"capacity"}
        assert all(rule.points > 0 for rule in of_class.rules)
        parts = (*of_class.kinds, *of_class.fields, *of_class.checks, of_class)
        assert all(set(part.name) == NAMES for part in parts)
        assert all(set(rule.reason) == NAMES for rule in of_class.rules)
    assert all(set(kind.name) == NAMES for kind in known.facilities)
