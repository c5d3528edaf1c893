"""A plan is carried out: new areas in bulk, changes through the acts of the tree."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils import timezone

from quincunx.areas import bulk, codes, following, outlines, revision, tree_changes
from quincunx.areas.drafts import Draft
from quincunx.areas.models import Area, Border, Code, Kind, Revision
from quincunx.areas.options import Options
from quincunx.areas.plans import Plan
from quincunx.areas.schemes import scheme
from quincunx.areas.tree import EVERYWHERE, child_path
from quincunx.foundation.actors import Actor

_AT_ONCE = 5_000


def write(
    held: Revision,
    drafts: Sequence[Draft],
    plan: Plan,
    options: Options,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Carry out `plan`; the caller holds the tree and writes the journal."""
    on = options.valid_from
    _adopt(drafts, plan, options, by=by, at=at)
    _write_new(held, drafts, plan, options, today=timezone.localdate(at))
    for place in plan.renamed:
        area = Area.objects.get(pk=plan.keys[place])
        tree_changes.rename(area, drafts[place].name, on=on, by=by, at=at)
    for place in plan.moved:
        area = Area.objects.get(pk=plan.keys[place])
        parent = Area.objects.get(pk=_parent_key(drafts[place], plan) or 0)
        tree_changes.move(area, parent, on=on, by=by, at=at)
    if plan.redrawn:
        areas = Area.objects.in_bulk([plan.keys[place] for place in plan.redrawn])
        borders = [(areas[plan.keys[p]], drafts[p].shape) for p in plan.redrawn]
        tree_changes.redraw_together(borders, on=on, by=by, at=at)


def _adopt(
    drafts: Sequence[Draft], plan: Plan, options: Options, *, by: Actor, at: datetime
) -> None:
    """Give the district founded before any file the code and beginning of the file."""
    for place in plan.adopted:
        area = Area.objects.get(pk=plan.keys[place])
        tree_changes.begin_earlier(area, on=options.valid_from, by=by, at=at)
    _write_codes(drafts, plan, plan.adopted, options)


def _write_new(
    held: Revision,
    drafts: Sequence[Draft],
    plan: Plan,
    options: Options,
    *,
    today: date,
) -> None:
    """Give keys and paths in one walk from the top, then write table by table."""
    if not plan.new:
        return
    places = sorted(plan.new, key=lambda place: drafts[place].level)
    for place, key in zip(places, revision.new_keys(held, len(places)), strict=True):
        plan.keys[place] = key
    _write_areas(drafts, plan, places, options)
    _write_borders(drafts, plan, places, options.valid_from)
    _write_codes(drafts, plan, places, options)
    shapes = [s for place in places if (s := drafts[place].shape) is not None]
    on = options.valid_from
    ahead = on > today
    change = revision.turn(
        held, "import", areas=[], shapes=shapes, on=on, pending=ahead
    )
    if not ahead and following.follow(change):
        revision.stamp(held)


def _paths(
    drafts: Sequence[Draft], plan: Plan, places: Sequence[int]
) -> dict[int, str]:
    """Return the path of each new area; `places` come from the top down."""
    new = {plan.keys[place] for place in places}
    outer = {_parent_key(drafts[place], plan) for place in places} - new - {None}
    paths = {
        key: path
        for some in _batches(sorted(filter(None, outer)))
        for key, path in Area.objects.filter(pk__in=some).values_list("pk", "path")
    }
    for place in places:
        parent = _parent_key(drafts[place], plan)
        key = plan.keys[place]
        paths[key] = child_path(paths[parent] if parent else EVERYWHERE, key)
    return paths


def _write_areas(
    drafts: Sequence[Draft], plan: Plan, places: Sequence[int], options: Options
) -> None:
    paths = _paths(drafts, plan, places)
    kinds = {level: options.kind_at(level) for level in _levels(drafts, places)}
    columns = ("id", "name", "parent_id", "path", "level", "kind", "gap_exempt")
    bulk.insert(
        Area,
        columns,
        (
            (
                key,
                drafts[place].name,
                _parent_key(drafts[place], plan),
                paths[key],
                drafts[place].level,
                kinds[drafts[place].level],
                kinds[drafts[place].level] == Kind.BUILDING,
            )
            for place in places
            for key in (plan.keys[place],)
        ),
        constant={
            "scheme_id": scheme(options.scheme).pk,
            "valid_from": options.valid_from,
            "valid_to": None,
            "telephone": "",
        },
    )


def _levels(drafts: Sequence[Draft], places: Sequence[int]) -> set[int]:
    return {drafts[place].level for place in places}


def _write_borders(
    drafts: Sequence[Draft], plan: Plan, places: Sequence[int], on: date
) -> None:
    for some in _batches([p for p in places if drafts[p].shape is not None]):
        Border.objects.bulk_create(
            Border(area_id=plan.keys[place], valid_from=on, **outlines.stored(shape))
            for place in some
            if (shape := drafts[place].shape) is not None
        )


def _write_codes(
    drafts: Sequence[Draft], plan: Plan, places: Sequence[int], options: Options
) -> None:
    name = options.codes_at(options.level)
    row = codes.known_or_own(name)
    bulk.insert(
        Code,
        ("area_id", "value"),
        ((plan.keys[p], drafts[p].code) for p in places if drafts[p].code),
        constant={
            "scheme_id": row.pk,
            "valid_from": options.valid_from,
            "valid_to": None,
            "replaced_by_id": None,
        },
    )


def _parent_key(draft: Draft, plan: Plan) -> int | None:
    return draft.parent_key if draft.parent is None else plan.keys[draft.parent]


def _batches(places: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(places), _AT_ONCE):
        yield places[start : start + _AT_ONCE]
