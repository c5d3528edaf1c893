"""The town of the benchmark: one district of squares, a small pack, its people.

Founded through the real acts, so that every case of the benchmark is a real case.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import shapely

from quincunx.areas import tree_changes
from quincunx.areas.models import Area, Kind
from quincunx.foundation.actors import Actor
from quincunx.matters.load import load
from quincunx.staff import actors, enrol, found, functions
from quincunx.staff.appoint import Nomination
from quincunx.staff.enrol import Enrolment
from quincunx.staff.found import Charter
from quincunx.staff.install import install
from quincunx.staff.kinds import OrganisationKind, PostKind
from quincunx.staff.models import Function, Organisation, Person

FOUNDED_AT = datetime(2025, 1, 6, 1, 0, tzinfo=UTC)
FOUNDED = date(2025, 1, 6)
WEST, SOUTH, STEP = 116.0, 39.5, 0.01
ACROSS = 8  # communities are ACROSS x ACROSS, in 4 sub-districts, 4 grids each
PACK = Path(__file__).with_name("pack.toml")


@dataclass(frozen=True)
class Town:
    """Who acts in the benchmark, and the corners of the district."""

    dispatcher: int
    officer: int
    verifier: int
    leaders: tuple[int, ...]
    unit: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        return WEST, SOUTH, WEST + ACROSS * STEP, SOUTH + ACROSS * STEP

    def spot(self, number: int) -> tuple[float, float]:
        """Return the `number`th position; neighbours in number are far apart."""
        size = ACROSS * STEP
        x = (number * 0.6180339887) % 1
        y = (number * 0.7548776662) % 1
        return WEST + (x * 0.998 + 0.001) * size, SOUTH + (y * 0.998 + 0.001) * size

    def actor(self, person: int, at: datetime) -> Actor:
        """Return somebody who acts for as long as the measurement takes."""
        found = actors.actor_for(Person.objects.get(pk=person), at=at)
        return replace(found, received_at=None)


def found_town() -> Town:
    """Found the town in an empty database; some 340 areas."""
    by = actors.importer(FOUNDED_AT)
    functions.load(functions.default(), by=by, at=FOUNDED_AT)
    district = _area("District", 1, None, (0, 0, ACROSS, ACROSS), by)
    quarters = [
        _area(f"Office {x}{y}", 2, district, (x * 4, y * 4, 4, 4), by)
        for x in (0, 1)
        for y in (0, 1)
    ]
    command = _unit("command-centre", OrganisationKind.COMMAND_CENTRE, district, by)
    for number, quarter in enumerate(quarters):
        _unit(f"centre-{number}", OrganisationKind.SERVICE_CENTRE, quarter, by)
    city = _unit("city-management", OrganisationKind.CITY_MANAGEMENT, district, by)
    leaders = _grids(quarters, by)
    load(PACK, by=by, at=FOUNDED_AT)
    return Town(
        dispatcher=_office("dispatcher", "dispatcher", district, command, by),
        officer=_office("officer", "officer", district, city, by),
        verifier=_office("verifier", "verifier", district, None, by),
        leaders=tuple(leaders),
        unit=city.pk,
    )


def _grids(quarters: list[Area], by: Actor) -> list[int]:
    leaders = []
    for x in range(ACROSS):
        for y in range(ACROSS):
            quarter = quarters[(x // 4) * 2 + y // 4]
            community = _area(f"Community {x}.{y}", 3, quarter, (x, y, 1, 1), by)
            station = _unit(
                f"station-{x}-{y}", OrganisationKind.SERVICE_STATION, community, by
            )
            post = found.post(
                station,
                name="worker",
                kind=PostKind.COMMUNITY_WORKER,
                by=by,
                at=FOUNDED_AT,
            )
            for part in range(4):
                where = (x + part % 2 / 2, y + part // 2 / 2, 0.5, 0.5)
                name = f"Grid {x}.{y}.{part}"
                grid = _area(name, 4, community, where, by, kind=Kind.COMPOSITE)
                login = f"leader-{x}-{y}-{part}"
                person = _person(login, by)
                enrol.take_post(person, post=post, starts=FOUNDED, by=by, at=FOUNDED_AT)
                leaders.append(_appoint(person, "leader", grid, None, by, post=post))
    return leaders


def _area(
    name: str,
    level: int,
    parent: Area | None,
    where: tuple[float, float, float, float],
    by: Actor,
    kind: Kind = Kind.TERRITORY,
) -> Area:
    x, y, wide, high = (part * STEP for part in where)
    return tree_changes.found(
        name,
        level=level,
        parent=parent,
        border=shapely.box(WEST + x, SOUTH + y, WEST + x + wide, SOUTH + y + high),
        kind=kind,
        on=FOUNDED,
        by=by,
        at=FOUNDED_AT,
    )


def _unit(code: str, kind: OrganisationKind, area: Area, by: Actor) -> Organisation:
    return found.organisation(Charter(code, code, kind, area), by=by, at=FOUNDED_AT)


def _person(login: str, by: Actor) -> Person:
    return enrol.person(Enrolment(login, login), by=by, at=FOUNDED_AT)


def _office(
    login: str, function: str, area: Area, unit: Organisation | None, by: Actor
) -> int:
    return _appoint(_person(login, by), function, area, unit, by)


def _appoint(
    person: Person,
    function: str,
    area: Area,
    unit: Organisation | None,
    by: Actor,
    **told: object,
) -> int:
    nomination = Nomination(
        person=person,
        function=Function.objects.get(code=function),
        area=area,
        organisation=unit,
        starts=FOUNDED,
        **told,  # type: ignore[arg-type]  # the post of a leader
    )
    install(nomination, by=by, at=FOUNDED_AT)
    return person.pk
