"""Reading what a client says: an argument that is empty was not said at all."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import QueryDict
from django.utils.timezone import get_default_timezone, make_aware
from django.utils.translation import gettext as _

from quincunx.lib import text
from quincunx.lib.refusal import Refusal
from quincunx.open311.visit import Visit

LONGEST = 300
MOST_ITEMS = 1000
LONGEST_LIST = 40 * MOST_ITEMS
# A day, or a moment with its offset (a note of the W3C on date and time).
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)")
_PLUS_READ_AS_SPACE = re.compile(r" (?=\d\d:\d\d$)")
_ATTRIBUTE = re.compile(r"attribute\[([\w.-]{1,80})\](\[\])?")
_YEARS = range(1970, 2101)


def said(told: QueryDict, name: str, most: int = LONGEST) -> str:
    """Return an argument, cleaned; empty if it was not said."""
    value = text.clean(str(told.get(name) or ""))
    if len(value) > most:
        raise Refusal("argument-too-long", name=name, most=most)
    return value


def must_say(told: QueryDict, name: str, most: int = LONGEST) -> str:
    value = said(told, name, most)
    if not value:
        raise Refusal("argument-needed", name=name)
    return value


def listed(told: QueryDict, name: str) -> list[str]:
    """Return the items of a list with commas between, each once."""
    items = said(told, name, LONGEST_LIST).split(",")
    found = list(dict.fromkeys(item.strip() for item in items if item.strip()))
    if len(found) > MOST_ITEMS:
        raise Refusal("argument-too-long", name=name, most=LONGEST_LIST)
    return found


def number(told: QueryDict, name: str) -> float | None:
    value = said(told, name)
    if not value:
        return None
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or "_" in value:
        raise Refusal("argument-not-understood", name=name, form=_("a number"))
    return found


def count(told: QueryDict, name: str, *, usual: int, most: int) -> int:
    """Return a whole number from 1 to `most`."""
    value = said(told, name)
    if not value:
        return usual
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= most):
        form = _("a whole number from 1 to %(most)s") % {"most": most}
        raise Refusal("argument-not-understood", name=name, form=form)
    return int(value)


def moment(told: QueryDict, name: str) -> datetime | None:
    value = said(told, name)
    return read_moment(value, name) if value else None


def read_moment(value: str, name: str) -> datetime:
    """Return a moment; a day without a time begins at midnight in the district.

    A plus that an address has turned into a space is read as it was meant.
    """
    try:
        found = _moment(_PLUS_READ_AS_SPACE.sub("+", value))
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year not in _YEARS:
        form = _("a moment with its offset, like 2026-03-02T09:00:00+08:00")
        raise Refusal("argument-not-understood", name=name, form=form)
    return found


def _moment(value: str) -> datetime | None:
    if _MOMENT.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC)
    if _DAY.fullmatch(value):
        return make_aware(datetime.fromisoformat(value), get_default_timezone())
    return None


def span(
    told: QueryDict, now: datetime, longest: timedelta
) -> tuple[datetime, datetime]:
    """Return start and end as they are meant: of one alone, the other follows."""
    since, until = moment(told, "start_date"), moment(told, "end_date")
    if since is None:
        since = (until or now) - longest
    if until is None:
        until = since + longest
    if not timedelta() <= until - since <= longest:
        raise Refusal("dates-out-of-range", days=longest.days)
    return since, until


def attributes(told: QueryDict) -> Mapping[str, list[str]]:
    """Return what was said under attribute[CODE] and attribute[CODE][], by code."""
    found: dict[str, list[str]] = {}
    for key in told:
        match = _ATTRIBUTE.fullmatch(key)
        if match:
            values = (text.clean(str(value)) for value in told.getlist(key))
            found.setdefault(match[1], []).extend(value for value in values if value)
    return {code: values for code, values in found.items() if values}


def must_be_here(visit: Visit, told: QueryDict) -> None:
    """Refuse another jurisdiction than the one this process serves."""
    asked = said(told, "jurisdiction_id")
    ours = settings.QUINCUNX_JURISDICTION or visit.get_host().rsplit(":", 1)[0]
    if asked and asked.casefold() != ours.casefold():
        raise Refusal("no-such-jurisdiction", id=asked)
