"""Where somebody is to talk to: a counter and a telephone on every page."""

from dataclasses import dataclass

from quincunx.areas import access
from quincunx.areas.tree import ancestors
from quincunx.foundation.actors import ANYONE
from quincunx.staff import queries
from quincunx.staff.kinds import HOUSES


@dataclass(frozen=True)
class Counter:
    name: str
    telephone: str


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
    return Counter(house.name, house.telephone or of_area)
