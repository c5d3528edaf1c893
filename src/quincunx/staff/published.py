"""What residents read of those who serve them: the counter, the leader's name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from quincunx.areas import access
from quincunx.areas.paths import subtree
from quincunx.areas.tree import ancestors
from quincunx.foundation.actors import ANYONE
from quincunx.staff import queries
from quincunx.staff.kinds import HOUSES
from quincunx.staff.models import Appointment, Organisation, Person
from quincunx.staff.office import APPOINTED, day_of
from quincunx.staff.roles import Role


@dataclass(frozen=True)
class Counter:
    """Where somebody is to talk to; what is not known is empty."""

    name: str
    telephone: str
    place: str = ""
    hours: str = ""


def counter(path: str = "") -> Counter:
    """Return the nearest house and its telephone; that of the area if it has none.

    Without a path it is the district's own. Two queries.
    """
    areas = access.visible(ANYONE).filter(valid_to=None)
    chain = (
        areas.filter(path__in=ancestors(path)) if path else areas.filter(parent=None)
    )
    known = list(chain.order_by("-path")[:8])
    if not known:
        return Counter("", "")
    house = queries.nearest_of_kind(HOUSES, known[0].path)
    of_area = next((area.telephone for area in known if area.telephone), "")
    if house is None:
        return Counter(known[0].name, of_area)
    telephone = house.telephone or of_area
    return Counter(house.name, telephone, house.counter, house.hours)


def leaders(areas: Collection[int], on: date) -> dict[int, str]:
    """Return the name of the leader of each area that has one: it is public.

    Two queries, one while nobody's offices change.
    """
    led = queries.leader_of(areas, on)
    names = dict(Person.objects.filter(pk__in=led.values()).values_list("pk", "name"))
    return {area: names[person] for area, person in led.items() if person in names}


MOST_LISTED = 200


def at_work(path: str) -> list[Organisation]:
    """Return who works in an area: what has it as its field, or a part, or more.

    Names of organisations are public. Of many parts not all are named. Two queries.
    """
    there = Organisation.objects.filter(closed_on=None).order_by("name", "pk")
    over = list(there.filter(area__path__in=ancestors(path))[:MOST_LISTED])
    seen = {unit.pk for unit in over}
    parts = there.filter(subtree("area__path", path))[:MOST_LISTED]
    return [*over, *(unit for unit in parts if unit.pk not in seen)][:MOST_LISTED]


@dataclass(frozen=True)
class Post:
    """In what office somebody acted: which unit, which role. Never who."""

    unit: str
    role: str


def posts_at(
    moments: Collection[tuple[int, datetime]],
) -> dict[tuple[int, datetime], Post]:
    """Return the office each person held at a moment, as residents may read it.

    Of several, the one that may see who a reporter is. One query.
    """
    people = {person for person, _ in moments}
    held = Appointment.objects.filter(person__in=people, state__in=APPOINTED)
    offices = list(
        held.select_related("function", "organisation", "area").order_by("pk")
    )
    found = {}
    for person, at in moments:
        day = day_of(at)
        mine = [o for o in offices if o.person_id == person and _holds(o, day)]
        mine.sort(key=lambda office: office.function.role not in _SEES_CONTACTS)
        if mine:
            unit = mine[0].organisation
            name = unit.name if unit else mine[0].area.name
            found[person, at] = Post(name, mine[0].function.role)
    return found


_SEES_CONTACTS = frozenset({Role.DISPATCHER, Role.OFFICER})


def _holds(office: Appointment, day: date) -> bool:
    return office.starts <= day and (office.ends is None or day < office.ends)
