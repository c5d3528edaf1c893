"""Reading everything of a pack but its matters."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters.definitions import (
    CalendarEntry,
    Domain,
    Expectation,
    Group,
    Least,
    OrganisationEntry,
    PackTest,
    Report,
    StandardText,
)
from quincunx.matters.matter_tables import read_season
from quincunx.matters.processes import NO_WORDS
from quincunx.matters.reading import Table
from quincunx.matters.routing import Days, Hours, Rule

T = TypeVar("T")

DAYS_OF_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE_HOURS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
LONGEST_RANGE = timedelta(days=400)


def read_least(table: Table) -> Least:
    least = Least(
        matters=table.number("matters", 1, most=100_000),
        per_domain=table.number("per-domain", 0, most=10_000),
        tests=table.number("tests", 0, most=100_000),
    )
    table.done()
    return least


def read_domain(table: Table) -> Domain:
    domain = Domain(
        code=table.slug("code"),
        name=table.words("name"),
        group=table.choice("group", Group, Group.OTHER),
    )
    table.done()
    return domain


def read_organisation(table: Table) -> OrganisationEntry:
    entry = OrganisationEntry(
        code=table.slug("code"),
        kind=table.slug("kind"),
        name=table.words("name"),
        area=table.optional("area"),
        parent=table.optional("parent"),
    )
    table.done()
    return entry


def read_route(table: Table) -> Rule:
    if table.has("matter") and table.has("domain"):
        table.fault("route-of-two", "domain")
    rule = Rule(
        code=table.slug("code"),
        unit=table.named("route-without").text("unit"),
        matter=table.optional("matter"),
        domain=table.optional("domain"),
        area=table.optional("area"),
        grid=table.optional("grid"),
        season=_inner(table, "season", read_season),
        hours=_inner(table, "hours", _hours),
        days=_inner(table, "days", _days),
        because=table.words("because") if table.has("because") else NO_WORDS,
    )
    table.done()
    return rule


def read_text(table: Table) -> StandardText:
    text = StandardText(
        code=table.slug("code"),
        acts=table.texts("acts"),
        text=table.words("text"),
        matters=table.texts("matters"),
    )
    if not text.acts:
        table.fault("missing", "acts", key="acts")
    table.done()
    return text


def read_calendar(table: Table) -> CalendarEntry:
    """Read a calendar, and refuse hours or a zone that lib.workdays refuses."""
    holidays = days_of(table, "holidays")
    shared = table.has("days")
    entry = CalendarEntry(
        code=table.slug("code"),
        zone=table.text("zone", "Asia/Shanghai"),
        windows=_windows(table),
        weekdays=_weekdays(table),
        days=table.optional("days"),
        holidays=holidays,
        worked=days_of(table, "worked"),
        known_years=_years(table)
        | frozenset(day.year for day in holidays if not shared),
    )
    _check_calendar(table, entry)
    table.done()
    return entry


def read_test(table: Table) -> PackTest:
    test = PackTest(
        name=table.text("name"),
        report=_report(table.table("report")),
        expect=_expectation(table.table("expect")),
    )
    table.done()
    return test


def days_of(table: Table, key: str) -> frozenset[date]:
    """Read a list of days and ranges: `2024-10-01..2024-10-07`."""
    days: set[date] = set()
    for number, text in enumerate(table.texts(key), start=1):
        try:
            days |= days_in(text)
        except ValueError:
            table.fault("bad-date", key, number, key=key, value=text[:40])
    return frozenset(days)


def days_in(text: str) -> set[date]:
    """Return the days of one entry; a range goes forward and is not endless."""
    first, _, last = text.partition("..")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if not timedelta() <= end - start <= LONGEST_RANGE:
        raise ValueError(text)
    return {start + timedelta(days=n) for n in range((end - start).days + 1)}


def _inner(table: Table, key: str, read: Callable[[Table], T]) -> T | None:
    return read(table.table(key)) if table.has(key) else None


def _hours(table: Table) -> Hours:
    hours = Hours(table.clock("from"), table.clock("to"))
    table.done()
    return hours


def _days(table: Table) -> Days:
    days = Days(
        start=table.day("from") if table.has("from") else None,
        end=table.day("until") if table.has("until") else None,
    )
    table.done()
    return days


def _windows(table: Table) -> tuple[tuple[time, time], ...]:
    if not table.has("hours"):
        return OFFICE_HOURS
    windows = []
    for number, text in enumerate(table.texts("hours"), start=1):
        try:
            start, _, end = text.partition("-")
            windows.append((time.fromisoformat(start), time.fromisoformat(end)))
        except ValueError:
            table.fault("bad-hours", "hours", number, key="hours", value=text[:40])
    return tuple(windows)


def _weekdays(table: Table) -> frozenset[int]:
    if not table.has("weekdays"):
        return frozenset(range(5))
    names = table.texts("weekdays")
    for name in set(names) - set(DAYS_OF_WEEK):
        known = ", ".join(DAYS_OF_WEEK)
        table.fault("not-a-choice", "weekdays", key="weekdays", value=name, known=known)
    return frozenset(DAYS_OF_WEEK.index(n) for n in names if n in DAYS_OF_WEEK)


def _years(table: Table) -> frozenset[int]:
    """Read the years whose days off are all named in the pack itself."""
    texts = table.texts("announced")
    for text in texts:
        if not (text.isdecimal() and len(text) == 4):
            table.fault("bad-date", "announced", key="announced", value=text[:20])
    return frozenset(int(text) for text in texts if text.isdecimal())


def _check_calendar(table: Table, entry: CalendarEntry) -> None:
    try:
        WorkCalendar(entry.code, entry.zone, entry.windows, entry.weekdays)
    except Refusal as refusal:
        table.fault(refusal.code, **refusal.facts)


def _report(table: Table) -> Report:
    report = Report(
        matter=table.text("matter"),
        condition=table.optional("condition"),
        at=table.moment("at"),
        areas=table.texts("areas"),
        grid=table.optional("grid"),
    )
    if report.at.tzinfo is None:
        table.fault("moment-without-zone", "at")
    table.done()
    return report


def _expectation(table: Table) -> Expectation:
    due: datetime | None = table.moment("due") if table.has("due") else None
    expectation = Expectation(
        unit=table.optional("unit"),
        limit=table.limit("limit") if table.has("limit") else None,
        due=due,
        tier=table.optional("tier"),
        route=table.optional("route"),
    )
    if expectation == Expectation():
        table.fault("test-expects-nothing")
    table.done()
    return expectation
