"""Many rows of one table by the database's own bulk path, cast from a few there are."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field, Model


class Mould:
    """A row that exists; casts are like it in all columns but those that are told."""

    def __init__(self, row: Model) -> None:
        self.row = row
        self._columns = {c.attname: c for c in row._meta.concrete_fields}  # noqa: SLF001  # Django's documented way

    def cast(self, told: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the values of a new row as the database takes them."""
        values = dict(self._values)
        for name, value in told.items():
            values[name] = _prepared(self._columns[name], value)
        return tuple(values.values())

    @cached_property
    def _values(self) -> dict[str, Any]:
        return {
            name: _prepared(column, getattr(self.row, name))
            for name, column in self._columns.items()
        }


def pour(model: type[Model], casts: Iterable[Sequence[Any]]) -> None:
    """Put casts of a model's rows into its table: COPY, or one prepared INSERT."""
    meta = model._meta  # noqa: SLF001  # Django's documented way
    names = [f'"{column.column}"' for column in meta.concrete_fields]
    into = f'"{meta.db_table}" ({", ".join(names)})'
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {into} FROM STDIN") as to,
        ):
            for values in casts:
                to.write_row(values)
        return
    places = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {into} VALUES ({places})", list(casts))  # noqa: S608  # names of our own


def settle() -> None:
    """Let the database do now what it does after a while: statistics, clean pages."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _prepared(column: "Field[Any, Any]", value: Any) -> Any:
    return column.get_db_prep_save(value, connection)
