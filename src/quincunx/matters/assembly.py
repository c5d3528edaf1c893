"""From the files of a pack to its definition: parsed, gathered, filled up, checked.

A matter is filled up before it is read: its process takes the place of the process's
code, the pack's defaults stand where it says nothing, and in a pack under a parent
what the parent says of the same matter. The filled tables are what a loaded version
keeps, so that a matter says the same in ten years.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from quincunx.matters.definitions import MatterDefinition, PackDefinition
from quincunx.matters.matter_tables import read_matter, read_process
from quincunx.matters.pack_tables import (
    read_calendar,
    read_domain,
    read_least,
    read_organisation,
    read_route,
    read_test,
    read_text,
)
from quincunx.matters.processes import Process
from quincunx.matters.reading import Fault, Table, plain
from quincunx.matters.source import Source

SINGLE = ("pack", "defaults")
MANY = (
    "domain",
    "organisation",
    "calendar",
    "process",
    "matter",
    "route",
    "test",
    "text",
)
MOST = 5000  # matters, routes or tests
MANY_FAULTS = 200

Raw = dict[str, Any]


@dataclass(frozen=True)
class Parent:
    """What a pack under a parent builds on: definitions and filled tables by code."""

    definition: PackDefinition
    matters: Mapping[str, Raw]
    processes: Mapping[str, Raw]


@dataclass(frozen=True)
class Assembly:
    """A pack read as far as it can be; `filled` are its matters, ready to be kept."""

    source: Source
    definition: PackDefinition
    filled: Mapping[str, Raw]
    rest: Raw  # everything but the matters, as JSON
    faults: tuple[Fault, ...]
    places: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict)


@dataclass
class _Gathered:
    """Tables of all files, each with the file and the number it has there."""

    faults: list[Fault]
    single: dict[str, tuple[str, Raw]] = field(default_factory=dict)
    many: dict[str, list[tuple[str, int, Raw]]] = field(default_factory=dict)
    languages: tuple[str, ...] = ()

    def tables(self, name: str) -> list[Table]:
        return [
            Table(raw, file, (name, number), self.faults, self.languages)
            for file, number, raw in self.many.get(name, [])
        ]

    def table(self, name: str) -> Table:
        file, raw = self.single.get(name, ("pack.toml", {}))
        return Table(raw, file, (name,), self.faults, self.languages)


def assemble(source: Source, parent: Parent | None = None) -> Assembly:
    """Read a pack; its faults are those of form, `checks` adds those of sense."""
    gathered = _gather(source)
    pack = gathered.table("pack")
    gathered.languages = pack.languages = pack.texts("languages") or ("en",)
    processes, expanded = _processes(gathered)
    if parent:
        expanded = {**parent.processes, **expanded}
        pack.raw = {"calendar": parent.definition.calendar, **pack.raw}
    filled = _filled_matters(gathered, expanded, parent)
    matters = [read_matter(table) for table in filled]
    definition = _definition(gathered, pack, processes, matters)
    faults = dict.fromkeys(gathered.faults)
    return Assembly(
        source=source,
        definition=definition,
        filled={str(table.raw.get("code")): dict(table.raw) for table in filled},
        rest={
            name: [raw for _, _, raw in gathered.many.get(name, [])]
            for name in MANY
            if name != "matter"
        }
        | {"pack": dict(pack.raw)},
        faults=tuple(located(fault, source) for fault in faults)[:MANY_FAULTS],
        places=_places(gathered),
    )


def located(fault: Fault, source: Source) -> Fault:
    """Return the fault with the line on which it stands."""
    if fault.line is not None:
        return fault
    return replace(fault, line=source.line_of(fault.file, fault.keys))


def _places(gathered: _Gathered) -> dict[tuple[str, str], tuple[str, int]]:
    """Return where each coded table stands: file and number in it."""
    pack_file = gathered.single.get("pack", ("pack.toml", {}))[0]
    return {("pack", ""): (pack_file, 0)} | {
        (name, str(raw.get("code", raw.get("name", "")))): (file, number)
        for name, rows in gathered.many.items()
        for file, number, raw in rows
    }


def _gather(source: Source) -> _Gathered:
    gathered = _Gathered(faults=[])
    for file, text in source.files:
        for key, value in _parsed(file, text, gathered.faults).items():
            _put(gathered, file, key, value)
    return gathered


def _parsed(file: str, text: str, faults: list[Fault]) -> Raw:
    try:
        return dict(plain(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        told = (("reason", str(error)),)
        at = int(line.group(1)) if line else None
        faults.append(Fault("not-toml", file, (), told, at))
        return {}


def _put(gathered: _Gathered, file: str, key: str, value: Any) -> None:
    outer = Table({key: value}, file, (), gathered.faults)
    if key in SINGLE:
        if key in gathered.single:
            outer.fault("said-twice", key, key=key)
        gathered.single.setdefault(key, (file, dict(outer.table(key).raw)))
    elif key in MANY:
        rows = gathered.many.setdefault(key, [])
        raws = [dict(table.raw) for table in outer.tables(key)]
        rows.extend((file, n, raw) for n, raw in enumerate(raws, start=1))
        if len(rows) > MOST:
            outer.fault("too-many", key, key=key, most=MOST)
            del rows[MOST:]
    else:
        outer.done()


def _processes(gathered: _Gathered) -> tuple[dict[str, Process], dict[str, Raw]]:
    processes, expanded = {}, {}
    for table in gathered.tables("process"):
        code = table.slug("code")
        processes[code] = read_process(table)
        expanded[code] = {k: table.raw[k] for k in ("tier", "steps") if k in table.raw}
    return processes, expanded


def _filled_matters(
    gathered: _Gathered, processes: dict[str, Raw], parent: Parent | None
) -> list[Table]:
    defaults = gathered.single.get("defaults", ("", {}))[1]
    above = parent.matters if parent else {}
    tables = []
    for table in gathered.tables("matter"):
        inherited = above.get(str(table.raw.get("code")))
        raw = _with_process(table, processes, inherited or {})
        full = narrowed(inherited, raw) if inherited else {**defaults, **raw}
        tables.append(
            Table(full, table.file, table.keys, gathered.faults, table.languages)
        )
    return tables


def _with_process(table: Table, processes: dict[str, Raw], above: Raw) -> Raw:
    """Put the process in the place of its code; an unknown code is a fault."""
    raw = dict(table.raw)
    code = raw.get("process")
    if isinstance(code, str) and code in processes:
        raw["process"] = processes[code] | {"code": code}
    elif code is not None:
        told = {"matter": str(raw.get("code", "")), "process": str(code)[:80]}
        table.fault("unknown-process", "process", **told)
        raw["process"] = above.get("process", {"tier": "dispatch", "steps": []})
    return raw


def narrowed(above: Raw, mine: Raw) -> Raw:
    """Lay what a lower pack says of a matter over what the upper one says.

    Conditions are joined by code, evidence by kind; nothing is lost by silence.
    """
    joined = {**above, **mine}
    joined["condition"] = _joined(above, mine, "condition", "code")
    joined["evidence"] = _joined(above, mine, "evidence", "kind")
    return joined


def _joined(above: Raw, mine: Raw, name: str, key: str) -> list[Raw]:
    rows = {row.get(key): row for row in above.get(name, [])}
    for row in mine.get(name, []):
        rows[row.get(key)] = rows.get(row.get(key), {}) | row
    return list(rows.values())


def _definition(
    gathered: _Gathered,
    pack: Table,
    processes: dict[str, Process],
    matters: list[MatterDefinition],
) -> PackDefinition:
    least = pack.table("at-least")
    definition = PackDefinition(
        code=pack.slug("code"),
        name=pack.words("name"),
        languages=pack.languages,
        calendar=pack.text("calendar"),
        parent=pack.optional("parent"),
        area=pack.optional("area"),
        valid_from=pack.day("valid-from") if pack.has("valid-from") else None,
        least=read_least(least),
        domains=tuple(map(read_domain, gathered.tables("domain"))),
        organisations=tuple(map(read_organisation, gathered.tables("organisation"))),
        calendars=tuple(map(read_calendar, gathered.tables("calendar"))),
        processes=processes,
        matters=tuple(matters),
        routes=tuple(map(read_route, gathered.tables("route"))),
        tests=tuple(map(read_test, gathered.tables("test"))),
        texts=tuple(map(read_text, gathered.tables("text"))),
    )
    if pack.has("about"):
        pack.words("about")
    pack.done()
    return definition
