"""Looking at a table: what each row would do, in batches, without writing anything."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import Row
from quincunx.registers.exchange.lines import Fault, Line, fault_of
from quincunx.registers.exchange.models import Kind
from quincunx.registers.exchange.reading import Cellwise
from quincunx.registers.exchange.sheets import Cells, Change, Key, Occasion, Sheet

AT_ONCE = 500
MOST_FAULTS = 1_000


class Looker:
    """Looks at the rows of one file; remembers eight bytes of every key it saw."""

    def __init__(self, sheet: Sheet, cellwise: Cellwise, occasion: Occasion) -> None:
        self._sheet, self._cellwise, self._occasion = sheet, cellwise, occasion
        self._settle: Callable[[Cells], Cells] = sheet.settle(occasion)
        self._empty = {column.code: column.default for column in sheet.columns}
        self._first: dict[int, int] = {}
        self.faults = 0

    def walk(self, rows: Iterable[Row]) -> Iterator[list[Line]]:
        """Yield what the rows are, a batch at a time; end after too many faults."""
        rows = iter(rows)
        while batch := list(islice(rows, AT_ONCE)):
            lines = self._batch(batch)
            yield lines
            if self.stopped:
                return

    @property
    def stopped(self) -> bool:
        return self.faults >= MOST_FAULTS

    def _batch(self, batch: list[Row]) -> list[Line]:
        read = []
        for row in batch:
            read.append((row.number, *self._read(row)))
            self.faults += bool(read[-1][3])
            if self.stopped:
                break
        keys = [self._key(stored) for _row, _told, stored, faults in read if not faults]
        there = self._sheet.fetch(keys, self._occasion) if keys else {}
        return [self._line(*each, there) for each in read]

    def _read(self, row: Row) -> tuple[dict[str, str], Cells, list[Fault]]:
        told = self._cellwise.told(row)
        stored, faults = self._cellwise.read(told)
        if faults:
            return told, stored, faults
        try:
            settled = self._settle(stored)
            self._once(settled, row.number)
        except Refusal as refusal:
            column = str(refusal.facts.get("column", ""))
            value = told.get(column, "")
            return told, stored, [fault_of(self._sheet, refusal, column, value)]
        return told, settled, []

    def _once(self, stored: Cells, row: int) -> None:
        told = "\x1f".join(self._key(stored)).encode()
        mark = int.from_bytes(hashlib.blake2b(told, digest_size=8).digest())
        first = self._first.setdefault(mark, row)
        if first != row:
            raise Refusal("row-twice-in-file", first=first, column=self._sheet.key[-1])

    def _key(self, stored: Cells) -> Key:
        return tuple(stored.get(code, "") for code in self._sheet.key)

    def _line(
        self,
        row: int,
        told: dict[str, str],
        stored: Cells,
        faults: list[Fault],
        there: Mapping[Key, Cells],
    ) -> Line:
        if faults:
            return Line(row, Kind.WRONG, told, faults=tuple(faults))
        key = self._key(stored)
        before = there.get(key)
        change = Change(row, key, before, {**(before or self._empty), **stored})
        if before is None:
            return Line(row, Kind.NEW, told, change)
        if change.after == before:
            return Line(row, None, told)
        return Line(row, Kind.CHANGED, told, change)
