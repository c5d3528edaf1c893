"""Writing a version down: its row, and the matters that it changes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from quincunx.lib.refusal import Refusal
from quincunx.matters import admission
from quincunx.matters.assembly import Assembly
from quincunx.matters.definitions import MatterDefinition
from quincunx.matters.models import (
    Condition,
    Matter,
    MatterVersion,
    Pack,
    PackVersion,
)
from quincunx.staff.office import day_of

AreaKeys = Mapping[str, Sequence[int | str]]  # key and name of an area, by its code


class Kept(NamedTuple):
    """A version as it was written, how many matters it changed and how many went."""

    version: PackVersion
    changed: int
    removed: int


def keep(pack: Pack, said: Assembly, areas: AreaKeys, *, at: datetime) -> Kept:
    """Put a version in force: from the day it names, never before the one before."""
    version = PackVersion.objects.create(
        pack=pack,
        number=_next_number(pack),
        digest=said.source.digest,
        source=dict(said.source.files),
        content=said.rest | {"areas": areas},
        valid_from=_end_before(pack, said, at),
        loaded_at=at,
    )
    changed, removed = _write_matters(version, said)
    admission.follow(version, said.definition.matters)
    return Kept(version, changed, removed)


def _next_number(pack: Pack) -> int:
    newest = pack.versions.order_by("-number").first()
    return newest.number + 1 if newest else 1


def _end_before(pack: Pack, said: Assembly, at: datetime) -> datetime:
    """End the version in force and return when the next one begins."""
    start = _start(said, at)
    last = pack.versions.order_by("-number").first()
    if last is None:
        return start
    start = max(start, at)
    since = last.valid_to or last.valid_from
    if start < since:
        raise Refusal("pack-version-too-early", pack=pack.code, since=day_of(since))
    pack.versions.filter(valid_to=None).update(valid_to=start)
    return start


def _start(said: Assembly, at: datetime) -> datetime:
    """Return from when the version holds: the day the pack names, or now."""
    day = said.definition.valid_from
    if day is None:
        return at
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def _write_matters(version: PackVersion, said: Assembly) -> tuple[int, int]:
    """Write what changed since the version before; return how much, and what went."""
    matters = _write_rows(version, said)
    now = {
        change.matter.code: change
        for change in MatterVersion.objects.filter(
            matter__pack=version.pack, valid_to=None
        ).select_related("matter")
    }
    changed = {
        code: raw
        for code, raw in said.filled.items()
        if code not in now or now[code].definition != raw
    }
    gone = now.keys() - said.filled.keys()
    ended = [now[code].pk for code in (changed.keys() | gone) & now.keys()]
    start = version.valid_from
    MatterVersion.objects.filter(pk__in=ended).update(valid_to=start)
    version.pack.matters.filter(code__in=gone).update(removed_at=start)
    MatterVersion.objects.bulk_create(
        MatterVersion(
            matter=matters[code], version=version, definition=raw, valid_from=start
        )
        for code, raw in changed.items()
    )
    return len(changed), len(gone)


def _write_rows(version: PackVersion, said: Assembly) -> dict[str, Matter]:
    """Write the rows of matters and conditions, which outlive their versions."""
    rows = [
        _matter_row(version.pack, matter, place)
        for place, matter in enumerate(said.definition.matters)
    ]
    shown = ["domain", "name", "icon", "tier", "public", "position", "removed_at"]
    Matter.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["pack", "code"],
        update_fields=shown,
    )
    matters = {matter.code: matter for matter in version.pack.matters.all()}
    Condition.objects.filter(matter__pack=version.pack, removed_at=None).update(
        removed_at=version.valid_from
    )
    Condition.objects.bulk_create(
        _condition_rows(matters, said.definition.matters),
        update_conflicts=True,
        unique_fields=["matter", "code"],
        update_fields=["name", "position", "removed_at"],
    )
    return matters


def _matter_row(pack: Pack, matter: MatterDefinition, place: int) -> Matter:
    return Matter(
        pack=pack,
        code=matter.code,
        domain=matter.domain,
        name=dict(matter.name),
        icon=matter.icon,
        tier=matter.process.tier,
        public=matter.public,
        position=place,
        removed_at=None,
    )


def _condition_rows(
    matters: Mapping[str, Matter], said: Iterable[MatterDefinition]
) -> list[Condition]:
    return [
        Condition(
            matter=matters[matter.code],
            code=condition.code,
            name=dict(condition.name),
            position=place,
            removed_at=None,
        )
        for matter in said
        for place, condition in enumerate(matter.conditions)
    ]
