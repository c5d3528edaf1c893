"""A room that is let, and a family that declares by the sheet on its door."""

from datetime import date

from quincunx.registers.models import Room
from quincunx.registers.people.sealing import Person
from quincunx.registers.renting import declare, let
from quincunx.registers.renting.declare import Told
from quincunx.registers.renting.models import Declaration, House
from quincunx.registers.renting.vocabulary import Act, Teller
from tests.cast import Town
from tests.registers.people.household import rooms

ON = date(2026, 3, 1)
LANDLORD = Person("钱房东", "13700137000")
MOTHER = Person("张小榆", "13812345678", "11010519491231002X")
CHILD = Person("张小苗", born=date(2019, 5, 30))
FAMILY = Told(
    Act.MOVE_IN,
    Teller.TENANT,
    ON,
    (MOTHER, CHILD),
    lease_from=ON,
    lease_until=date(2027, 3, 1),
)


def let_room(town: Town, room: Room | None = None) -> House:
    room = room or rooms(town)[0]
    by = town.actor("leader-a1")
    return let.let(room.building, room, LANDLORD, by=by, at=town.at)


def declared(town: Town, house: House, told: Told = FAMILY) -> tuple[Declaration, str]:
    return declare.declare(house, told, at=town.at)
