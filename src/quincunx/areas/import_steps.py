"""A file that is brought in after the first set-up becomes the steps of a draft."""

from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas.bring_in import Preview
from quincunx.areas.drafts import Draft
from quincunx.areas.plans import Plan, parent_key
from quincunx.lib.refusal import Refusal


def steps_of(preview: Preview) -> list[dict[str, Any]]:
    """Return what the file would do, as a draft tells it: from the top down.

    All outlines are taken as the file has them; neighbours that are not in it stay.
    """
    if preview.plan.adopted:
        raise Refusal("tree-changes-another-way", file=preview.file)
    return [*_founded(preview), *_changed(preview)]


def _founded(preview: Preview) -> Iterator[dict[str, Any]]:
    options, drafts = preview.options, preview.drafts
    for place in sorted(preview.plan.new, key=lambda place: drafts[place].level):
        draft = drafts[place]
        scheme = options.codes_at(options.level)
        yield {
            "act": "found",
            "as": _word(place),
            "name": draft.name,
            "level": draft.level,
            "kind": options.kind_at(draft.level),
            "parent": _parent(draft, preview.plan, preview.file),
            "neighbours": "stay",
            "codes": {scheme: draft.code} if draft.code else {},
            **({"border": _told(draft.shape)} if draft.shape is not None else {}),
        }


def _changed(preview: Preview) -> Iterator[dict[str, Any]]:
    plan, drafts = preview.plan, preview.drafts
    for place in plan.renamed:
        name = drafts[place].name
        yield {"act": "rename", "area": plan.keys[place], "name": name}
    for place in plan.moved:
        above = _parent(drafts[place], plan, preview.file)
        yield {"act": "move", "area": plan.keys[place], "parent": above}
    for place in plan.redrawn:
        yield {
            "act": "redraw",
            "area": plan.keys[place],
            "border": _told(drafts[place].shape),
            "neighbours": "stay",
        }


def _parent(draft: Draft, plan: Plan, file: str) -> int | str:
    key = parent_key(draft, plan)
    if key == -1 and draft.parent is not None:
        return _word(draft.parent)
    if key is None:
        raise Refusal("tree-changes-another-way", file=file)
    return key


def _word(place: int) -> str:
    return f"row-{place}"


def _told(shape: Shape | None) -> dict[str, Any]:
    told: dict[str, Any] = shapely.geometry.mapping(shape)
    return told
