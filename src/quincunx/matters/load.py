"""A pack is loaded as a new version: whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from quincunx.areas import codes as area_codes
from quincunx.areas.models import Area
from quincunx.areas.tree import EVERYWHERE
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.matters import access, checks, revision, stored, words
from quincunx.matters.assembly import Assembly, Parent, assemble
from quincunx.matters.definitions import OrganisationEntry
from quincunx.matters.keeping import keep
from quincunx.matters.models import (
    MatterVersion,
    Pack,
    PackVersion,
)
from quincunx.matters.source import Source, read
from quincunx.staff import found
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.models import Organisation
from quincunx.staff.office import day_of


@dataclass(frozen=True)
class Loaded:
    """What a load did; `is_new` is false where the files had not changed."""

    version: PackVersion
    is_new: bool
    matters: int
    changed: int = 0
    removed: int = 0
    founded: tuple[str, ...] = ()


@transaction.atomic
def load(place: Path | Source, *, by: Actor, at: datetime) -> Loaded:
    """Load a pack as the next version, valid from its own date or from `at`.

    Refuses a pack with faults, naming the first; one that would leave a pack under it
    wider; and who is not the administrator of its area. The organisations it lists and
    nobody has founded are founded; the packs under it follow with versions of theirs.
    """
    source = place if isinstance(place, Source) else read(place)
    named = assemble(source).definition.area
    area = area_codes.bearer(named, day_of(at)) if named else None
    access.must_govern(by, area.path if area else EVERYWHERE)
    return load_by_two(source, by=by, at=at)


@transaction.atomic
def load_by_two(source: Source, *, by: Actor, at: datetime) -> Loaded:
    """Load what one person has written and `by`, another, has agreed to (`revise`)."""
    revision.lock()
    parent = _parent(source)
    said = assemble(source, parent)
    stored.must_be_sound(said, parent)
    areas = _areas(said, at)
    area = areas.get(said.definition.area or "")
    pack = _pack(said, area)
    held = pack.versions.filter(valid_to=None).first()
    if held and held.digest == source.digest:
        return Loaded(held, is_new=False, matters=len(said.filled))
    founded = _found_missing(said, areas, by=by, at=at)
    kept = keep(pack, said, _keys(areas), at=at)
    _record(kept.version, by=by, at=at)
    _follow_below(pack, said, by=by, at=at)
    revision.renew()
    return Loaded(
        kept.version,
        is_new=True,
        matters=len(said.filled),
        changed=kept.changed,
        removed=kept.removed,
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


def _areas(said: Assembly, at: datetime) -> dict[str, Area]:
    """Return the areas the pack names by their codes; refuse a code nobody bears."""
    pack = said.definition
    named = {pack.area, *(route.area for route in pack.routes)}
    named |= {entry.area for entry in pack.organisations}
    codes = sorted(code for code in named if code)
    return {code: area_codes.bearer(code, day_of(at)) for code in codes}


def _keys(areas: Mapping[str, Area]) -> dict[str, list[int | str]]:
    return {code: [area.pk, area.name] for code, area in areas.items()}


def _pack(said: Assembly, area: Area | None) -> Pack:
    head = said.definition
    parent = Pack.objects.get(code=head.parent) if head.parent else None
    pack, made = Pack.objects.get_or_create(
        code=head.code,
        defaults={"name": dict(head.name), "parent": parent, "area": area},
    )
    if not made and (pack.parent != parent or pack.area != area):
        raise Refusal("pack-moves", pack=head.code)
    if not made and pack.name != dict(head.name):
        pack.name = dict(head.name)
        pack.save(update_fields=["name"])
    return pack


def _found_missing(
    said: Assembly, areas: Mapping[str, Area], *, by: Actor, at: datetime
) -> tuple[str, ...]:
    """Found the organisations of the pack that are missing, parents first as listed."""
    entries = said.definition.organisations
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


def _follow_below(pack: Pack, said: Assembly, *, by: Actor, at: datetime) -> None:
    """Let the packs under this one take over what changed, or refuse the version.

    What a lower pack does not say for itself, it has from above; and what it says must
    still be narrower.
    """
    parent = stored.parent_of(said)
    below = PackVersion.objects.filter(pack__parent=pack, valid_to=None)
    for version in below.select_related("pack"):
        lower = assemble(Source.of(version.source), parent)
        faults = checks.check(lower, parent, stored.known_units()).faults
        if faults:
            raise Refusal(
                "pack-below-would-be-wider",
                pack=pack.code,
                below=version.pack.code,
                place=faults[0].place,
                fault=words.Spoken(faults[0]),
            )
        kept = keep(version.pack, lower, version.content["areas"], at=at)
        _record(kept.version, by=by, at=at)
        _follow_below(version.pack, lower, by=by, at=at)


def _record(version: PackVersion, *, by: Actor, at: datetime) -> None:
    facts = {"version": version.number, "digest": version.digest}
    journal.record(subject_of(version.pack), "load", by=by, at=at, facts=facts)
