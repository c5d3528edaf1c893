"""Who changes the tree in these stories, and a small town to change."""

from datetime import UTC, date, datetime

import shapely

from quincunx.areas import tree_changes
from quincunx.areas.models import Area, Kind
from quincunx.foundation.actors import Actor, Holding
from quincunx.foundation.actors import Kind as ActorKind

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
LONG_AGO = date(2020, 1, 1)
ADMINISTRATOR = Actor(
    ActorKind.STAFF,
    person=1,
    name="administrator",
    holdings=(Holding("administrator", "administrator", ""),),
)
STRANGER = Actor(ActorKind.STAFF, person=2, name="stranger")

WEST, SOUTH, STEP = 116.0, 40.0, 0.01


def square(
    column: float, row: float, wide: float = 1, high: float = 1
) -> shapely.Polygon:
    """Return a rectangle of cells counted from the south-west corner of the town."""
    left, low = WEST + column * STEP, SOUTH + row * STEP
    return shapely.box(left, low, left + wide * STEP, low + high * STEP)


def spot(column: float, row: float) -> tuple[float, float]:
    return WEST + column * STEP, SOUTH + row * STEP


def found(name: str, level: int, parent: Area | None = None, **told: object) -> Area:
    told = {"on": LONG_AGO, "by": ADMINISTRATOR, "at": AT} | told
    return tree_changes.found(name, level=level, parent=parent, **told)


def town() -> dict[str, Area]:
    """A district of two sub-districts; in the west a community with four grids."""
    district = found("Elm", 1, border=square(0, 0, 4, 2))
    west = found("West", 2, district, border=square(0, 0, 2, 2))
    east = found("East", 2, district, border=square(2, 0, 2, 2))
    lane = found("Lane", 3, west, border=square(0, 0, 2, 2))
    grids = {
        name: found(name, 4, lane, border=square(column, row), kind=Kind.COMPOSITE)
        for name, column, row in (
            ("sw", 0, 0),
            ("se", 1, 0),
            ("nw", 0, 1),
            ("ne", 1, 1),
        )
    }
    return {"district": district, "west": west, "east": east, "lane": lane, **grids}
