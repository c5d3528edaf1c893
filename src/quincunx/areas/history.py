"""What an area was: its former names and places, kept before they change."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Max, Q, QuerySet, Value
from django.db.models.functions import Concat, Length, Substr

from quincunx.areas import tree
from quincunx.areas.models import Area, Version
from quincunx.areas.paths import subtree
from quincunx.lib.refusal import Refusal

_AT_ONCE = 2_000


def in_force(on: date) -> Q:
    """Match what is valid on that day, of areas, borders and codes alike."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


def must_be_in_force(area: Area, on: date) -> None:
    if area.valid_from > on:
        raise Refusal("area-not-yet", area=area.name, on=on, since=area.valid_from)
    if area.valid_to is not None and area.valid_to <= on:
        raise Refusal("area-ended", area=area.name, on=on, until=area.valid_to)


def keep(areas: QuerySet[Area], on: date) -> int:
    """Write down how `areas` are called and stand until `on`, before they change.

    What began on that very day, or later, was never in force and leaves no version.
    """
    dated = areas.annotate(last=Max("versions__valid_to")).order_by("pk")
    former = [
        Version(
            area=area,
            name=area.name,
            parent_id=area.parent_id,
            path=area.path,
            valid_from=area.last or area.valid_from,
            valid_to=on,
        )
        for area in dated.iterator(_AT_ONCE)
        if (area.last or area.valid_from) < on
    ]
    Version.objects.bulk_create(former, _AT_ONCE)
    return len(former)


def stretch(area: Area, on: date) -> None:
    """Let an area, and what it was first, begin on an earlier day."""
    for rows in (area.versions, area.borders, area.codes):
        rows.filter(valid_from=area.valid_from).update(valid_from=on)
    area.valid_from = on
    area.save(update_fields=["valid_from"])


def must_follow_the_last(area: Area, on: date) -> None:
    """Refuse to change an area before the day of its last change."""
    last: date | None = area.versions.aggregate(last=Max("valid_to"))["last"]
    if last is not None and last > on:
        raise Refusal("earlier-than-last-change", area=area.name, on=on, since=last)


def must_follow_all(area: Area, on: date) -> None:
    """Refuse to end an area before the day of any change: name, border or code."""
    must_follow_the_last(area, on)
    for rows in (area.borders.all(), area.codes.all()):
        last: date | None = rows.aggregate(last=Max("valid_from"))["last"]
        if last is not None and last > on:
            raise Refusal("earlier-than-last-change", area=area.name, on=on, since=last)


def uproot(area: Area, *, parent: Area, on: date) -> Area:
    """Move `area` and all under it below `parent` from `on`; its past stays."""
    frm = area.path
    to = tree.child_path(parent.path, area.pk)
    whole = Area.objects.filter(subtree("path", frm))
    _must_fit(whole, by=len(to) - len(frm), area=area)
    keep(whole, on)
    rest = Substr("path", len(frm) + 1)
    whole.update(path=Concat(Value(to), rest))
    Area.objects.filter(pk=area.pk).update(parent=parent)
    area.parent, area.path = parent, to
    return area


def _must_fit(whole: QuerySet[Area], *, by: int, area: Area) -> None:
    longest = whole.aggregate(most=Max(Length(F("path"))))["most"] or 0
    if longest + by > tree.LONGEST:
        raise Refusal("tree-too-deep", area=area.name, most=tree.LONGEST)


def names(areas: Iterable[Area]) -> str:
    return ", ".join(area.name for area in areas)
