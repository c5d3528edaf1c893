"""What several commands are asked for: a day, a moment, a file that is there."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PLACE = click.Path(exists=True, path_type=Path)  # a file or a folder
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


class Day(click.ParamType[date]):
    """A day of the calendar."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        found = _parsed(parse_date, value)
        if not isinstance(found, date):
            self.fail(f"{value!r} is no day; write it as 2026-03-02.", param, ctx)
        return found


class Moment(click.ParamType[datetime]):
    """A moment; without a zone, in that of the district."""

    name = "moment"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        found = _parsed(parse_datetime, value)
        if not isinstance(found, datetime):
            hint = "write it as 2026-03-02T09:30, with +08:00 where a zone is meant."
            self.fail(f"{value!r} is no moment; {hint}", param, ctx)
        return found if timezone.is_aware(found) else timezone.make_aware(found)


def _parsed(parse: Any, value: object) -> date | None:
    """Return what `parse` reads; it raises on 2026-02-30 and returns None on words."""
    try:
        found: date | None = parse(str(value))
    except ValueError:
        return None
    return found
