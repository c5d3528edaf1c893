"""Codes are given to areas, taken back and found; they are never an area's key."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

import shapely
from django.db import transaction

from quincunx.areas import access, revision, tree
from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Border, Code, CodeScheme, Lineage
from quincunx.areas.numbering import Spot, reading_order
from quincunx.areas.schemes import load_defaults
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib import codes as rules
from quincunx.lib.refusal import Refusal

REGION = rules.REGION_12.code


def code_scheme(code: str) -> CodeScheme:
    """Return the scheme called `code`; those of the house are written when asked."""
    found = CodeScheme.objects.filter(code=code).first()
    if found is None:
        load_defaults()
        found = CodeScheme.objects.filter(code=code).first()
    if found is None:
        raise Refusal("no-such-scheme", scheme=code)
    return found


def known_or_own(code: str) -> CodeScheme:
    """Return a scheme, or make one for a city's own codes, which have any form."""
    if code in rules.PUBLISHED:
        return code_scheme(code)
    named = {"name": {"en": code}}
    return CodeScheme.objects.get_or_create(code=code, defaults=named)[0]


def rule_called(code: str) -> rules.CodeScheme | None:
    """Return how codes of the scheme called `code` are built; None: in any form."""
    row = CodeScheme.objects.filter(code=code).first()
    return rules.PUBLISHED.get(code) if row is None else rule_of(row)


def rule_of(scheme: CodeScheme) -> rules.CodeScheme | None:
    """Return how codes of a scheme are built; None for a city's own."""
    if not scheme.segments:
        return None
    return rules.CodeScheme.from_table(
        {"code": scheme.code, "segments": scheme.segments, "check": scheme.guard}
    )


def bearer(value: str, on: date, *, scheme: str | None = None) -> Area:
    """Return the area that bears the code `value` on that day, or refuse."""
    rows = Code.objects.filter(in_force(on), value=value).select_related("area")
    if scheme is not None:
        rows = rows.filter(scheme__code=scheme)
    found = rows.order_by("area_id").first()
    if found is None:
        raise Refusal("no-such-code", value=value, on=on)
    return found.area


def codes_of(keys: Iterable[int], on: date) -> dict[int, str]:
    """Return the code each area bears on that day, of the scheme first given to it."""
    wanted = sorted(set(keys))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        rows = Code.objects.filter(in_force(on), area__in=wanted[start : start + 500])
        found |= dict(rows.order_by("-pk").values_list("area_id", "value"))
    return found


@transaction.atomic
def give(
    area: Area, value: str, *, scheme: str, on: date, by: Actor, at: datetime
) -> Code:
    """Let `area` bear `value` from `on`; the code it bore in that scheme ends."""
    access.must_shape(by, area.path)
    held = revision.held()
    code = bear(area, value, scheme=scheme, on=on)
    revision.turn(held, "give-code", areas=[area], on=on)
    facts = {"code": value, "scheme": scheme, "on": on.isoformat()}
    journal.record(
        Subject("area", str(area.pk)), "give-code", by=by, at=at, facts=facts
    )
    return code


@transaction.atomic
def number(
    areas: Iterable[Area],
    *,
    scheme: str,
    on: date,
    by: Actor,
    at: datetime,
    given: Mapping[str, str] | None = None,
) -> list[Code]:
    """Give the next serials to those of `areas` without a code in `scheme`.

    Under each code above they are numbered from the north, west to east. `given`
    holds the segments that are neither counted nor borne above, by name.
    """
    held = revision.held()
    row = code_scheme(scheme)
    groups: defaultdict[tuple[tuple[str, str], ...], list[Area]] = defaultdict(list)
    for area in areas:
        access.must_shape(by, area.path)
        if not area.codes.filter(in_force(on), scheme=row).exists():
            parts = _borne_above(area, on) | dict(given or {})
            groups[tuple(sorted(parts.items()))].append(area)
    made = [
        code
        for parts, group in sorted(groups.items())
        for code in _number_group(row, dict(parts), group, on)
    ]
    revision.turn(held, "number", areas=[code.area for code in made], on=on)
    facts = {"scheme": scheme, "on": on.isoformat(), "count": len(made)}
    journal.record(Subject("areas", scheme), "number", by=by, at=at, facts=facts)
    return made


def bear(area: Area, value: str, *, scheme: str, on: date) -> Code:
    """Write the code down; for actions that hold the tree and write the journal."""
    row = code_scheme(scheme)
    rule = rule_of(row)
    if rule is not None:
        rule.read(value)
    return _replace(area, value, row, on)


def succeed(area: Area) -> None:
    """Let the codes of the areas that `area` came from name its own."""
    for code in area.codes.filter(valid_to=None).select_related("scheme"):
        _point_to(code, [])


def retire(areas: Iterable[Area], on: date) -> None:
    """End the codes of areas that end."""
    Code.objects.filter(area__in=list(areas), valid_to=None).update(valid_to=on)


def _replace(area: Area, value: str, scheme: CodeScheme, on: date) -> Code:
    other = Code.objects.filter(scheme=scheme, value=value, valid_to=None).first()
    if other is not None and other.area_id == area.pk:
        return other
    if other is not None:
        raise Refusal("code-taken", value=value, area=other.area.name)
    former = list(area.codes.filter(scheme=scheme, valid_to=None))
    for old in former:
        _must_begin_by(old, on)
    area.codes.filter(scheme=scheme, valid_to=None).update(valid_to=on)
    code = Code.objects.create(area=area, scheme=scheme, value=value, valid_from=on)
    _point_to(code, [old.pk for old in former])
    return code


def _must_begin_by(code: Code, on: date) -> None:
    if code.valid_from > on:
        raise Refusal(
            "earlier-than-last-change",
            area=code.area.name,
            on=on,
            since=code.valid_from,
        )


def _point_to(code: Code, former: list[int]) -> None:
    """Let the codes that `code` follows name it: its area's, and its forebears'."""
    forebears = Lineage.objects.filter(after=code.area_id).values("before_id")
    inherited = Code.objects.filter(
        scheme=code.scheme_id, area__in=forebears, replaced_by=None
    )
    inherited.update(replaced_by=code)
    Code.objects.filter(pk__in=former).update(replaced_by=code)


def _borne_above(area: Area, on: date) -> dict[str, str]:
    """Return the segments of the region code of the community `area` lies in."""
    above = tree.ids(area.path)
    rows = Code.objects.filter(in_force(on), area__in=above, scheme__code=REGION)
    value = rows.order_by("-area__level").values_list("value", flat=True).first()
    if value is None:
        raise Refusal("no-region-code-above", area=area.name)
    return rules.REGION_12.read(value)


def _number_group(
    scheme: CodeScheme, parts: dict[str, str], group: list[Area], on: date
) -> list[Code]:
    rule = rule_of(scheme)
    if rule is None or rule.segments[-1].source != rules.SEQUENCE:
        raise Refusal("code-has-no-serial", scheme=scheme.code)
    serial = rule.segments[-1].name
    parts = _fitting(rule, parts)
    prefix = rule.compose({**parts, serial: 0})[: -rule.segments[-1].length]
    ever = Code.objects.filter(scheme=scheme, value__startswith=prefix)
    taken = [int(v[len(prefix) :]) for v in ever.values_list("value", flat=True)]
    by_key = {area.pk: area for area in group}
    made: list[Code] = []
    for key in _in_order(by_key, on):
        taken.append(rule.next_number(serial, taken))
        value = rule.compose({**parts, serial: taken[-1]})
        made.append(_replace(by_key[key], value, scheme, on))
    return made


def _fitting(rule: rules.CodeScheme, parts: dict[str, str]) -> dict[str, str]:
    """Join the region's segments where a scheme holds them as one."""
    joined = parts["county"] + parts["street"] + parts["community"]
    whole = {s.name: joined for s in rule.segments if s.source == "region"}
    return parts | whole


def _in_order(keys: Iterable[int], on: date) -> list[int]:
    """Return `keys` as they are numbered; without a border, after the others."""
    order = reading_order(_spots(keys, on))
    return order + sorted(set(keys) - set(order))


def _spots(keys: Iterable[int], on: date) -> list[Spot]:
    rows = Border.objects.filter(in_force(on), area__in=list(keys))
    spots: list[Spot] = []
    for border in rows:
        middle = shapely.centroid(shapely.from_wkb(bytes(border.wkb)))
        spots.append(
            Spot(border.area_id, middle.x, middle.y, border.maxy - border.miny)
        )
    return spots
