"""Where a report lies: its grid, who cares for it, and on whose desk it lands.

Never nowhere: a place nobody can name lies with the district's command centre.
"""

from dataclasses import dataclass
from datetime import date

from quincunx.areas import index, locate
from quincunx.areas.index import AreaRef
from quincunx.areas.locate import How
from quincunx.areas.models import Area
from quincunx.areas.tree import ids
from quincunx.cases.models import Case
from quincunx.lib.refusal import Refusal
from quincunx.staff import queries as staff

DESK_LEVEL = 2  # the sub-district's service centre; tiers lay it elsewhere


@dataclass(frozen=True)
class Place:
    """What a reporter says of the place: a position, an area from a list, words."""

    lon: float | None = None
    lat: float | None = None
    accuracy: float | None = None  # metres
    area: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Placed:
    """A place with its chain of areas, outermost first, and its grid."""

    place: Place
    chain: tuple[AreaRef, ...]
    grid: AreaRef
    how: str


def find(place: Place, on: date) -> Placed:
    """Locate a place. By position, else by the area chosen, else with the district.

    The grid is the deepest area with a leader, else the deepest there is. One query
    for the leaders; none more for the position while no border changes.
    """
    chain, how = _chain(place, on)
    leaders = staff.leader_of([ref.id for ref in chain], on)
    led = [ref for ref in chain if ref.id in leaders]
    return Placed(place, chain, (led or list(chain))[-1], how)


def _chain(place: Place, on: date) -> tuple[tuple[AreaRef, ...], str]:
    if place.lon is not None and place.lat is not None:
        placement = locate.place(place.lon, place.lat, on)
        if placement.how is How.OUTSIDE:
            raise Refusal("outside-the-district", lon=place.lon, lat=place.lat)
        if placement.chain:
            return placement.chain, placement.how
    if place.area is not None:
        return chain_of(place.area, on), "chosen"
    return chain_of(_top(), on), How.NOT_LOCATED


def desk_for(chain: tuple[AreaRef, ...], level: int = DESK_LEVEL) -> AreaRef:
    """Return the deepest area of the chain at `level` or above: whose desk it is."""
    return next((ref for ref in reversed(chain) if ref.level <= level), chain[0])


def around(case: Case, on: date) -> tuple[AreaRef, ...]:
    """Return the areas that hold a case, outermost first, then the layers beside.

    The layers are the dedicated, unit and responsibility grids at its position.
    """
    chain = chain_of(case.care_id, on)
    if case.lon is None or case.lat is None:
        return chain
    return chain + locate.place(case.lon, case.lat, on).layers


def chain_of(area: int, on: date) -> tuple[AreaRef, ...]:
    """Return the areas that hold `area`, outermost first, itself last.

    One query; three for an area that nobody has drawn.
    """
    known = index.current()
    chain = known.chain(area, on) if area in known.refs else _undrawn(area)
    if not chain:
        raise Refusal("no-such-area", area=area)
    return chain


def _undrawn(area: int) -> tuple[AreaRef, ...]:
    """Return the chain of an area without a border, as a list of codes makes them."""
    path = Area.objects.filter(pk=area).values_list("path", flat=True).first()
    above = Area.objects.filter(pk__in=ids(path or "")).order_by("path")
    columns = ("pk", "path", "level", "kind", "name")
    return tuple(AreaRef(*row) for row in above.values_list(*columns))


def _top() -> int:
    top = Area.objects.filter(parent=None, valid_to=None).order_by("pk")
    key = top.values_list("pk", flat=True).first()
    if key is None:
        raise Refusal("no-areas-yet")
    return key
