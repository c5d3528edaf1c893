"""The fixed cast: a small town and everybody who acts in the stories.

A district of two sub-districts, three communities, six composite grids and a few
buildings, drawn as squares from 116.40 E, 39.90 N. There is one organisation of each
kind, and for each role somebody who holds it. Everything is founded through the real
acts, as the owner of the machine would bring it in (`install`), from 2025 on.

    row 1   | a3    a3  | b2    b2  | c1  c1 |
    row 0   | a1  | a2  | b1    b1  | c1  c1 |
              0     1     2     3     4   5      columns of 0.01 degrees

Ask the fixture `town` for what a story needs:

    town.area("a1")             the area
    town.spot("a1")             a position in it, as longitude and latitude
    town.unit("city-management")
    town.person("leader-a1")
    town.actor("leader-a1")     as they are at `town.at`, or at another time
    town.resident               whoever reports without an account
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest
import shapely

from quincunx.areas import tree_changes
from quincunx.areas.models import Area
from quincunx.areas.models import Kind as AreaKind
from quincunx.foundation.actors import Actor
from quincunx.staff import actors, enrol, found, functions
from quincunx.staff.appoint import Nomination
from quincunx.staff.enrol import Enrolment
from quincunx.staff.found import Charter
from quincunx.staff.install import install
from quincunx.staff.kinds import OrganisationKind, PostKind, Source
from quincunx.staff.models import Appointment, Function, Organisation, Person, Post

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday, nine o'clock in the town
FOUNDED_AT = datetime(2025, 1, 6, 1, 0, tzinfo=UTC)
FOUNDED = date(2025, 1, 6)
WEST, SOUTH, STEP = 116.40, 39.90, 0.01

Square = tuple[float, float, float, float]  # column, row, columns wide, rows high

TERRITORIES: tuple[tuple[str, str, str | None, Square], ...] = (
    ("district", "五榆区", None, (0, 0, 6, 2)),
    ("west", "西榆街道", "district", (0, 0, 4, 2)),
    ("east", "东榆街道", "district", (4, 0, 2, 2)),
    ("a", "青榆社区", "west", (0, 0, 2, 2)),
    ("b", "白榆社区", "west", (2, 0, 2, 2)),
    ("c", "老榆社区", "east", (4, 0, 2, 2)),
)
GRIDS: tuple[tuple[str, str, str, Square], ...] = (
    ("a1", "青榆第一网格", "a", (0, 0, 1, 1)),
    ("a2", "青榆第二网格", "a", (1, 0, 1, 1)),
    ("a3", "青榆第三网格", "a", (0, 1, 2, 1)),
    ("b1", "白榆第一网格", "b", (2, 0, 2, 1)),
    ("b2", "白榆第二网格", "b", (2, 1, 2, 1)),
    ("c1", "老榆第一网格", "c", (4, 0, 2, 2)),
)
BUILDINGS: tuple[tuple[str, str, str, Square], ...] = (
    ("a1-1", "1号楼", "a1", (0.2, 0.2, 0.1, 0.1)),
    ("a1-2", "2号楼", "a1", (0.6, 0.2, 0.1, 0.1)),
    ("a2-1", "5号楼", "a2", (1.2, 0.2, 0.1, 0.1)),
    ("b1-1", "榆钱大院", "b1", (2.5, 0.5, 0.2, 0.2)),
)

_K = OrganisationKind
# Code, name, kind, area; where there is one of its kind, the code is the kind.
UNITS: tuple[tuple[str, str, OrganisationKind, str], ...] = (
    ("command-centre", "区指挥中心", _K.COMMAND_CENTRE, "district"),
    ("service-centre-west", "西榆服务中心", _K.SERVICE_CENTRE, "west"),
    ("service-centre-east", "东榆服务中心", _K.SERVICE_CENTRE, "east"),
    ("station-a", "青榆工作站", _K.SERVICE_STATION, "a"),
    ("station-b", "白榆工作站", _K.SERVICE_STATION, "b"),
    ("station-c", "老榆工作站", _K.SERVICE_STATION, "c"),
    (
        "comprehensive-management",
        "综合治理办公室",
        _K.COMPREHENSIVE_MANAGEMENT,
        "district",
    ),
    ("letters-and-visits", "信访局", _K.LETTERS_AND_VISITS, "district"),
    ("public-security", "公安分局", _K.PUBLIC_SECURITY, "district"),
    ("family-and-health", "卫生健康局", _K.FAMILY_AND_HEALTH, "district"),
    ("education", "教育局", _K.EDUCATION, "district"),
    ("civil-affairs", "民政局", _K.CIVIL_AFFAIRS, "district"),
    ("social-security", "社会保障局", _K.SOCIAL_SECURITY, "district"),
    ("market-regulation", "市场监管局", _K.MARKET_REGULATION, "district"),
    ("landscaping", "园林绿化局", _K.LANDSCAPING, "district"),
    ("city-management", "城市管理局", _K.CITY_MANAGEMENT, "district"),
    ("department", "数据局", _K.DEPARTMENT, "district"),
    ("neighbourhood-committee", "青榆居委会", _K.NEIGHBOURHOOD_COMMITTEE, "a"),
    ("owners-committee", "青榆业委会", _K.OWNERS_COMMITTEE, "a"),
    ("property-company", "青榆物业公司", _K.PROPERTY_COMPANY, "a"),
    ("resident-unit", "榆下小学", _K.RESIDENT_UNIT, "a"),
    ("police-office", "青榆警务室", _K.POLICE_OFFICE, "a"),
    ("appraisal-panel", "义务评理会", _K.APPRAISAL_PANEL, "a"),
    ("mediation-committee", "居民调解委员会", _K.MEDIATION_COMMITTEE, "a"),
    ("docking-centre", "诉前调解对接中心", _K.DOCKING_CENTRE, "district"),
    ("volunteer-team", "青榆志愿队", _K.VOLUNTEER_TEAM, "a"),
    ("party-organisation", "青榆党组织", _K.PARTY_ORGANISATION, "a"),
    ("handling-team", "西榆维修队", _K.HANDLING_TEAM, "west"),
    ("other", "榆树商会", _K.OTHER, "district"),
)

# Login, name, function, area, and the organisation it is held for.
OFFICES: tuple[tuple[str, str, str, str, str], ...] = (
    ("dispatcher-station", "贺一", "dispatcher", "a", "station-a"),
    ("dispatcher-centre", "贺二", "dispatcher", "west", "service-centre-west"),
    ("dispatcher-command", "贺三", "dispatcher", "district", "command-centre"),
    ("officer", "孟一", "officer", "district", "city-management"),
    ("officer-landscaping", "孟二", "officer", "district", "landscaping"),
    ("officer-team", "孟三", "officer", "west", "handling-team"),
    ("verifier", "严一", "verifier", "district", ""),
    ("supervisor", "严二", "supervisor", "district", ""),
    ("administrator", "管一", "administrator", "district", ""),
    ("committee", "五一", "officer", "a", "neighbourhood-committee"),
    ("owners", "五二", "officer", "a", "owners-committee"),
    ("property", "五三", "officer", "a", "property-company"),
    ("school", "五四", "officer", "a", "resident-unit"),
    ("police", "五五", "officer", "a", "police-office"),
)
BODIES = ("committee", "owners", "property", "school", "police")
EVERYBODY_ELSE = "stranger"


@dataclass(frozen=True)
class Town:
    """The town as it stands at `at`; people and areas by their names in this file."""

    areas: dict[str, Area]
    units: dict[str, Organisation]
    people: dict[str, Person]
    at: datetime = AT
    squares: dict[str, Square] = field(default_factory=dict)

    def area(self, name: str) -> Area:
        return self.areas[name]

    def unit(self, code: str) -> Organisation:
        return self.units[code]

    def person(self, login: str) -> Person:
        return self.people[login]

    def actor(self, login: str, at: datetime | None = None) -> Actor:
        """Return who they are now, their second step just given."""
        person, moment = Person.objects.get(login=login), at or self.at
        return replace(actors.actor_for(person, at=moment), proved_at=moment)

    def spot(self, name: str) -> tuple[float, float]:
        """Return a position in the middle of an area."""
        column, row, wide, high = self.squares[name]
        return WEST + (column + wide / 2) * STEP, SOUTH + (row + high / 2) * STEP

    @property
    def resident(self) -> Actor:
        return actors.reporter((), self.at)

    @property
    def owner(self) -> Actor:
        """Whoever brings things in on the machine itself."""
        return actors.importer(self.at)

    def function(self, code: str) -> Function:
        return Function.objects.get(code=code)

    def office(self, login: str, function: str = "") -> Appointment:
        """Return somebody's first office, or the one of a function."""
        held = self.people[login].appointments.order_by("pk")
        wanted = held.filter(function__code=function) if function else held
        return wanted.select_related("function", "area", "person")[0]


@pytest.fixture
def town(db: None) -> Town:
    return found_town()


def found_town() -> Town:
    """Found the town; needs a database, and no town in it."""
    areas = _found_areas()
    functions.load(functions.default(), by=_founder(), at=FOUNDED_AT)
    units = {code: _found_unit(code, areas) for code in _codes()}
    town = Town(areas, units, {}, squares=_squares())
    _appoint_offices(town)
    _appoint_grids(town)
    town.people[EVERYBODY_ELSE] = enrolled(EVERYBODY_ELSE, "路人")
    return town


def enrolled(login: str, name: str) -> Person:
    wanted = Enrolment(login, name, email=f"{login}@town.example")
    return enrol.person(wanted, by=_founder(), at=FOUNDED_AT)


def square(column: float, row: float, wide: float, high: float) -> shapely.Polygon:
    left, low = WEST + column * STEP, SOUTH + row * STEP
    return shapely.box(left, low, left + wide * STEP, low + high * STEP)


def _founder() -> Actor:
    return actors.importer(FOUNDED_AT)


def _squares() -> dict[str, Square]:
    drawn = (*TERRITORIES, *GRIDS, *BUILDINGS)
    return {key: where for key, _, _, where in drawn}


def _found_areas() -> dict[str, Area]:
    areas: dict[str, Area] = {}
    rows: tuple[tuple[Iterable[tuple[str, str, str | None, Square]], str], ...] = (
        (TERRITORIES, AreaKind.TERRITORY),
        (GRIDS, AreaKind.COMPOSITE),
        (BUILDINGS, AreaKind.BUILDING),
    )
    for drawn, kind in rows:
        for key, name, parent, where in drawn:
            above = areas[parent] if parent else None
            areas[key] = tree_changes.found(
                name,
                level=above.level + 1 if above else 1,
                parent=above,
                border=square(*where),
                kind=kind,
                on=FOUNDED,
                by=_founder(),
                at=FOUNDED_AT,
            )
    return areas


def _codes() -> list[str]:
    return [code for code, _, _, _ in UNITS]


def _found_unit(code: str, areas: dict[str, Area]) -> Organisation:
    _, name, kind, area = next(row for row in UNITS if row[0] == code)
    charter = Charter(code, name, kind, areas[area], telephone="010-5550100")
    return found.organisation(charter, by=_founder(), at=FOUNDED_AT)


def _appoint_offices(town: Town) -> None:
    for login, name, function, area, unit in OFFICES:
        town.people[login] = enrolled(login, name)
        appointed(town, login, function, area, unit=unit)
    appointed(town, "officer", "contact-officer", "a", unit="city-management")


def _appoint_grids(town: Town) -> None:
    """A leader for each grid on a community worker's post; in a1 members as well."""
    posts = {key: _post(town.units[f"station-{key}"]) for key in ("a", "b", "c")}
    for key, _, community, _ in GRIDS:
        login = f"leader-{key}"
        town.people[login] = enrolled(login, f"{key}格长")
        _take(town, login, posts[community])
        appointed(town, login, "leader", key, post=posts[community])
    town.people["member"] = enrolled("member", "小格")
    _take(town, "member", posts["a"])
    appointed(town, "member", "grid-member", "a1", post=posts["a"], buildings=("a1-1",))
    town.people["deputy-a1"] = enrolled("deputy-a1", "副格")
    appointed(town, "deputy-a1", "deputy-leader", "a1", source=Source.BUILDING_HEAD)


def _post(station: Organisation) -> Post:
    kind = PostKind.COMMUNITY_WORKER
    return found.post(
        station, name="社区工作者", kind=kind, by=_founder(), at=FOUNDED_AT
    )


def _take(town: Town, login: str, post: Post) -> None:
    person = town.people[login]
    enrol.take_post(person, post=post, starts=FOUNDED, by=_founder(), at=FOUNDED_AT)


def appointed(
    town: Town,
    login: str,
    function: str,
    area: str,
    *,
    unit: str = "",
    post: Post | None = None,
    source: str = "",
    buildings: tuple[str, ...] = (),
    starts: date = FOUNDED,
    ends: date | None = None,
) -> Appointment:
    """Put somebody into office without nomination, for stories of other things."""
    nomination = Nomination(
        person=town.people[login],
        function=town.function(function),
        area=town.areas[area],
        organisation=town.units[unit] if unit else None,
        post=post,
        source=source,
        buildings=tuple(town.areas[key] for key in buildings),
        starts=starts,
        ends=ends,
    )
    return install(nomination, by=_founder(), at=FOUNDED_AT)
