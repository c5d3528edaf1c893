"""Premises and facilities from a map: looked at first, then written whole or not.

A place lies in its building where the map has it inside one, else in the deepest area
there. What is known already stays: the same file twice changes nothing.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
from django.db import transaction

from quincunx.areas.locate import place_many
from quincunx.areas.models import Area
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import phone
from quincunx.registers.facts import Source
from quincunx.registers.places import facilities, open_map, register
from quincunx.registers.places.facilities import Thing
from quincunx.registers.places.models import LONGEST_NAME, Facility, Premise
from quincunx.registers.places.open_map import FACILITY, Row
from quincunx.registers.places.register import Told, Where


@dataclass(frozen=True)
class Preview:
    """What a file would bring in, with the area of each, and what it cannot."""

    file: str
    on: date
    new: tuple[tuple[Row, int], ...]
    same: int
    outside: int  # in no area of the tree
    nameless: int
    unknown: int  # no place in our sense, or without a position

    def facts(self) -> dict[str, object]:
        return {
            "file": self.file,
            "new": len(self.new),
            "by_class": dict(Counter(row.of_class for row, _ in self.new)),
            "same": self.same,
            "outside": self.outside,
            "nameless": self.nameless,
            "unknown": self.unknown,
        }


def read(path: Path, *, on: date) -> Preview:
    """Look at a GeoJSON file of a map; nothing is written. Four queries."""
    read_rows = list(open_map.read(path.read_bytes(), path.name))
    rows = [row for row in read_rows if row is not None]
    named = [row for row in rows if row.of_class == FACILITY or row.called]
    known = _known()
    fresh = [row for row in named if row.reference not in known]
    lons = np.array([row.lon for row in fresh], dtype=float)
    lats = np.array([row.lat for row in fresh], dtype=float)
    areas = place_many(lons, lats, on).area.tolist()
    placed = [(row, key) for row, key in zip(fresh, areas, strict=True) if key]
    return Preview(
        path.name,
        on,
        tuple({row.reference: (row, key) for row, key in placed}.values()),
        same=len(named) - len(fresh),
        outside=len(fresh) - len(placed),
        nameless=len(rows) - len(named),
        unknown=len(read_rows) - len(rows),
    )


@transaction.atomic
def apply(preview: Preview, *, by: Actor, at: datetime) -> None:
    """Register what is new, whole or not at all."""
    areas = Area.objects.in_bulk({key for _, key in preview.new})
    for row, key in preview.new:
        write = _facility if row.of_class == FACILITY else _premise
        write(row, areas[key], on=preview.on, by=by, at=at)


def _premise(row: Row, area: Area, *, on: date, by: Actor, at: datetime) -> None:
    where = Where(area, spot=(row.lon, row.lat), reference=row.reference)
    name = row.called[:LONGEST_NAME]
    told = Told(
        {"name": name, "kind": row.kind, "opening": row.opening},
        contact={"telephone": _number(row.telephone)},
    )
    register.register(row.of_class, where, told, source=Source.MAP, on=on, by=by, at=at)


def _facility(row: Row, area: Area, *, on: date, by: Actor, at: datetime) -> None:
    told = Thing(row.kind, row.lon, row.lat, row.name, row.reference)
    facilities.register(area, told, source=Source.MAP, on=on, by=by, at=at)


def _number(told: str) -> str:
    """Return the first number of those told, or none that can be dialled."""
    first = told.replace(",", ";").split(";")[0].strip()
    try:
        return phone(first) if first else ""
    except Refusal:
        return ""


def _known() -> frozenset[str]:
    kept = (
        table.objects.exclude(reference="").values_list("reference", flat=True)
        for table in (Premise, Facility)
    )
    return frozenset(reference for rows in kept for reference in rows)
