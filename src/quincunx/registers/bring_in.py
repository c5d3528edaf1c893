"""Rooms come in from a table: looked at first, then written whole or not at all.

Columns: building (its name, its code or its key), unit, floor, number, use. Rooms are
known again by building, unit and number, so the same file twice changes nothing.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Code, Kind
from quincunx.areas.paths import subtree
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import Row, read_table
from quincunx.registers import access, keep, numbering
from quincunx.registers.models import Ledger, Room, Use
from quincunx.registers.numbering import Address

MOST_ROWS = 200_000
MOST_FAULTS = 1_000
SHOWN = 10
NEEDED = ("building", "floor", "number")
COLUMNS = (*NEEDED, "unit", "use")
_AT_ONCE = 500
_USES = {
    "住宅": Use.DWELLING,
    "商铺": Use.SHOP,
    "办公": Use.OFFICE,
    "其他": Use.OTHER,
    "": Use.DWELLING,
}
_Key = tuple[int, str, str]


@dataclass(frozen=True)
class Fault:
    """A row that cannot be taken, and why; put into words by the door."""

    row: int
    refusal: Refusal


@dataclass
class Preview:
    """What a table would do to the rooms, as they were at a number of the ledger."""

    file: str
    digest: str
    on: date
    number: int
    new: list[tuple[int, Address]] = field(default_factory=list)
    changed: list[tuple[int, Address]] = field(default_factory=list)  # key of the room
    same: int = 0
    faults: list[Fault] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "faults": len(self.faults),
        }


def read(path: Path, name: str, under: str, *, on: date) -> Preview:
    """Return what bringing in a table would do to the buildings under `under`."""
    table = read_table(path, name)
    table.must_have(*NEEDED)
    preview = Preview(name, _digest(path), on, _number())
    buildings = Buildings.under(under, on)
    there = _there(under)
    seen: dict[_Key, int] = {}
    for row in table.rows:
        if row.number > MOST_ROWS:
            raise Refusal("file-too-long", file=name, most=MOST_ROWS)
        try:
            _take(preview, row, buildings, there, seen)
        except Refusal as refusal:
            preview.faults.append(Fault(row.number, refusal))
            if len(preview.faults) >= MOST_FAULTS:
                break
    return preview


def _take(
    preview: Preview,
    row: Row,
    buildings: "Buildings",
    there: Mapping[_Key, tuple[int, int, str]],
    seen: dict[_Key, int],
) -> None:
    building = buildings.called(row["building"])
    address = _address(row)
    key = (building, address.unit, address.number)
    if key in seen:
        raise Refusal("room-twice", number=address.number, first=seen[key])
    seen[key] = row.number
    known = there.get(key)
    if known is None:
        preview.new.append((building, address))
    elif known[1:] != (address.floor, address.use):
        preview.changed.append((known[0], address))
    else:
        preview.same += 1


def _address(row: Row) -> Address:
    told = row.cells.get("use", "").strip().lower()
    use = _USES.get(told, told)
    floor = numbering.floor_of(row["floor"])
    unit, number = row.cells.get("unit", ""), row["number"]
    return keep.checked(Address(unit, floor, number, str(use)))


@transaction.atomic
def apply(preview: Preview, *, by: Actor, at: datetime) -> dict[str, int]:
    """Write what the preview shows, in one transaction; refuses a table with faults."""
    if preview.faults:
        raise Refusal("rooms-have-faults", faults=len(preview.faults))
    held = keep.turned()
    if held.number != preview.number + 1:
        raise Refusal("rooms-changed-meanwhile", file=preview.file)
    keys = {key for key, _ in preview.new}
    rooms = Room.objects.in_bulk([key for key, _ in preview.changed])
    keys |= {room.building_id for room in rooms.values()}
    buildings = Area.objects.in_bulk(keys)
    for building in buildings.values():
        access.must_keep(by, building)
    keep.begin(
        ((buildings[key], address) for key, address in preview.new), held, preview.on
    )
    for key, address in preview.changed:
        keep.renumber(rooms[key], address, on=preview.on, by=by, at=at)
    facts: dict[str, Any] = {**preview.counts(), "buildings": len(buildings)}
    subject = Subject("import", preview.digest[:32])
    journal.record(
        subject,
        "rooms-brought-in",
        by=by,
        at=at,
        facts=facts,
        texts={"file": preview.file},
    )
    return preview.counts()


@dataclass(frozen=True)
class Buildings:
    """The buildings of a subtree by key, by code and by name; a name may be of many."""

    keys: frozenset[str]
    codes: Mapping[str, int]
    names: Mapping[str, Sequence[int]]

    @classmethod
    def under(cls, path: str, on: date) -> "Buildings":
        rows = Area.objects.filter(
            in_force(on), subtree("path", path), kind=Kind.BUILDING
        )
        names: defaultdict[str, list[int]] = defaultdict(list)
        for key, name in rows.values_list("pk", "name").iterator():
            names[name].append(key)
        codes = Code.objects.filter(
            in_force(on), subtree("area__path", path), area__kind=Kind.BUILDING
        )
        keys = frozenset(str(key) for found in names.values() for key in found)
        return cls(keys, dict(codes.values_list("value", "area_id")), names)

    def called(self, told: str) -> int:
        told = told.strip()
        if told in self.codes:
            return self.codes[told]
        found = self.names.get(told, ())
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            raise Refusal("building-named-twice", name=told[:40], found=len(found))
        if told in self.keys:
            return int(told)
        raise Refusal("building-unknown", name=told[:40])


def _there(under: str) -> dict[_Key, tuple[int, int, str]]:
    rows = Room.objects.filter(subtree("building__path", under), valid_to=None)
    columns = ("building_id", "unit", "number", "pk", "floor", "use")
    return {
        (row[0], row[1], row[2]): (row[3], row[4], row[5])
        for row in rows.order_by().values_list(*columns).iterator(_AT_ONCE)
    }


def _number() -> int:
    return Ledger.objects.values_list("number", flat=True).first() or 0


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
