"""The walk through a list: in batches, each of which is written whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction

from quincunx.cases.books import together
from quincunx.cases.bring_in.mapping import Mapping
from quincunx.cases.bring_in.naming import Names
from quincunx.cases.bring_in.rows import LONGEST_ID, read_row
from quincunx.cases.bring_in.stand_ins import StandIns
from quincunx.cases.bring_in.walk import Guide, walk
from quincunx.cases.models import Case, Foreign
from quincunx.foundation import notices
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.csv_reading import Source
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import Row, Table, read_table

BATCH = 100

Tick = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True)
class NotTaken:
    """A row that was not taken: its number as a spreadsheet shows it, and why."""

    row: int
    foreign_id: str
    refusal: Refusal


@dataclass(frozen=True)
class BroughtIn:
    """What an import did: rows read, cases new, known before, and rows not taken."""

    rows: int = 0
    new: int = 0
    known: int = 0
    not_taken: tuple[NotTaken, ...] = ()

    def __add__(self, more: "BroughtIn") -> "BroughtIn":
        return BroughtIn(
            self.rows + more.rows,
            self.new + more.new,
            self.known + more.known,
            self.not_taken + more.not_taken,
        )


def _no_tick(done: int, total: int) -> None:
    """Nobody watches."""


def bring_in(
    source: Source,
    name: str,
    mapping: Mapping,
    *,
    tick: Tick = _no_tick,
    by: Actor,
    at: datetime,
) -> BroughtIn:
    """Bring in every row that is not there yet, and return what became of each.

    `name` is what refusals call the file. A file that cannot be read to its end is
    refused before anything is written. Nobody is told of what happened elsewhere. If
    this stops half way, whole batches are kept, and the next call goes on.
    """
    if by.kind is not Kind.IMPORTER:
        raise Refusal("importer-only")
    total = _checked(source, name, mapping)
    stand_ins = StandIns(by=by, at=at)
    guide = Guide(mapping, Names(mapping, stand_ins.path), stand_ins)
    done, seen = BroughtIn(), set[str]()
    table = read_table(source, name)
    for batch in _batches(table):
        done += _bring_batch(batch, guide, seen, at=at)
        tick(done.rows, total)
    return done


def _checked(source: Source, name: str, mapping: Mapping) -> int:
    """Return how many rows there are, once all can be read and no column is missing."""
    table = read_table(source, name)
    tables = (mapping.matter, mapping.unit, mapping.channel)
    wanted = [column for values in tables for column in values.columns]
    wanted += [*mapping.outcome.columns, *mapping.goals.columns]
    table.must_have(*mapping.columns.values(), *wanted)
    return sum(1 for _ in table.rows)


def _batches(table: Table) -> Iterator[list[Row]]:
    while batch := list(islice(table.rows, BATCH)):
        yield batch


def _bring_batch(
    batch: list[Row], guide: Guide, seen: set[str], *, at: datetime
) -> BroughtIn:
    """Bring in one batch in one transaction; a refused row leaves nothing behind.

    `seen` are the numbers that this list has brought in so far.
    """
    with transaction.atomic(), notices.hushed():
        known = _known(batch, guide.mapping) - seen
        made: dict[str, Foreign] = {}
        not_taken: list[NotTaken] = []
        with together():
            for row in batch:
                key = row[guide.mapping.columns["id"]][:LONGEST_ID]
                if key in known:
                    continue
                try:
                    made[key] = _bring_row(row, guide, at=at, twice=key in seen)
                    seen.add(key)
                except Refusal as refusal:
                    not_taken.append(NotTaken(row.number, key, refusal))
        _keep(made)
    left = len(batch) - len(made) - len(not_taken)
    return BroughtIn(len(batch), len(made), left, tuple(not_taken))


def _bring_row(row: Row, guide: Guide, *, at: datetime, twice: bool) -> Foreign:
    if twice:
        raise Refusal("row-twice", column=guide.mapping.columns["id"])
    told = read_row(row, guide.mapping, now=at)
    with guide.stand_ins.kept_if_whole(), transaction.atomic(), together():
        case = walk(told, guide)
    return Foreign(source=guide.mapping.source, foreign_id=told.foreign_id, case=case)


def _known(batch: list[Row], mapping: Mapping) -> set[str]:
    keys = [row[mapping.columns["id"]][:LONGEST_ID] for row in batch]
    rows = Foreign.objects.filter(source=mapping.source, foreign_id__in=keys)
    return set(rows.values_list("foreign_id", flat=True))


def _keep(made: dict[str, Foreign]) -> None:
    """Keep what the cases are called in the list; two imports at once are refused.

    What was closed elsewhere is history: the watch does not look at it again.
    """
    keys = [each.case_id for each in made.values()]
    Case.objects.filter(pk__in=keys, closed_at__isnull=False).update(look_at=None)
    try:
        Foreign.objects.bulk_create(made.values())
    except IntegrityError as fault:
        raise Refusal("import-running-twice") from fault
