"""A policy pack for Boston, made from the city's own lists; never committed.

    python -m tests.real.boston_pack FOLDER

Types become matters, reasons domains, queues and departments organisations. A limit is
what the city usually promised for the type in July 2011. Where a ward's requests mostly
go to another queue, that is a route. Another city needs data like this, and no code.
"""

import csv
import json
import re
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data" / "boston_2011-07"
MOMENTS = "%Y-%m-%d %H:%M:%S"
USUAL_HOURS = 14 * 24  # for a type that was never promised anything
CLEAR = 0.6  # the share of a ward's requests that makes a route
FEW = 3  # requests that make no rule
NOBODY = ("", "No Q")

Rows = list[dict[str, str]]

HEAD = """# Boston, made from its requests of July 2011 by tests/real/boston_pack.py.

[pack]
code = "boston"
name = { en = "Boston" }
languages = ["en"]
calendar = "city-hall"
valid-from = 2011-01-01

[defaults]
verify-by = "verifier"
may-skip-verification = true
extension = { times = 2 }

[[calendar]]
code = "city-hall"
zone = "America/New_York"
hours = ["09:00-17:00"]
holidays = [
  "2011-01-17", "2011-02-21", "2011-04-18", "2011-05-30", "2011-07-04", "2011-09-05",
  "2011-10-10", "2011-11-11", "2011-11-24", "2011-12-26",
]

[[process]]
code = "request"
name = { en = "A request to the city" }
tier = "dispatch"
steps = [
  { act = "report", unit = "reporter" },
  { act = "establish", level = 1, limit = "4 urgent-hour" },
  { act = "dispatch", level = 1, limit = "4 urgent-hour" },
  { act = "accept", unit = "responsible", limit = "1 natural-day" },
  { act = "finish", unit = "responsible" },
  { act = "confirm", level = 1, limit = "2 natural-day" },
  { act = "tell", unit = "responsible", limit = "2 natural-day" },
  { act = "file", level = 1 },
]

[[organisation]]
code = "city-hall"
kind = "command-centre"
name = { en = "City Hall" }
"""


def build(folder: Path, *, by_ward: bool = True) -> Path:
    """Write the pack into `folder`; routes by ward need the wards' codes on loading."""
    requests = rows_of(DATA / "requests_2011-07.csv")
    lists = rows_of(DATA / "categories_routes.csv")
    queues = queues_of(lists, requests)
    routes = ward_routes(queues, requests) if by_ward else []
    files = {
        "pack.toml": HEAD,
        "organisations.toml": "".join(organisations(lists, requests)),
        "matters.toml": "".join(matters(lists, requests, queues)),
        "routes.toml": "".join(map(route, routes)),
        "tests.toml": "".join(tests(queues, requests, routes)),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows_of(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def queues_of(lists: Rows, requests: Rows) -> dict[str, str]:
    """Return the queue each type mostly goes to; without requests the first listed."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for row in requests:
        if row["queue"] not in NOBODY:
            seen[row["type"]][row["queue"]] += 1
    listed = {
        row["type"]: row["queue"]
        for row in reversed(lists)
        if row["queue"] not in NOBODY
    }
    return listed | {name: usual(counts) for name, counts in seen.items()}


def ward_routes(queues: dict[str, str], requests: Rows) -> list[tuple[str, str, str]]:
    """Return type, ward and queue where a ward clearly goes elsewhere."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in requests:
        if row["queue"] not in NOBODY and ward_of(row):
            seen[row["type"], ward_of(row)][row["queue"]] += 1
    return [
        (name, ward, usual(counts))
        for (name, ward), counts in sorted(seen.items())
        if usual(counts) != queues[name]
        and counts.total() >= FEW
        and counts[usual(counts)] / counts.total() >= CLEAR
    ]


def organisations(lists: Rows, requests: Rows) -> Iterator[str]:
    """Departments first, then their queues as teams."""
    rows = [row for row in (*lists, *requests) if row["queue"] not in NOBODY]
    homes = {row["queue"]: row["department"] for row in rows}
    for department in sorted(set(homes.values())):
        yield organisation(department, "department")
    for queue, department in sorted(homes.items()):
        yield organisation(queue, "handling-team", slug(department))


def organisation(name: str, kind: str, parent: str = "") -> str:
    above = f"parent = {quoted(parent)}\n" if parent else ""
    return (
        f"\n[[organisation]]\ncode = {quoted(slug(name))}\nkind = {quoted(kind)}\n"
        f"{above}name = {{ en = {quoted(name)} }}\n"
    )


def matters(lists: Rows, requests: Rows, queues: dict[str, str]) -> Iterator[str]:
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for row in (*lists, *requests):
        reasons[row["type"]][row["reason"]] += 1
    chosen = {name: usual(reasons[name]) for name in queues}
    for reason in sorted(set(chosen.values())):
        yield f"\n[[domain]]\ncode = {quoted(slug(reason))}\n"
        yield f'name = {{ en = {quoted(reason)} }}\ngroup = "other"\n'
    hours = usual_hours(requests)
    for name in sorted(queues):
        given = hours.get(name, USUAL_HOURS)
        yield matter(name, chosen[name], queues[name], given)


def matter(name: str, reason: str, queue: str, hours: float) -> str:
    return f"""
[[matter]]
code = {quoted(slug(name))}
domain = {quoted(slug(reason))}
name = {{ en = {quoted(name)} }}
process = "request"
unit = {quoted(slug(queue))}
standard = {{ en = "The work is done, or the reason against it is given." }}
evidence = [{{ kind = "text" }}]

[[matter.condition]]
code = "requested"
name = {{ en = "As requested" }}
limit = {quoted(limit(hours))}
urgency = {urgency(hours)}
closing = {{ en = "The queue has closed it with a note." }}
"""


def usual_hours(requests: Rows) -> dict[str, float]:
    """Return the median of the hours promised, by type."""
    given: dict[str, list[float]] = defaultdict(list)
    for row in requests:
        if row["target_dt"]:
            span = moment(row["target_dt"]) - moment(row["open_dt"])
            given[row["type"]].append(span.total_seconds() / 3600)
    return {name: statistics.median(spans) for name, spans in given.items()}


def limit(hours: float) -> str:
    """Write a span as whole days where it is whole days, else as urgent hours."""
    rounded = max(1, round(hours))
    days, rest = divmod(rounded, 24)
    return f"{rounded} urgent-hour" if rest or not days else f"{days} natural-day"


def urgency(hours: float) -> int:
    return 1 + sum(hours > bound for bound in (24, 72, 30 * 24))


def route(row: tuple[str, str, str]) -> str:
    name, ward, queue = row
    return (
        f"\n[[route]]\ncode = {quoted(f'{slug(name)[:60]}-ward-{ward}')}\n"
        f"matter = {quoted(slug(name))}\narea = {quoted(ward)}\n"
        f"unit = {quoted(slug(queue))}\n"
    )


def tests(
    queues: dict[str, str], requests: Rows, routes: list[tuple[str, str, str]]
) -> Iterator[str]:
    """One test for each type seen in July, and one for each route."""
    hours = usual_hours(requests)
    elsewhere = {(name, ward): queue for name, ward, queue in routes}
    for name in sorted(hours):
        yield test(name, "", queues[name], limit(hours[name]))
    for (name, ward), queue in elsewhere.items():
        yield test(name, ward, queue, limit(hours.get(name, USUAL_HOURS)))


def test(name: str, ward: str, queue: str, given: str) -> str:
    areas = f", areas = [{quoted(ward)}]" if ward else ""
    title = f"{name}, ward {ward}" if ward else name
    return (
        f"\n[[test]]\nname = {quoted(title)}\n"
        f"report = {{ matter = {quoted(slug(name))}, "
        f"at = 2011-07-01T09:00:00-04:00{areas} }}\n"
        f"expect = {{ unit = {quoted(slug(queue))}, limit = {quoted(given)} }}\n"
    )


def ward_of(row: dict[str, str]) -> str:
    """Return the number of the ward, as the map of wards codes it."""
    found = re.search(r"\d+", row["ward"])
    return str(int(found.group())) if found else ""


def usual(counts: Counter[str]) -> str:
    """Return what is seen most; of two alike the first by name."""
    return min(counts, key=lambda name: (-counts[name], name))


def moment(told: str) -> datetime:
    return datetime.strptime(told, MOMENTS).replace(tzinfo=UTC)  # only spans count


def slug(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:80]


def quoted(text: str) -> str:
    """Write a TOML text; JSON's form is one."""
    return json.dumps(text, ensure_ascii=False)


def main(arguments: Iterable[str]) -> None:
    (folder,) = arguments
    Path(folder).mkdir(parents=True, exist_ok=True)
    sys.stdout.write(f"{build(Path(folder))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
