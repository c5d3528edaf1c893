"""What the demo's registers hold: premises, facilities, homes with people, visits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from quincunx.areas.models import Area
from quincunx.demo import plan, speech
from quincunx.demo.cast import LEADER
from quincunx.demo.town import Town
from quincunx.foundation.actors import Actor
from quincunx.registers.access import visible_rooms
from quincunx.registers.facts import Source
from quincunx.registers.handover import offer
from quincunx.registers.handover.offer import Agreed
from quincunx.registers.handover.vocabulary import Consent
from quincunx.registers.models import Room, Use
from quincunx.registers.people import openings, register
from quincunx.registers.people.access import visible_residents, visible_stays
from quincunx.registers.people.models import Resident
from quincunx.registers.people.move import Arrival
from quincunx.registers.people.openings import Grounds
from quincunx.registers.people.register import Told as Saying
from quincunx.registers.people.sealing import Person
from quincunx.registers.people.vocabulary import Need, Service
from quincunx.registers.places import facilities
from quincunx.registers.places.facilities import Thing
from quincunx.registers.places.register import Told, Where
from quincunx.registers.places.register import register as open_file
from quincunx.registers.renting import declare, let
from quincunx.registers.renting.declare import Told as Declared
from quincunx.registers.renting.vocabulary import Act, Teller
from quincunx.registers.visits import visit
from quincunx.registers.visits.plan import Door, require
from quincunx.registers.visits.purposes import Answer, Found
from quincunx.registers.visits.visit import Told as Visited

HOMES = 120  # of the leader's grid that are in the register
LIVED_IN = 0.8
NEEDY = 0.04  # say that they need help
SEEN = 12  # doors visited of late
DUE = 9  # doors where something is due
LET = 4  # rooms that are let
DECLARED = 2  # of them with a family that has declared itself
NEXT_LEADER = "leader-wisteria-2"

# Class, name, kind, fields: a shop or a school as every grid of such a town has them.
PREMISES: tuple[tuple[str, str, str, dict[str, object]], ...] = (
    ("commercial", "{}面馆", "restaurant", {"floor_area": 80, "gas": "bottled"}),
    ("commercial", "{}便利店", "shop", {"floor_area": 45, "gas": "none"}),
    ("commercial", "{}理发店", "personal-care", {"floor_area": 30, "gas": "none"}),
    ("enterprise", "{}印刷厂", "factory", {"workplaces": 24, "dangerous_goods": True}),
    ("enterprise", "{}工作室", "office", {"workplaces": 9, "dangerous_goods": False}),
    ("crowded", "{}幼儿园", "school", {"exits": 3, "fire_alarm": True}),
    ("crowded", "{}菜市场", "market", {"exits": 2, "fire_alarm": False}),
    ("residential", "{}公寓", "rental-house", {"dwellings": 16, "gas": "piped"}),
)
FACILITIES = ("hydrant", "defibrillator", "bin-station", "charging-point", "playground")
NAMES = ("福来", "同心", "春晓", "新月", "老街", "四季", "明珠", "和顺", "万家")

GROUNDS = Grounds(
    purpose="上门服务、应急转移和代填表格，让居民不必重复填报。",
    basis="区政府关于居民服务登记的决定，依据个人信息保护法第十三条第一款第三项。",
    assessment={
        "needed": "没有登记就无法知道谁在应急转移时需要帮助，表格要反复填写。",
        "fields": "只登记姓名、电话、证件号、出生日期、住址和本人提出的需要。",
        "risks": "可能被无关人员翻阅，电话可能外泄，登记可能过时。",
        "measures": "默认遮蔽，按目的逐项打开并留痕，居民可查阅谁看过。",
        "kept": "迁出两年后删除，删除后只保留不含个人信息的记录。",
        "heard": "已征求居民委员会和业主委员会意见，并在小区公示十五天。",
    },
)


@dataclass
class Registering:
    """Fills the registers as they stand on the last day."""

    town: Town
    chance: Random
    at: datetime

    @property
    def on(self) -> date:
        return localdate(self.at)

    def fill(self) -> None:
        grid = self.town.areas[LEADER.removeprefix("leader-")]
        for key, spots in self.town.grids.items():
            self._places(self.town.areas[key], spots[: len(PREMISES)])
        self._open()
        homes = self._homes(grid)
        self._people(homes)
        self._visits(homes)
        self._renting(homes)
        self._moving()

    def _places(self, grid: Area, spots: tuple[tuple[float, float], ...]) -> None:
        by = self.town.actor("administrator", self.at)
        for told, spot in zip(self.chance.sample(PREMISES, 3), spots, strict=False):
            of_class, name, kind, details = told
            plain = {"name": name.format(self.chance.choice(NAMES)), "kind": kind}
            contact = {
                "responsible": self._name(),
                "telephone": speech.telephone(self.chance),
            }
            where = Where(grid, spot=spot)
            said = Told(plain, details, contact)
            open_file(of_class, where, said, on=self._lately(), by=by, at=self.at)
        for kind, (lon, lat) in zip(
            self.chance.sample(FACILITIES, 2), spots, strict=False
        ):
            thing = Thing(kind, lon, lat)
            facilities.register(grid, thing, on=self._lately(), by=by, at=self.at)

    def _open(self) -> None:
        area = self.town.areas["district"]
        asker, second = (
            self.town.actor(login, self.at)
            for login in ("administrator", "administrator-2")
        )
        asked = openings.ask(area, GROUNDS, by=asker, at=self.at)
        openings.approve(asked, by=second, at=self.at)

    def _homes(self, grid: Area) -> list[Room]:
        seen = visible_rooms(self._leader()).filter(use=Use.DWELLING)
        mine = seen.filter(building__path__startswith=grid.path)
        return list(mine.select_related("building").order_by("pk")[:HOMES])

    def _people(self, homes: list[Room]) -> None:
        for room in homes:
            if self.chance.random() < LIVED_IN:
                self._household(room)

    def _household(self, room: Room) -> None:
        by, family = self._leader(), self.chance.choice(plan.SURNAMES)
        household = None
        for name, born in self._family(family):
            phone = speech.telephone(self.chance) if born.year < 2010 else ""
            since = self._lately(3000)
            arrival = Arrival(room.building, since, room=room, household=household)
            person = Person(name, phone, born=born)
            told = Saying(Source.DOOR)
            made = register.register(person, arrival, told=told, by=by, at=self.at)
            household = made.stays.get().household
            self._need(made, by)

    def _family(self, surname: str) -> Iterator[tuple[str, date]]:
        """Tell one or two grown people, often a child, by name and birthday."""
        eldest = self.chance.randint(1941, 2000)
        years = [eldest + self.chance.randint(-3, 3) for _ in range(2)]
        years = years[: self.chance.choice((1, 2, 2, 2))]
        if 1970 < eldest < 1996 and len(years) > 1:
            years.append(eldest + self.chance.randint(25, 28))
        for number, year in enumerate(years):
            first = self.chance.choice(plan.SURNAMES) if number == 1 else surname
            day = date(year, 1, 1) + timedelta(days=self.chance.randint(0, 364))
            yield first + self.chance.choice(plan.GIVEN), day

    def _need(self, resident: Resident, by: Actor) -> None:
        if self.chance.random() < NEEDY:
            need = self.chance.choice(list(Need))
            told = Saying(Source.SELF)
            register.tell_needs(resident, [need], told=told, by=by, at=self.at)

    def _visits(self, homes: list[Room]) -> None:
        by = self._leader()
        lived = visible_residents(by).values_list("stays__room", flat=True)
        doors = [room for room in homes if room.pk in set(lived)]
        for room in doors[:SEEN]:
            answer = self.chance.choice(list(Answer))
            told = Visited(Found.MET, ["fire-advice"], {"smoke-alarm": answer})
            on = self._lately(60)
            key = UUID(int=self.chance.getrandbits(128))
            visit.make(key, Door(room.building, room), told, on=on, by=by, at=self.at)
        for room in doors[SEEN : SEEN + DUE]:
            on = self.on + timedelta(days=self.chance.randint(-5, 12))
            require(Door(room.building, room), "care", on=on, by=by, at=self.at)

    def _renting(self, homes: list[Room]) -> None:
        """Let rooms that stand empty; families declare by the sheet on the door."""
        by, lived = (
            self._leader(),
            set(visible_stays(self._leader()).values_list("room")),
        )
        empty = [room for room in homes if (room.pk,) not in lived][:LET]
        for number, room in enumerate(empty):
            landlord = Person(self._name(), speech.telephone(self.chance))
            house = let.let(room.building, room, landlord, by=by, at=self.at)
            if number < DECLARED:
                people = [Person(n, born=b) for n, b in self._family(self._name()[:1])]
                until = self.on + timedelta(days=365)
                told = Declared(
                    Act.MOVE_IN,
                    Teller.TENANT,
                    self.on,
                    tuple(people),
                    lease_from=self.on,
                    lease_until=until,
                )
                declare.declare(house, told, at=self.at)

    def _moving(self) -> None:
        """Let somebody of the next grid move here, with the file of their meals."""
        by = self.town.actor(NEXT_LEADER, self.at)
        grid = self.town.areas[NEXT_LEADER.removeprefix("leader-")]
        rooms = visible_rooms(by).filter(building__path__startswith=grid.path)
        room = rooms.select_related("building").order_by("pk").first()
        if room is None:
            return
        person = Person(self._name(), speech.telephone(self.chance))
        arrival = Arrival(room.building, self._lately(900), room)
        told: dict[str, Any] = {"told": Saying(Source.DOOR), "by": by, "at": self.at}
        moving = register.register(person, arrival, **told)
        told["told"] = Saying(Source.SELF)
        moving = register.tell_needs(moving, [Need.MEALS], **told)
        here = self.town.areas[LEADER.removeprefix("leader-")]
        agreed = Agreed(self.on, Consent.WRITTEN)
        offer.offer(moving, here, Service.HOME, agreed=agreed, by=by, at=self.at)

    def _leader(self) -> Actor:
        return self.town.actor(LEADER, self.at)

    def _lately(self, days: int = 300) -> date:
        return self.on - timedelta(days=self.chance.randint(1, days))

    def _name(self) -> str:
        return self.chance.choice(plan.SURNAMES) + self.chance.choice(plan.GIVEN)
