"""Packs as they were loaded: their files, and what a pack under them builds on."""

from dataclasses import dataclass
from pathlib import Path

from quincunx.lib.refusal import Refusal
from quincunx.matters import checks, words
from quincunx.matters.assembly import Assembly, Parent, assemble
from quincunx.matters.book import book
from quincunx.matters.models import PackVersion
from quincunx.matters.proving import Rules
from quincunx.matters.source import Source, read
from quincunx.staff.models import Organisation


@dataclass(frozen=True)
class PackName:
    """How a loaded pack is named: `default`, or one version of it, `default@3`."""

    code: str
    number: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PackName":
        code, _, number = text.partition("@")
        if number and not number.isdecimal():
            raise Refusal("no-such-pack", pack=text)
        return cls(code, int(number) if number else None)


def version_of(name: PackName) -> PackVersion:
    """Return the version named, or the newest; refuse a pack nobody loaded."""
    versions = PackVersion.objects.filter(pack__code=name.code).select_related("pack")
    if name.number is not None:
        versions = versions.filter(number=name.number)
    found = versions.order_by("-number").first()
    if found is None:
        number = f"@{name.number}" if name.number else ""
        raise Refusal("no-such-pack", pack=f"{name.code}{number}")
    return found


def assembly_of(version: PackVersion) -> Assembly:
    """Read a loaded version from its own files again."""
    source = Source.of(version.source)
    above = version.pack.parent
    return assemble(source, parent_named(above.code) if above else None)


def parent_named(code: str) -> Parent | None:
    """Return the pack a lower one stands under; None if nobody loaded it."""
    name = PackName(code)
    if not PackVersion.objects.filter(pack__code=code).exists():
        return None
    read = assembly_of(version_of(name))
    return parent_of(read)


def parent_of(read: Assembly) -> Parent:
    processes = {str(raw.get("code")): raw for raw in read.rest["process"]}
    kept = {
        code: {key: raw[key] for key in ("tier", "steps") if key in raw}
        for code, raw in processes.items()
    }
    return Parent(read.definition, read.filled, kept)


def must_be_sound(said: Assembly, parent: Parent | None) -> None:
    """Refuse a pack with faults, naming the first and keeping all."""
    faults = checks.check(said, parent, known_units()).faults
    if faults:
        raise Refusal(
            "pack-has-faults",
            pack=said.definition.code,
            count=len(faults),
            place=faults[0].place,
            fault=words.Spoken(faults[0]),
            faults=faults,
        )


def rules_of(pack: str | Path) -> Rules:
    """Return what a sound pack answers by, loaded or still in its folder.

    Refuses a pack with faults. The days announced in this installation count.
    """
    if isinstance(pack, Path) or Path(pack).exists():
        return rules_from(read(Path(pack)))
    version = version_of(PackName.parse(pack))
    name = f"{version.pack.code}@{version.number}"
    return rules_from(Source.of(version.source), name=name)


def rules_from(source: Source, *, name: str = "") -> Rules:
    """Return what the files of a sound pack answer by."""
    above = assemble(source).definition.parent
    parent = parent_named(above) if above else None
    said = assemble(source, parent)
    must_be_sound(said, parent)
    packs = (said.definition, *([parent.definition] if parent else []))
    return Rules.of(packs, name=name, announced=book().announced)


def known_units() -> frozenset[str]:
    """Return the codes of the organisations of this installation."""
    return frozenset(Organisation.objects.values_list("code", flat=True))
