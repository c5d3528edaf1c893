"""The register of people opened in the town, and people who move in."""

from datetime import date

from quincunx.registers import keep
from quincunx.registers.facts import Source
from quincunx.registers.models import Room
from quincunx.registers.numbering import Pattern
from quincunx.registers.people import openings, register
from quincunx.registers.people.models import Household, Opening, Resident
from quincunx.registers.people.move import Arrival
from quincunx.registers.people.openings import Grounds
from quincunx.registers.people.register import Told
from quincunx.registers.people.sealing import Person
from quincunx.registers.people.vocabulary import ASSESSED
from tests.cast import Town, appointed

DAY = date(2026, 3, 2)
AT_THE_DOOR = Told(Source.DOOR)
WHY = "Meals for the old, help at the door and a list for the case of evacuation."
GROUNDS = Grounds(WHY, WHY, dict.fromkeys(ASSESSED, WHY))
ZHANG = Person("张小榆", "13812345678", "11010519491231002X")
LI = Person("李榆", "13912345678", born=date(1990, 5, 4))


def second_administrator(town: Town) -> None:
    appointed(town, "stranger", "administrator", "district")


def asked(town: Town, area: str = "district") -> Opening:
    by = town.actor("administrator")
    return openings.ask(town.area(area), GROUNDS, by=by, at=town.at)


def opened(town: Town) -> Opening:
    second_administrator(town)
    opening = asked(town)
    return openings.approve(opening, by=town.actor("stranger"), at=town.at)


def rooms(town: Town, building: str = "a1-1") -> list[Room]:
    by = town.owner
    area = town.area(building)
    return keep.lay_out(area, Pattern(1, 3, 2), on=DAY, by=by, at=town.at)


def moved_in(
    town: Town,
    person: Person = ZHANG,
    room: Room | None = None,
    *,
    by: str = "leader-a1",
    building: str = "a1-1",
    household: Household | None = None,
) -> Resident:
    arrival = Arrival(town.area(building), DAY, room, household)
    who = town.actor(by)
    return register.register(person, arrival, told=AT_THE_DOOR, by=who, at=town.at)
