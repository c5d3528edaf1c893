"""How everybody of the cast stands to a case, worked out by hand and not by `access`.

The oracle of the rights tests: offices are written down here once more, an area lies in
another because the cast says so, and what a role may do is read from `rights.csv`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quincunx.cases.vocabulary import CLOSED, IN_HAND, OPEN, State
from quincunx.foundation.actors import ANYONE, Actor
from quincunx.staff import actors
from tests.cases.conftest import Stage
from tests.cases.ways import Way
from tests.cast import BUILDINGS, GRIDS, TERRITORIES, appointed, enrolled

TABLE = Path(__file__).parent / "rights.csv"
PLACE = "a1"  # where the case lies
CHECKER = "member"  # who is asked to look


@dataclass(frozen=True)
class Office:
    role: str
    area: str
    unit: str = ""


# People who are not in the cast: the houses and a police station of another subtree.
GUESTS: dict[str, tuple[Office, ...]] = {
    "dispatcher-east": (Office("dispatcher", "east", "service-centre-east"),),
    "dispatcher-station-c": (Office("dispatcher", "c", "station-c"),),
    "officer-security": (Office("officer", "district", "public-security"),),
    "verifier-east": (Office("verifier", "east"),),
    "supervisor-east": (Office("supervisor", "east"),),
}
CITY = "city-management"
EVERYBODY: dict[str, tuple[Office, ...]] = {
    "member": (Office("member", "a1"),),
    "deputy-a1": (Office("member", "a1"),),  # while the leader is there
    "leader-a1": (Office("leader", "a1"),),
    "leader-a2": (Office("leader", "a2"),),
    "leader-c1": (Office("leader", "c1"),),
    "dispatcher-station": (Office("dispatcher", "a", "station-a"),),
    "dispatcher-centre": (Office("dispatcher", "west", "service-centre-west"),),
    "dispatcher-command": (Office("dispatcher", "district", "command-centre"),),
    "officer": (Office("officer", "district", CITY), Office("officer", "a", CITY)),
    "officer-landscaping": (Office("officer", "district", "landscaping"),),
    "officer-team": (Office("officer", "west", "handling-team"),),
    "verifier": (Office("verifier", "district"),),
    "supervisor": (Office("supervisor", "district"),),
    "administrator": (Office("administrator", "district"),),
    "committee": (Office("officer", "a", "neighbourhood-committee"),),
    "owners": (Office("officer", "a", "owners-committee"),),
    "property": (Office("officer", "a", "property-company"),),
    "school": (Office("officer", "a", "resident-unit"),),
    "police": (Office("officer", "a", "police-office"),),
    "stranger": (),
    **GUESTS,
}
NO_PEOPLE = ("nobody", "clock", "importer")
RESIDENTS = ("resident", "other resident")


def everybody(stage: Stage, way: Way) -> dict[str, Actor]:
    """Return the cast as they are now, with the guests and both residents."""
    for login in GUESTS:
        _take_in(stage, login)
    at = stage.now
    return {
        "resident": actors.reporter([way.case.pk], at),
        "other resident": actors.reporter((), at),
        "nobody": ANYONE,
        "clock": stage.actor("clock"),
        "importer": stage.town.owner,
        **{login: stage.actor(login) for login in EVERYBODY},
    }


def _take_in(stage: Stage, login: str) -> None:
    if login in stage.town.people:
        return
    stage.town.people[login] = enrolled(login, login)
    for office in GUESTS[login]:
        appointed(stage.town, login, office.role, office.area, unit=office.unit)


def permitted(who: str, way: Way) -> set[str]:
    """Return the acts that the reviewed table leaves to somebody, here and now."""
    held = set(_standing(who, way))
    state = State(way.case.state)
    return {
        act for act, right, states in reviewed() if right in held and state in states
    }


def sees(who: str, way: Way) -> bool:
    """Say whether somebody may see the case at all."""
    if who in RESIDENTS:
        return who == "resident"
    if who in NO_PEOPLE:
        return who != "nobody"
    looks = {"dispatcher", "leader", "member", "verifier", "supervisor"}
    offices = EVERYBODY[who]
    return (
        any(each.role in looks and _within(each.area) for each in offices)
        or any(each.unit in {way.unit} | way.called for each in offices if each.unit)
        or (who == CHECKER and way.case.checker_id is not None)
    )


@cache
def reviewed() -> tuple[tuple[str, tuple[str, str], frozenset[State]], ...]:
    """Return (act, (role, relation), states) for all that the table permits."""
    rows = csv.DictReader(TABLE.read_text().splitlines())
    return tuple(
        (row["act"], (row["role"], relation), _states(row["states"]))
        for row in rows
        for relation in row["standing"].split()
        if relation != "-"
    )


def _states(said: str) -> frozenset[State]:
    sets = {"OPEN": OPEN, "IN-HAND": IN_HAND, "CLOSED": CLOSED}
    return frozenset().union(*(sets.get(w) or {State(w)} for w in said.split()))


def _standing(who: str, way: Way) -> Iterator[tuple[str, str]]:
    if who in ("clock", "importer"):
        yield who, "any"
    elif who in (*RESIDENTS, "nobody"):
        yield "reporter", "any"
        if who == "resident":
            yield "reporter", "own"
    else:
        for office in EVERYBODY[who]:
            yield from ((office.role, r) for r in _relations(who, office, way))


def _relations(who: str, office: Office, way: Way) -> Iterator[str]:
    yield "any"
    if _within(office.area):
        yield "care"
        if who != way.handler and not _worked_on_it(who, way):
            yield "outside"
    if office.area == way.desk:
        yield "desk"
    if office.unit and office.unit == way.unit:
        yield "unit"
    if office.unit in way.called:
        yield "support"
    if who == CHECKER and way.case.checker_id is not None:
        yield "task"


def _worked_on_it(who: str, way: Way) -> bool:
    units = {each.unit for each in EVERYBODY[who] if each.unit}
    return bool(units & ({way.unit, way.past} | way.called))


def _within(area: str) -> bool:
    """Say whether the place of the case lies in an area, by the drawing of the cast."""
    above = {key: parent for key, _, parent, _ in (*TERRITORIES, *GRIDS, *BUILDINGS)}
    here: str | None = PLACE
    while here is not None and here != area:
        here = above[here]
    return here == area
