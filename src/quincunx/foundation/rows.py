"""Rows from and into their tables by the shortest way, for what every act does.

What one block writes goes together when it ends: PostgreSQL takes it as one statement,
SQLite, which has no way to go, as one after the other. The words of a statement are put
together once, not every time.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, TypeVar

from django.db import connection
from django.db.models import Field, Model

MOST = 30_000  # values in one statement; both databases take more
_M = TypeVar("_M", bound=Model)
_Columns: TypeAlias = "tuple[Field[Any, Any], ...]"


@dataclass(frozen=True)
class Statement:
    """What writes, with its values. Others of its block may read what it returns."""

    sql: str
    values: Sequence[Any]
    name: str = ""


_waiting: ContextVar[list[Statement] | None] = ContextVar("waiting", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Let what is written inside go together when the block ends; nothing if it fails.

    To be called inside a transaction. A block inside another is part of it. Nothing
    written inside is found by a query before the end.
    """
    around = _waiting.get()
    if around is not None:
        before = len(around)
        try:
            yield
        except BaseException:
            del around[before:]
            raise
        return
    statements: list[Statement] = []
    token = _waiting.set(statements)
    try:
        yield
    finally:
        _waiting.reset(token)
    run(statements)


def write(*statements: Statement) -> None:
    """Write now, or with the others of the block around this."""
    waiting = _waiting.get()
    if waiting is None:
        run(statements)
    else:
        waiting.extend(statements)


def found(
    model: type[_M], condition: str, values: Sequence[Any], *, locked: bool = False
) -> list[_M]:
    """Return the rows a condition in SQL selects; `locked` until the transaction ends.

    The condition names columns of this table and a value for each `%s`.
    """
    sql = f"{_selection(model)} WHERE {condition}"
    if locked and connection.features.has_select_for_update:
        sql += " FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [_made(model, row) for row in cursor.fetchall()]


def settle() -> None:
    """Write what waits so far; what comes may depend on it."""
    waiting = _waiting.get()
    if waiting:
        run(waiting)
        waiting.clear()


def insert(rows: Sequence[Model], *, unless_there: bool = False) -> None:
    """Insert rows of one table; they are not given their ids.

    With `unless_there`, a row that a constraint finds there already stays.
    """
    if not rows:
        return
    columns = _columns_of(type(rows[0]), with_key=rows[0].pk is not None)
    most = max(1, MOST // len(columns))
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        values = [value for row in part for value in _values(row, columns)]
        sql = _insertion(type(part[0]), columns, len(part))
        if unless_there:
            sql += " ON CONFLICT DO NOTHING"
        write(Statement(sql, values))
    for row in rows:
        row._state.adding = False  # noqa: SLF001  # Django's documented way


def change(row: Model, names: Collection[str]) -> None:
    """Write these columns of a row that is there."""
    if not names:
        return
    model = type(row)
    columns = tuple(c for c in _columns_of(model) if c.attname in names)
    key = model._meta.pk.get_db_prep_value(row.pk, connection)  # noqa: SLF001  # public in all but name
    write(Statement(_changing(model, columns), [*_values(row, columns), key]))


def run(statements: Sequence[Statement]) -> None:
    """Write everything, as few statements as the database can do it with."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            for each in statements:
                cursor.execute(each.sql, each.values)
        return
    for together in _batches(statements):
        _run_as_one(together)


def _run_as_one(statements: Sequence[Statement]) -> None:
    parts = (
        f"{each.name or f'w{number}'} AS ({each.sql})"
        for number, each in enumerate(statements)
    )
    values = [value for each in statements for value in each.values]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT 1", values)


def _batches(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    batch: list[Statement] = []
    held = 0
    for each in statements:
        if batch and held + len(each.values) > MOST:
            yield batch
            batch, held = [], 0
        batch.append(each)
        held += len(each.values)
    if batch:
        yield batch


def _values(row: Model, columns: _Columns) -> list[Any]:
    return [
        column.get_db_prep_save(getattr(row, column.attname), connection)
        for column in columns
    ]


def _made(model: type[_M], row: Sequence[Any]) -> _M:
    values = list(row)
    for place, column, converters in _conversions(model, connection.vendor):
        for convert in converters:
            values[place] = convert(values[place], column, connection)
    names = [column.attname for column in _columns_of(model)]
    return model.from_db(connection.alias, names, values)


@cache
def _conversions(
    model: type[Model], _vendor: str
) -> tuple[tuple[int, Any, tuple[Any, ...]], ...]:
    """Return which columns come otherwise from the database, and how each is read."""
    columns = [column.cached_col for column in _columns_of(model)]
    ways = ((place, column, _ways_of(column)) for place, column in enumerate(columns))
    return tuple(way for way in ways if way[2])


def _ways_of(column: Any) -> tuple[Any, ...]:
    of_database = connection.ops.get_db_converters(column)
    return (*of_database, *column.get_db_converters(connection))


@cache
def _selection(model: type[Model]) -> str:
    names = ", ".join(f'"{column.column}"' for column in _columns_of(model))
    return f'SELECT {names} FROM "{model._meta.db_table}"'  # noqa: S608, SLF001  # names of our own


@cache
def _columns_of(model: type[Model], *, with_key: bool = True) -> _Columns:
    columns = model._meta.concrete_fields  # noqa: SLF001  # Django's documented way
    return tuple(c for c in columns if with_key or not c.primary_key)


@cache
def _insertion(model: type[Model], columns: _Columns, rows: int) -> str:
    into = ", ".join(f'"{column.column}"' for column in columns)
    row = f"({', '.join(['%s'] * len(columns))})"
    table = model._meta.db_table  # noqa: SLF001  # Django's documented way
    return f'INSERT INTO "{table}" ({into}) VALUES {", ".join([row] * rows)}'  # noqa: S608  # names of our own


@cache
def _changing(model: type[Model], columns: _Columns) -> str:
    told = ", ".join(f'"{column.column}" = %s' for column in columns)
    meta = model._meta  # noqa: SLF001  # Django's documented way
    return f'UPDATE "{meta.db_table}" SET {told} WHERE "{meta.pk.column}" = %s'  # noqa: S608  # as above
