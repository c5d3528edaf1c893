"""One change of the tree at a time: the lock, the keys it gives, what it leaves behind.

Every action that changes the tree holds the one row of `Revision` until it commits,
and turns it, so that every process sees its index is stale.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import uuid4

from shapely.geometry.base import BaseGeometry

from quincunx.areas import outlines
from quincunx.areas.models import Area, Change, Revision

_ONLY = 1


def held() -> Revision:
    """Return the tree's row, held until the transaction ends."""
    Revision.objects.get_or_create(pk=_ONLY)
    return Revision.objects.select_for_update().get(pk=_ONLY)


def new_keys(tree: Revision, count: int) -> range:
    """Return keys nobody has had; saved when the tree is turned."""
    first = tree.last_area + 1
    tree.last_area += count
    return range(first, first + count)


def stamp(tree: Revision) -> None:
    """Let every process see that its index is stale, and keep the last key given."""
    tree.token = uuid4().hex
    tree.save()


def turn(
    tree: Revision,
    act: str,
    *,
    areas: Sequence[Area],
    shapes: Iterable[BaseGeometry] = (),
    on: date,
    pending: bool = False,
) -> Change:
    """Write down what changed and where; `pending` when it is still to be followed."""
    changed = list(shapes)
    box = outlines.box(changed) if changed else (None, None, None, None)
    tree.number += 1
    stamp(tree)
    return Change.objects.create(
        number=tree.number,
        act=act,
        area=areas[0] if areas else None,
        on=on,
        minx=box[0],
        miny=box[1],
        maxx=box[2],
        maxy=box[3],
        pending=pending,
    )
