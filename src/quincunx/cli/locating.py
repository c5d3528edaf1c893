"""A list of positions in, the same with its areas out, 100,000 a second.

Rows go through in parts, so a list of any length needs little memory.
"""

import csv
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from quincunx.areas import index, locate, sources
from quincunx.areas.codes import codes_of
from quincunx.areas.locate import HOWS, How, Placements
from quincunx.lib.csv_reading import Record, csv_records
from quincunx.lib.refusal import Refusal

AT_ONCE = 20_000
BOM = b"\xef\xbb\xbf"

Tick = Callable[[int], None]  # rows done
Cells = list[str]


class Writer(Protocol):
    """What `csv.writer` returns."""

    def writerow(self, row: Iterable[Any], /) -> Any: ...
    def writerows(self, rows: Iterable[Iterable[Any]], /) -> Any: ...


@dataclass(frozen=True)
class Columns:
    """Which columns hold the position; by their usual names where not told."""

    lon: str = ""
    lat: str = ""


def locate_file(
    source: Path, target: Path, columns: Columns, on: date, *, tick: Tick
) -> Counter[str]:
    """Write `target` whole or not at all; return how many rows lie how."""
    beside = target.with_name(f".{target.name}.new")
    try:
        with _quick(), beside.open("w", newline="", encoding=_encoding(source)) as new:
            tally = _locate(source, csv.writer(new), columns, on, tick)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return tally


@contextmanager
def _quick() -> Iterator[None]:
    """Do not look for circles of garbage among a million short-lived rows."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _encoding(source: Path) -> str:
    """Keep the mark that tells a spreadsheet of UTF-8, where the source has it."""
    with source.open("rb") as raw:
        return "utf-8-sig" if raw.read(len(BOM)) == BOM else "utf-8"


def _locate(
    source: Path, writer: Writer, columns: Columns, on: date, tick: Tick
) -> Counter[str]:
    records = csv_records(source, source.name)
    head = [name.strip() for name in next(records, (1, []))[1]]
    lon, lat = sources.position_columns(head, columns.lon, columns.lat)
    sources.must_have(source.name, head, lon or "lon", lat or "lat")
    gazetteer = _Gazetteer(on)
    _must_be_free(source.name, head, gazetteer.head)
    writer.writerow(head + gazetteer.head)
    at = (head.index(lon), head.index(lat))
    tally: Counter[str] = Counter(dict.fromkeys((how.value for how in HOWS), 0))
    while part := list(islice(records, AT_ONCE)):
        rows = _even(source.name, part, len(head))
        added = gazetteer.describe(*_positions(part, *at))
        for row, more in zip(rows, added, strict=True):
            row.extend(more)
        writer.writerows(rows)
        tally.update(more[0] for more in added)
        tick(sum(tally.values()))
    return tally


def _must_be_free(file: str, head: Sequence[str], ours: Sequence[str]) -> None:
    taken = [name for name in ours if name in head]
    if taken:
        raise Refusal("column-twice", file=file, column=taken[0])


def _even(file: str, part: Sequence[Record], wide: int) -> list[Cells]:
    """Return the rows as wide as the head; what is missing at an end is empty."""
    for number, cells in part:
        if len(cells) != wide:
            if any(cells[wide:]):
                raise Refusal("row-too-long", file=file, row=number, columns=wide)
            cells[:] = [*cells[:wide], *[""] * (wide - len(cells))]
    return [cells for _, cells in part]


def _positions(
    part: Sequence[Record], lon: int, lat: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return longitudes and latitudes; NaN where both are empty."""
    try:
        lons = [float(cells[lon]) for _, cells in part]
        lats = [float(cells[lat]) for _, cells in part]
    except ValueError:
        pairs = [_position(number, cells[lon], cells[lat]) for number, cells in part]
        lons, lats = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return np.array(lons), np.array(lats)


def _position(row: int, lon: str, lat: str) -> tuple[float, float]:
    if not lon.strip() and not lat.strip():
        return float("nan"), float("nan")
    try:
        return float(lon), float(lat)
    except ValueError as wrong:
        raise Refusal("row-without-position", row=row, lon=lon, lat=lat) from wrong


class _Gazetteer:
    """What is written beside a position, worked out once for each area."""

    def __init__(self, on: date) -> None:
        self._on = on
        refs = index.current().refs.values()
        self._depth = max((ref.level for ref in refs), default=0)
        self._known: dict[tuple[int, int], Cells] = {}
        self._codes: dict[int, str] = {}

    @property
    def head(self) -> Cells:
        return ["located", "area", *(f"code_{n + 1}" for n in range(self._depth))]

    def describe(
        self, lons: npt.NDArray[np.float64], lats: npt.NDArray[np.float64]
    ) -> list[Cells]:
        """Return the cells to be added to each row."""
        placed = locate.place_many(lons, lats, self._on)
        placed.how[np.isnan(lons) | np.isnan(lats)] = HOWS.index(How.NOT_LOCATED)
        pairs = list(zip(placed.area.tolist(), placed.how.tolist(), strict=True))
        self._learn(set(pairs) - self._known.keys(), placed)
        return [self._known[pair] for pair in pairs]

    def _learn(self, pairs: set[tuple[int, int]], placed: Placements) -> None:
        chains = {key: placed.chain(key) for key, _ in pairs}
        steps = {ref.id for chain in chains.values() for ref in chain}
        self._codes |= codes_of(steps - self._codes.keys(), self._on)
        for key, how in pairs:
            cells = [""] * self._depth
            for ref in chains[key]:
                cells[ref.level - 1] = self._codes.get(ref.id, "")
            name = chains[key][-1].name if key else ""
            self._known[key, how] = [HOWS[how].value, name, *cells]
