"""Many rows at once, without an object each: the one place that knows how.

Ten times faster than `bulk_create` for the hundreds of thousands of a country's codes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    constant: Mapping[str, Any],
) -> None:
    """Insert rows that differ in `columns` and share the values of `constant`.

    Columns are named as the database names them. Values that differ are text and
    numbers; those that are shared may be days.
    """
    shared = tuple(map(_adapted, constant.values()))
    names = ", ".join(map(connection.ops.quote_name, [*columns, *constant]))
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  # Django names it so
    whole: Any = ((*row, *shared) for row in rows)  # read one by one, never held
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in whole:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * (len(columns) + len(constant)))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", whole)  # noqa: S608  # names are of our own models


def _adapted(value: Any) -> Any:
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
