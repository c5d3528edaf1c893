"""How an area begins, is drawn and ends, for the changes that hold the tree."""

from collections.abc import Sequence
from datetime import date

from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas import codes, history, outlines, revision, tree, tree_rules
from quincunx.areas.models import Area, Border, Lineage, Revision
from quincunx.areas.tree_rules import Part
from quincunx.lib.refusal import Refusal


def begin(held: Revision, area: Area, part: Part, on: date) -> Area:
    """Save a new area with its border and codes, as the model given says."""
    if area.parent is not None:
        tree_rules.must_hold(area.parent, area.level, on)
    area.pk = revision.new_keys(held, 1)[0]
    area.name = tree_rules.fit_name(part.name)
    area.path = tree.child_path(area.parent.path if area.parent else "", area.pk)
    area.valid_from = on
    if len(area.path) > tree.LONGEST:
        raise Refusal("tree-too-deep", area=area.name, most=tree.LONGEST)
    area.save(force_insert=True)
    if part.border is not None:
        draw(area, part.border, on)
    for code_scheme, value in part.given.items():
        codes.bear(area, value, scheme=code_scheme, on=on)
    return area


def like(area: Area) -> Area:
    """Return a new area, unsaved, of the same place in the tree and the same kind."""
    return Area(
        parent=area.parent,
        level=area.level,
        kind=area.kind,
        scheme=area.scheme,
        gap_exempt=area.gap_exempt,
    )


def draw(area: Area, shape: Shape, on: date) -> Border:
    fit = outlines.checked(shape, where=area.name, points=area.gap_exempt)
    return Border.objects.create(area=area, valid_from=on, **outlines.stored(fit))


def end(area: Area, on: date) -> None:
    history.must_follow_all(area, on)
    area.valid_to = on
    area.save(update_fields=["valid_to"])
    area.borders.filter(valid_to=None).update(valid_to=on)
    codes.retire([area], on)


def descend(former: Sequence[Area], made: Sequence[Area], kind: str, on: date) -> None:
    Lineage.objects.bulk_create(
        Lineage(before=before, after=after, kind=kind, on=on)
        for before in former
        for after in made
    )
    for after in made:
        codes.succeed(after)
