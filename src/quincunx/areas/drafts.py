"""What a file says of areas, put in order before anything is written.

A draft is one area as the file has it. Its place in the tree is found among the
drafts themselves, by code, or among the areas that are there, by code or position.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shapely.geometry.base import BaseGeometry

from quincunx.lib import codes
from quincunx.lib.refusal import Refusal


@dataclass(slots=True)
class Draft:
    """One row. `above` names the codes that may be its parent's, the nearest first.

    `bound` says that the file names the parent, so that it must be there. `parent` is
    a place in the list of drafts, `parent_key` a key in the tree. One without a name
    keeps the name it has in the tree, or is called by its code.
    """

    row: int
    code: str
    name: str
    above: tuple[str, ...] = ()
    bound: bool = False
    level: int = 0
    shape: BaseGeometry | None = None
    parent: int | None = None
    parent_key: int | None = None


def must_be_single(drafts: Sequence[Draft]) -> dict[str, int]:
    """Return the place of each code, or refuse a code that stands in two rows."""
    places: dict[str, int] = {}
    for place, draft in enumerate(drafts):
        if draft.code and draft.code in places:
            first = drafts[places[draft.code]].row
            raise Refusal("code-twice", value=draft.code, row=draft.row, first=first)
        if draft.code:
            places[draft.code] = place
    return places


def join(
    drafts: Sequence[Draft], places: Mapping[str, int], there: Mapping[str, int]
) -> None:
    """Find each draft's parent by code, here or in the tree (`there`: code to key).

    One whose parent is named and does not exist is an orphan.
    """
    for draft in drafts:
        for code in draft.above:
            if code in places:
                draft.parent = places[code]
            elif code in there:
                draft.parent_key = there[code]
            else:
                continue
            break
        else:
            _must_stand_alone(draft)


def _must_stand_alone(draft: Draft) -> None:
    if draft.bound:
        raise Refusal(
            "parent-unknown", row=draft.row, value=draft.code, parent=draft.above[0]
        )


def ranked(drafts: Sequence[Draft]) -> list[int]:
    """Return how many drafts stand above each, or refuse a circle of parents."""
    depths = [-1] * len(drafts)
    for start in range(len(drafts)):
        line: list[int] = []
        place: int | None = start
        while place is not None and depths[place] < 0:
            if len(line) > len(drafts):
                raise Refusal(
                    "tree-cycle", area=drafts[start].code, parent=drafts[line[1]].code
                )
            line.append(place)
            place = drafts[place].parent
        depth = -1 if place is None else depths[place]
        for step in reversed(line):
            depth += 1
            depths[step] = depth
    return depths


def region_parents(code: str, *, stated: str) -> tuple[str, ...]:
    """Return the region codes that may stand above `code`, the nearest first."""
    if stated:
        return (codes.region(stated),)
    return tuple(
        above for above in _upwards(codes.region_parent(code)) if above != code
    )


@lru_cache(maxsize=4_096)
def _upwards(code: str | None) -> tuple[str, ...]:
    """Return `code` and all above it; neighbours in a list share the answer."""
    return () if code is None else (code, *_upwards(codes.region_parent(code)))
