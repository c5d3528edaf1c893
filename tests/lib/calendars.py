"""Real calendars for tests: State Council days 2024 to 2026, and zones that jump."""

from datetime import date, time, timedelta

from quincunx.lib.workdays import WorkCalendar


def days(*spans):
    """Read `2024-02-10/17` and `2024-06-10` as dates."""
    found = set()
    for span in spans:
        first, _, last = span.partition("/")
        start = date.fromisoformat(first)
        end = start.replace(day=int(last)) if last else start
        found |= {start + timedelta(n) for n in range((end - start).days + 1)}
    return frozenset(found)


HOLIDAYS = days(
    *("2024-01-01", "2024-02-10/17", "2024-04-04/06", "2024-05-01/05", "2024-06-10"),
    *("2024-09-15/17", "2024-10-01/07"),
    *("2025-01-01", "2025-01-28/31", "2025-02-01/04", "2025-04-04/06"),
    *("2025-05-01/05", "2025-05-31", "2025-06-01/02", "2025-10-01/08"),
    *("2026-01-01/03", "2026-02-15/23", "2026-04-04/06", "2026-05-01/05"),
    *("2026-06-19/21", "2026-09-25/27", "2026-10-01/07"),
)
WORKED = days(
    *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11"),
    *("2024-09-14", "2024-09-29", "2024-10-12"),
    *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20"),
    *("2026-10-10",),
)
OFFICE_HOURS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))

HEPING_ROAD = WorkCalendar(
    code="heping-road",
    zone="Asia/Shanghai",
    windows=OFFICE_HOURS,
    holidays=HOLIDAYS,
    worked=WORKED,
    known_years=frozenset({2024, 2025, 2026}),
)
NEW_YORK = WorkCalendar(
    code="new-york",
    zone="America/New_York",
    windows=((time(9), time(17)),),
    holidays=days("2025-01-01", "2025-07-04", "2025-11-27", "2025-12-25"),
    known_years=frozenset({2025}),
)
NIGHT_WATCH = WorkCalendar(
    code="night-watch",
    zone="America/New_York",
    windows=((time(0), time(6)), (time(22), time(0))),
    weekdays=frozenset(range(7)),
)
APIA = WorkCalendar(
    code="apia",
    zone="Pacific/Apia",
    windows=((time(9), time(12)), (time(13), time(16))),
)
ALL = (HEPING_ROAD, NEW_YORK, NIGHT_WATCH, APIA)
