"""A pack is loaded as a new version: whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from quincunx.areas import codes as area_codes
from quincunx.areas.models import Area
from quincunx.areas.tree import EVERYWHERE
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.matters import access, admission, checks, revision, stored, words
from quincunx.matters.assembly import Assembly, Parent, assemble
from quincunx.matters.definitions import MatterDefinition, OrganisationEntry
from quincunx.matters.models import (
    Condition,
    Matter,
    MatterVersion,
    Pack,
    PackVersion,
)
from quincunx.matters.source import Source, read
from quincunx.staff import found
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.models import Organisation


@dataclass(frozen=True)
class Loaded:
    """What a load did; `is_new` is false where the files had not changed."""

    version: PackVersion
    is_new: bool
    matters: int
    changed: int
    removed: int
    founded: tuple[str, ...] = ()


@transaction.atomic
def load(place: Path | Source, *, by: Actor, at: datetime) -> Loaded:
    """Load a pack as the next version, valid from its own date or from `at`.

    Refuses a pack with faults, naming the first; a pack of lower packs that would
    then be wider than this one; and who is not the administrator of its area. The
    organisations it lists and nobody has founded are founded.
    """
    source = place if isinstance(place, Source) else read(place)
    revision.lock()
    parent = _parent(source)
    read_pack = assemble(source, parent)
    _must_be_sound(read_pack, parent)
    areas = _areas(read_pack, at)
    code = read_pack.definition.area
    area = areas[code] if code else None
    access.must_govern(by, area.path if area else EVERYWHERE)
    pack = _pack(read_pack, area)
    open_version = pack.versions.filter(valid_to=None).first()
    if open_version and open_version.digest == source.digest:
        count = len(read_pack.filled)
        return Loaded(open_version, is_new=False, matters=count, changed=0, removed=0)
    founded = _found_missing(read_pack, areas, by=by, at=at)
    version = _next_version(pack, open_version, read_pack, areas, at)
    changed, removed = _write_matters(version, read_pack)
    admission.follow(version, read_pack.definition.matters)
    _must_hold_below(pack, read_pack)
    revision.renew()
    facts = {"version": version.number, "digest": version.digest}
    journal.record(subject_of(pack), "load", by=by, at=at, facts=facts)
    count = len(read_pack.filled)
    return Loaded(
        version,
        is_new=True,
        matters=count,
        changed=changed,
        removed=removed,
        founded=founded,
    )


@transaction.atomic
def retire(code: str, *, by: Actor, at: datetime) -> Pack:
    """Take a pack out of force; its cases keep their terms.

    Refused while a pack under it is in force.
    """
    revision.lock()
    version = stored.version_of(stored.PackName(code))
    pack = version.pack
    access.must_govern(by, pack.area.path if pack.area else EVERYWHERE)
    if version.valid_to is not None:
        raise Refusal("pack-not-in-force", pack=code)
    below = PackVersion.objects.filter(pack__parent=pack, valid_to=None)
    if below.exists():
        names = sorted(below.values_list("pack__code", flat=True))
        raise Refusal("pack-has-packs-below", pack=code, below=", ".join(names))
    end = max(at, version.valid_from)
    MatterVersion.objects.filter(matter__pack=pack, valid_to=None).update(valid_to=end)
    pack.matters.filter(removed_at=None).update(removed_at=end)
    version.valid_to = end
    version.save(update_fields=["valid_to"])
    revision.renew()
    journal.record(subject_of(pack), "retire", by=by, at=at)
    return pack


def subject_of(pack: Pack) -> journal.Subject:
    return journal.Subject("pack", pack.code)


def _parent(source: Source) -> Parent | None:
    code = assemble(source).definition.parent
    return stored.parent_named(code) if code else None


def _must_be_sound(read_pack: Assembly, parent: Parent | None) -> None:
    named = [e.code for e in read_pack.definition.organisations]
    known = Organisation.objects.exclude(code__in=named).values_list("code", flat=True)
    checked = checks.check(read_pack, parent, set(known))
    if not checked.is_sound:
        first = checked.faults[0]
        raise Refusal(
            "pack-has-faults",
            pack=read_pack.definition.code,
            count=len(checked.faults),
            place=first.place,
            fault=words.Spoken(first),
            faults=checked.faults,
        )


def _areas(read_pack: Assembly, at: datetime) -> dict[str, Area]:
    """Return the areas the pack names by their codes; refuse a code nobody bears."""
    pack = read_pack.definition
    named = {pack.area} | {route.area for route in pack.routes}
    named |= {entry.area for entry in pack.organisations}
    day = _start(read_pack, at).date()
    return {
        code: area_codes.bearer(code, day)
        for code in sorted(named - {None}, key=str)
        if code
    }


def _pack(read_pack: Assembly, area: Area | None) -> Pack:
    said = read_pack.definition
    parent = Pack.objects.get(code=said.parent) if said.parent else None
    pack, made = Pack.objects.get_or_create(
        code=said.code,
        defaults={"name": dict(said.name), "parent": parent, "area": area},
    )
    if not made and (pack.parent != parent or pack.area != area):
        raise Refusal("pack-moves", pack=said.code)
    if not made and pack.name != dict(said.name):
        pack.name = dict(said.name)
        pack.save(update_fields=["name"])
    return pack


def _start(read_pack: Assembly, at: datetime) -> datetime:
    """Return from when the version holds: the day the pack names, or now."""
    day = read_pack.definition.valid_from
    if day is None:
        return at
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def _next_version(
    pack: Pack,
    before: PackVersion | None,
    read_pack: Assembly,
    areas: Mapping[str, Area],
    at: datetime,
) -> PackVersion:
    start = _start(read_pack, at)
    if before:
        start = max(start, at)
        if start < before.valid_from:
            held = before.valid_from.date()
            raise Refusal("pack-version-too-early", pack=pack.code, since=held)
        before.valid_to = start
        before.save(update_fields=["valid_to"])
    newest = pack.versions.order_by("-number").first()
    keys = {code: [area.pk, area.name] for code, area in areas.items()}
    return PackVersion.objects.create(
        pack=pack,
        number=newest.number + 1 if newest else 1,
        digest=read_pack.source.digest,
        source=dict(read_pack.source.files),
        content=read_pack.rest | {"areas": keys},
        valid_from=start,
        loaded_at=at,
    )


def _write_matters(version: PackVersion, read_pack: Assembly) -> tuple[int, int]:
    """Write what changed since the version before; return how much, and what went."""
    matters = _write_rows(version, read_pack)
    now = {
        change.matter.code: change
        for change in MatterVersion.objects.filter(
            matter__pack=version.pack, valid_to=None
        ).select_related("matter")
    }
    changed = {
        code: raw
        for code, raw in read_pack.filled.items()
        if code not in now or now[code].definition != raw
    }
    gone = now.keys() - read_pack.filled.keys()
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


def _write_rows(version: PackVersion, read_pack: Assembly) -> dict[str, Matter]:
    """Write the rows of matters and conditions, which outlive their versions."""
    rows = [
        _matter_row(version.pack, matter, place)
        for place, matter in enumerate(read_pack.definition.matters)
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
        _condition_rows(matters, read_pack.definition.matters),
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


def _found_missing(
    read_pack: Assembly, areas: Mapping[str, Area], *, by: Actor, at: datetime
) -> tuple[str, ...]:
    """Found the organisations of the pack that are missing, parents first as listed."""
    entries = read_pack.definition.organisations
    there = Organisation.objects.in_bulk([e.code for e in entries], field_name="code")
    founded = []
    for entry in entries:
        if entry.code not in there:
            there[entry.code] = found.organisation(
                _charter(entry, areas, there), by=by, at=at
            )
            founded.append(entry.code)
    return tuple(founded)


def _charter(
    entry: OrganisationEntry,
    areas: Mapping[str, Area],
    there: Mapping[str, Organisation],
) -> found.Charter:
    return found.Charter(
        code=entry.code,
        name=entry.name.in_language(settings.LANGUAGE_CODE),
        kind=OrganisationKind(entry.kind),
        area=areas[entry.area] if entry.area else None,
        parent=there.get(entry.parent) if entry.parent else None,
    )


def _must_hold_below(pack: Pack, read_pack: Assembly) -> None:
    """Refuse a version that a pack under it would be wider than."""
    parent = stored.parent_of(read_pack)
    below = PackVersion.objects.filter(pack__parent=pack, valid_to=None)
    for version in below.select_related("pack"):
        lower = assemble(Source.of(version.source), parent)
        faults = checks.check(lower, parent, _codes()).faults
        if faults:
            raise Refusal(
                "pack-below-would-be-wider",
                pack=pack.code,
                below=version.pack.code,
                place=faults[0].place,
                fault=words.Spoken(faults[0]),
            )


def _codes() -> set[str]:
    return set(Organisation.objects.values_list("code", flat=True))
