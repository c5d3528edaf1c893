"""Founding the demo's people: accounts, posts, offices, and the few empty chairs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from quincunx.areas.access import visible
from quincunx.areas.models import Area
from quincunx.areas.models import Kind as AreaKind
from quincunx.demo import plan
from quincunx.demo.plan import Community
from quincunx.demo.town import Founding
from quincunx.staff import enrol, found, functions
from quincunx.staff.appoint import Nomination
from quincunx.staff.enrol import Enrolment
from quincunx.staff.install import install
from quincunx.staff.kinds import HOUSES, PostKind, Source
from quincunx.staff.models import Function, Organisation, Person, Post

SOURCES = tuple(Source)
FROM_BODY = {
    Source.COMMUNITY_POLICE: "police-office",
    Source.PROPERTY_STAFF: "property-company",
    Source.OWNERS_COMMITTEE: "owners-committee",
}
MEMBER_FUNCTIONS = (
    "grid-member", "policing-link", "fire-safety", "mediation", "sanitation", "care",
    "floating-population",
)  # fmt: skip
ALWAYS = MEMBER_FUNCTIONS[:2]
LEADER_LEAVES = timedelta(days=370)  # after the founding
OFFICER_LEAVES = timedelta(days=390)
PANEL_LEAVES = timedelta(days=365)


@dataclass
class Staffing(Founding):
    """Puts somebody into every office."""

    functions: dict[str, Function] = field(default_factory=dict)
    names: Iterator[str] = field(default_factory=lambda: iter(()))

    def staff(self) -> None:
        """Let somebody work for every organisation, lead every grid, watch it all."""
        known = functions.load(functions.default(), by=self.by, at=self.at)
        self.functions = {function.code: function for function in known}
        self.names = self._invented()
        self._desks()
        for code, unit in self.town.units.items():
            login = f"officer-{code}"
            self.person(login)
            ends = self._leaves(code)
            area = unit.area or self.town.areas["district"]
            self.appoint(login, "officer", area, unit=unit, ends=ends)
            self.town.officers[unit.pk] = login
        self._contacts()
        for community in plan.COMMUNITIES:
            self._grid_staff(community)
        self._watchers()

    def _leaves(self, code: str) -> date | None:
        """Return the day on which the officer of a unit leaves, long after."""
        leaving = {plan.EMPTY: OFFICER_LEAVES, plan.CLOSED: PANEL_LEAVES}
        return self.on + leaving[code] if code in leaving else None

    def _desks(self) -> None:
        for unit in list(self.town.units.values()):
            if unit.kind in HOUSES and unit.area is not None:
                login = f"dispatcher-{unit.area.pk}"
                self.person(login)
                self.appoint(login, "dispatcher", unit.area, unit=unit)

    def _contacts(self) -> None:
        """Name a contact officer per department and community, but for a few holes."""
        for community in plan.COMMUNITIES:
            for kind in plan.DEPARTMENTS:
                if (kind.value, community.key) not in plan.WITHOUT_CONTACT:
                    unit = self.town.units[kind.value]
                    area = self.town.areas[community.key]
                    login = self.town.officers[unit.pk]
                    self.appoint(login, "contact-officer", area, unit=unit)

    def _grid_staff(self, community: Community) -> None:
        station = self.town.units[f"service-station-{community.key}"]
        kind = PostKind.COMMUNITY_WORKER
        post = found.post(station, name="社区工作者", kind=kind, by=self.by, at=self.at)
        own = [key for key in self.town.grids if key.startswith(f"{community.key}-")]
        own += [d[0] for d in plan.DEDICATED if d[2] == community.key]
        for key in own:
            self._lead(key, post)
            self._join(key, community)

    def _lead(self, key: str, post: Post) -> None:
        login, grid = f"leader-{key}", self.town.areas[key]
        person = self.person(login)
        enrol.take_post(person, post=post, starts=self.on, by=self.by, at=self.at)
        leaves = self.on + LEADER_LEAVES if key == plan.LEADERLESS else None
        self.appoint(login, "leader", grid, post=post, ends=leaves)
        self.town.leaders[grid.pk] = login

    def _join(self, key: str, community: Community) -> None:
        """Let two members join a grid, each from another source, for most functions."""
        grid = self.town.areas[key]
        houses = self._houses(grid)
        joined: list[str] = []
        for number in (1, 2):
            login = f"member-{key}-{number}"
            self.person(login)
            source = self.chance.choice(SOURCES)
            body = FROM_BODY.get(source)
            unit = self.town.units[f"{body}-{community.key}"] if body else None
            for function in MEMBER_FUNCTIONS[number - 1 :: 2]:
                if function in ALWAYS or self.chance.random() < 0.7:
                    self.appoint(
                        login, function, grid,
                        unit=unit, source=source, buildings=houses,
                    )  # fmt: skip
            if unit is None:
                joined.append(login)
        self.town.members[grid.pk] = joined

    def _houses(self, grid: Area) -> tuple[Area, ...]:
        """Return a few buildings of a grid, to which its members are attached."""
        inside = visible(self.by).filter(parent=grid, kind=AreaKind.BUILDING)
        return tuple(inside.order_by("pk")[:3])

    def _watchers(self) -> None:
        district = self.town.areas["district"]
        for number in (1, 2):
            for function in ("verifier", "supervisor"):
                login = f"{function}-{number}"
                self.person(login)
                self.appoint(login, function, district)
        for login in ("administrator", "administrator-2"):
            self.person(login)
            self.appoint(login, "administrator", district)

    def person(self, login: str) -> Person:
        wanted = Enrolment(login, next(self.names), language=self.language)
        made = enrol.person(wanted, by=self.by, at=self.at)
        self.town.people[login] = made
        return made

    def appoint(  # noqa: PLR0913  # an office is told all of it, by name
        self,
        login: str,
        function: str,
        area: Area,
        *,
        unit: Organisation | None = None,
        post: Post | None = None,
        source: str = "",
        buildings: tuple[Area, ...] = (),
        ends: date | None = None,
    ) -> None:
        wanted = Nomination(
            person=self.town.people[login],
            function=self.functions[function],
            area=area,
            starts=self.on,
            ends=ends,
            organisation=unit,
            post=post,
            source=source,
            buildings=buildings,
        )
        install(wanted, by=self.by, at=self.at)

    def _invented(self) -> Iterator[str]:
        pairs = [s + g for s in plan.SURNAMES for g in plan.GIVEN]
        self.chance.shuffle(pairs)
        return iter(pairs)
