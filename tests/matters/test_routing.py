from datetime import date, datetime, time

import pytest

from quincunx.matters.routing import (
    AreaMark,
    Days,
    Hours,
    MonthDay,
    Question,
    Rule,
    Season,
    weigh,
)

DISTRICT = AreaMark(frozenset({"1"}), "territory")
CAMPUS = AreaMark(frozenset({"7"}), "dedicated")
WINTER = Season(MonthDay(11, 15), MonthDay(3, 15))
NIGHT = Hours(time(22), time(6))


def asked(at: str = "2026-01-10T23:00", *areas: AreaMark) -> Question:
    where = areas or (DISTRICT,)
    when = datetime.fromisoformat(at)
    return Question("lamp", "streets", "kind:city-management", where, when)


def order(*rules: Rule, at: str = "2026-01-10T23:00", areas=(DISTRICT, CAMPUS)):
    candidates = weigh(rules, asked(at, *areas))
    return [c.rule.code for c in candidates if c.fires]


def test_without_any_route_the_matter_goes_to_its_own_unit():
    (only,) = weigh([], asked())
    assert (only.rule.unit, only.fires) == ("kind:city-management", True)
    assert [reason.code for reason in only.because] == ["own-unit"]


def test_the_closest_route_goes_first():
    assert order(
        Rule("everything", "a"),
        Rule("domain", "b", domain="streets"),
        Rule("domain-by-night", "c", domain="streets", hours=NIGHT),
        Rule("domain-in-district", "d", domain="streets", area="1"),
        Rule("domain-in-campus", "e", domain="streets", area="7"),
        Rule("matter", "f", matter="lamp"),
        Rule("matter-in-grid", "g", matter="lamp", grid="dedicated"),
    ) == [
        "matter-in-grid",
        "matter",
        "domain-in-campus",
        "domain-in-district",
        "domain-by-night",
        "domain",
        "everything",
        "own-unit",
    ]


def test_of_two_alike_the_one_written_first_goes_first():
    assert order(Rule("x", "a", matter="lamp"), Rule("y", "b", matter="lamp"))[:2] == [
        "x",
        "y",
    ]


def test_a_route_for_another_matter_is_not_even_considered():
    codes = [c.rule.code for c in weigh([Rule("t", "a", matter="tree")], asked())]
    assert codes == ["own-unit"]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule("r", "a", matter="lamp", area="9"), "other-area"),
        (Rule("r", "a", matter="lamp", grid="micro"), "other-grid"),
        (
            Rule(
                "r", "a", matter="lamp", season=Season(MonthDay(6, 1), MonthDay(9, 1))
            ),
            "other-season",
        ),
        (Rule("r", "a", matter="lamp", hours=Hours(time(6), time(22))), "other-hours"),
        (Rule("r", "a", matter="lamp", days=Days(end=date(2026, 1, 10))), "other-days"),
    ],
)
def test_a_route_that_does_not_fire_says_why(rule, why):
    _, silent = weigh([rule], asked("2026-01-10T23:00", DISTRICT, CAMPUS))
    assert (silent.fires, [r.code for r in silent.because]) == (False, [why])
    assert dict(silent.because[0].facts)["route"] == "r"


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        ("11-14", False),
        ("11-15", True),
        ("02-29", True),
        ("03-15", True),
        ("03-16", False),
    ],
)
def test_a_season_runs_over_new_year_both_ends_included(day, holds):
    assert WINTER.holds(date.fromisoformat(f"2024-{day}")) is holds


@pytest.mark.parametrize(
    ("clock", "holds"),
    [("21:59", False), ("22:00", True), ("00:00", True), ("06:00", False)],
)
def test_hours_run_over_midnight_the_end_excluded(clock, holds):
    assert NIGHT.holds(time.fromisoformat(clock)) is holds
