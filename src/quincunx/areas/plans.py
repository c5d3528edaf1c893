"""What would change: drafts compared with the areas that are there."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import shapely

from quincunx.areas.codes import rule_called
from quincunx.areas.drafts import Draft
from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Border, Code
from quincunx.areas.options import Options
from quincunx.lib.refusal import Refusal

_AT_ONCE = 500
MOST_NAME = 120


@dataclass
class Plan:
    """Places of drafts, by what happens to each; `keys` are of those that exist."""

    keys: dict[int, int] = field(default_factory=dict)
    new: list[int] = field(default_factory=list)
    renamed: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    redrawn: list[int] = field(default_factory=list)
    adopted: list[int] = field(default_factory=list)
    same: int = 0

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "renamed": len(self.renamed),
            "moved": len(self.moved),
            "redrawn": len(self.redrawn),
            "same": self.same,
        }


@dataclass(frozen=True, slots=True)
class There:
    """An area that exists, as far as a file may differ from it."""

    key: int
    name: str
    parent: int | None
    level: int


def codes_there(scheme: str, on: date) -> dict[str, int]:
    """Return who bears which code of a scheme on that day."""
    rows = Code.objects.filter(in_force(on), scheme__code=scheme)
    return dict(rows.values_list("value", "area_id").iterator())


def codes_above(level: int, on: date) -> dict[str, int]:
    """Return who bears which code above `level`; of two, who stands deeper."""
    rows = Code.objects.filter(in_force(on), area__level__lt=level)
    return dict(rows.order_by("area__level", "-pk").values_list("value", "area_id"))


def plan(drafts: Sequence[Draft], options: Options) -> Plan:
    """Compare; refuses a code not of its scheme, or borne at another level."""
    _must_fit_scheme(drafts, options)
    there = _there_by_code(drafts, options) | _there_by_name(drafts, options)
    adopted = _adopted(drafts, there, options)
    there |= adopted
    made = Plan({place: area.key for place, area in there.items()}, adopted=[*adopted])
    borders = _borders(drafts, made, options.valid_from)
    for place, draft in enumerate(drafts):
        if not draft.name:
            draft.name = there[place].name if place in there else draft.code
        if len(draft.name) > MOST_NAME:
            raise Refusal("area-name-unfit", name=draft.name[:40], most=MOST_NAME)
        if place not in there:
            made.new.append(place)
        else:
            _compare(made, drafts, place, there[place], borders)
            _must_be_at_level(draft, there[place])
    return made


def _must_fit_scheme(drafts: Sequence[Draft], options: Options) -> None:
    rule = rule_called(options.codes_at(options.level))
    for draft in drafts if rule else ():
        try:
            if rule and draft.code:
                rule.read(draft.code)
        except Refusal as wrong:
            raise Refusal("code-malformed", row=draft.row, value=draft.code) from wrong


def _compare(
    made: Plan,
    drafts: Sequence[Draft],
    place: int,
    area: There,
    borders: dict[int, bytes],
) -> None:
    draft = drafts[place]
    changes = 0
    if draft.name != area.name:
        made.renamed.append(place)
        changes += 1
    if parent_key(draft, made) not in (None, area.parent):
        made.moved.append(place)
        changes += 1
    if draft.shape is not None and shapely.to_wkb(draft.shape) != borders.get(area.key):
        made.redrawn.append(place)
        changes += 1
    made.same += not changes and place not in made.adopted


def parent_key(draft: Draft, made: Plan) -> int | None:
    """Return the key of the draft's parent; -1 when that is new itself."""
    if draft.parent is not None:
        return made.keys.get(draft.parent, -1)
    return draft.parent_key


def _must_be_at_level(draft: Draft, area: There) -> None:
    if draft.level != area.level:
        raise Refusal(
            "code-at-other-level", row=draft.row, value=draft.code, level=area.level
        )


def _there_by_code(drafts: Sequence[Draft], options: Options) -> dict[int, There]:
    scheme = options.codes_at(options.level)
    rows = Code.objects.filter(in_force(options.valid_from), scheme__code=scheme)
    if not rows.exists():
        return {}
    columns = ("value", "area_id", "area__name", "area__parent_id", "area__level")
    known = {row[0]: row[1:] for row in rows.values_list(*columns).iterator()}
    return {
        place: There(*known[draft.code])
        for place, draft in enumerate(drafts)
        if draft.code and draft.code in known
    }


def _there_by_name(drafts: Sequence[Draft], options: Options) -> dict[int, There]:
    """Know drafts without a code by their name at their level, if one alone has it."""
    nameless = {place: d for place, d in enumerate(drafts) if not d.code}
    if not nameless:
        return {}
    levels = {draft.level for draft in nameless.values()}
    rows = Area.objects.filter(in_force(options.valid_from), level__in=levels)
    known = {
        (row[1], row[3]): There(*row)
        for row in rows.order_by("-pk").values_list("pk", "name", "parent_id", "level")
    }
    return {
        place: known[draft.name, draft.level]
        for place, draft in nameless.items()
        if (draft.name, draft.level) in known
    }


def _adopted(
    drafts: Sequence[Draft], known: Collection[int], options: Options
) -> dict[int, There]:
    """Know the district founded before any file: the one root, still without a code.

    A file that has one area of its level takes it over: by its code, or by its name.
    """
    roots = Area.objects.filter(parent=None, valid_to=None, scheme__code=options.scheme)
    columns = ("pk", "name", "parent_id", "level", "codes")
    rows = list(roots.order_by("pk").values_list(*columns)[:2])
    if len(rows) != 1 or rows[0][-1] is not None:
        return {}
    root = There(*rows[0][:-1])
    tops = [place for place, d in enumerate(drafts) if d.level == root.level]
    if len(tops) != 1 or tops[0] in known:
        return {}
    top = drafts[tops[0]]
    return {tops[0]: root} if top.code or top.name == root.name else {}


def _borders(drafts: Sequence[Draft], made: Plan, on: date) -> dict[int, bytes]:
    keys = [key for place, key in made.keys.items() if drafts[place].shape is not None]
    return {
        key: bytes(wkb)
        for some in _batches(keys)
        for key, wkb in Border.objects.filter(in_force(on), area__in=some).values_list(
            "area_id", "wkb"
        )
    }


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
