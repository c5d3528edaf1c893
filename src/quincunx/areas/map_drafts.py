"""Areas with outlines, as a map file has them, and the parents they fall into."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from quincunx.areas import locate, outlines, reference, sources
from quincunx.areas.drafts import Draft, join, must_be_single
from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Border, Kind
from quincunx.areas.options import Options
from quincunx.areas.plans import codes_above
from quincunx.areas.sources import Source
from quincunx.lib import geometry
from quincunx.lib.refusal import Refusal

NEAR = 10_000.0  # metres from the nearest parent: islands, not another country
MOST_WRONG = 200  # rows told of one file


@dataclass(frozen=True)
class Remarks:
    """What was done to rows that did not fit as they were, to be shown before."""

    mended: tuple[str, ...] = ()  # outlines that crossed themselves
    beside: tuple[str, ...] = ()  # rows outside every parent, given to the nearest


def map_drafts(path: Path, options: Options) -> tuple[list[Draft], Remarks]:
    """Return the areas of a map file, and what had to be done to them."""
    source = sources.read(path, lon=options.lon_field, lat=options.lat_field)
    sources.must_have(
        source.name,
        source.columns,
        *options.code_fields,
        options.name_field,
        options.parent_field,
    )
    shapes = reference.to_wgs84(source.shapes, stated=source.crs, declared=options.crs)
    wrong: list[Refusal] = []
    drafts = _drafts(source, options, wrong)
    mended = _outline(drafts, shapes, options, wrong)
    _must_all_fit(source.name, wrong)
    must_be_single(drafts)
    beside: tuple[str, ...] = ()
    if options.parent_field:
        join(drafts, {}, codes_above(options.level, options.valid_from))
    elif options.under and drafts:
        drafts = _stand_under(drafts, options)
    elif options.level > 1 and drafts:
        beside = _fall_into_parents(drafts, options)
    return drafts, Remarks(mended, beside)


def _drafts(source: Source, options: Options, wrong: list[Refusal]) -> list[Draft]:
    """Return a draft for each row; what is wrong with a row is put beside."""
    drafts = []
    for place in range(len(source.shapes)):
        try:
            drafts.append(_draft(source, place, options))
        except Refusal as refusal:
            wrong.append(refusal)
            drafts.append(Draft(place + 1, "", f"{place + 1}"))
    return drafts


def _must_all_fit(name: str, wrong: Sequence[Refusal]) -> None:
    """Refuse the file with all rows that are wrong, or the one row by its own words."""
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        rows = [[each.code, dict(each.facts)] for each in wrong[:MOST_WRONG]]
        raise Refusal("rows-wrong", file=name, count=len(wrong), rows=rows)


def _draft(source: Source, place: int, options: Options) -> Draft:
    row = source.rows[place]
    number = place + 1
    code = "-".join(row.get(column, "") for column in options.code_fields)
    if options.code_fields and not code.strip("-"):
        raise Refusal("code-empty", row=number)
    name = row.get(options.name_field, "") or code or f"{options.level}.{number}"
    above = row.get(options.parent_field, "") if options.parent_field else ""
    if options.parent_field and not above:
        raise Refusal("parent-unknown", row=number, value=code or name, parent="")
    bound = bool(above)
    return Draft(number, code, name, (above,) if bound else (), bound, options.level)


def _outline(
    drafts: Sequence[Draft],
    shapes: Sequence[BaseGeometry | None],
    options: Options,
    wrong: list[Refusal],
) -> tuple[str, ...]:
    points = options.kind_at(options.level) == Kind.BUILDING
    mended: list[str] = []
    for draft, shape in zip(drafts, shapes, strict=True):
        where = f"{draft.name} ({draft.row})"
        fit = shape
        if options.repair and shape is not None and not shape.is_valid:
            fit = _mended(shape)
            mended.append(where)
        try:
            draft.shape = outlines.checked(fit, where=where, points=points)
        except Refusal as refusal:
            wrong.append(refusal)
    return tuple(mended)


def _mended(shape: BaseGeometry) -> BaseGeometry:
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


def _stand_under(drafts: list[Draft], options: Options) -> list[Draft]:
    """Put all drafts under one area above, of the name told, drawn around them.

    One that is there already is drawn wider, and never narrower.
    """
    whole = shapely.union_all([draft.shape for draft in drafts])
    for draft in drafts:
        draft.parent = len(drafts)
    shape = _widened(whole, options)
    above = Draft(0, "", options.under, level=options.level - 1, shape=shape)
    return [*drafts, above]


def _widened(whole: BaseGeometry, options: Options) -> BaseGeometry | None:
    """Return the border of the area above around `whole` too; None: as it is."""
    there = Border.objects.filter(
        in_force(options.valid_from),
        area__name=options.under,
        area__level=options.level - 1,
    ).first()
    if there is None:
        return whole
    former = outlines.of(there)
    rest = shapely.difference(whole, former)
    if rest.is_empty or geometry.square_metres(rest) < 1:
        return None
    return shapely.union_all([whole, former])


def _fall_into_parents(drafts: Sequence[Draft], options: Options) -> tuple[str, ...]:
    """Find who holds the middle of each draft: the deepest area above its level.

    One that lies outside them all but near goes to the nearest, and is named.
    """
    points = shapely.point_on_surface([draft.shape for draft in drafts])
    lons, lats = shapely.get_x(points), shapely.get_y(points)
    found = locate.holders(lons, lats, options.valid_from, above=options.level)
    if not found.any():
        found[:] = _only_one_above(options)
    lost = np.flatnonzero(found == 0)
    if len(lost):
        found[lost] = _nearest(
            [drafts[i] for i in lost.tolist()], points[lost], options
        )
    for draft, key in zip(drafts, found.tolist(), strict=True):
        draft.parent_key = key
    return tuple(f"{drafts[i].name} ({drafts[i].row})" for i in lost.tolist())


def _nearest(
    lost: Sequence[Draft], points: npt.NDArray[np.object_], options: Options
) -> npt.NDArray[np.int64]:
    on, above = options.valid_from, options.level
    lons, lats = shapely.get_x(points), shapely.get_y(points)
    found, metres = locate.nearest(lons, lats, on, above=above)
    far = np.flatnonzero(metres > NEAR)
    if len(far):
        swapped = locate.holders(lats, lons, on, above=above).any()
        draft, point = lost[int(far[0])], points[far[0]]
        example = f"{point.x:.6f}, {point.y:.6f}"
        if swapped:
            raise Refusal("coordinates-swapped", example=example)
        raise Refusal(
            "outside-every-parent", row=draft.row, name=draft.name, example=example
        )
    return found


def _only_one_above(options: Options) -> int:
    """Return the one area above that has no border to fall into, if it is alone."""
    above = Area.objects.filter(in_force(options.valid_from), level__lt=options.level)
    found = list(above.order_by("-level", "pk")[:2])
    if not found:
        raise Refusal("level-above-empty", level=options.level)
    alone = len(found) == 1 or found[0].level > found[1].level
    return 0 if not alone or found[0].borders.exists() else found[0].pk
