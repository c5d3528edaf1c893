"""Faults, reasons, limits and steps in the words of the language that is active."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import formats, translation
from django.utils.translation import gettext, ngettext

from quincunx.foundation import wording
from quincunx.lib.clocks import Limit, LimitUnit
from quincunx.matters.processes import Words
from quincunx.matters.reading import Fault
from quincunx.matters.routing import KIND, Reason
from quincunx.matters.sentences import FAULTS, PERSONS, REASONS, STEPS


@dataclass(frozen=True)
class Spoken:
    """A fault that puts itself into words when it is read."""

    fault: Fault

    def __str__(self) -> str:
        return fault(self.fault)


def fault(found: Fault) -> str:
    """Return what is wrong and what to do, without the place."""
    return str(FAULTS[found.code]) % _said(found.facts)


def fault_line(found: Fault) -> str:
    """Return a fault with its place: `events.toml:88 matter[3].unit: …`."""
    return f"{found.place}: {fault(found)}"


def reason(given: Reason) -> str:
    """Return why a route fires or not, or a step of a trial."""
    return str(REASONS[given.code]) % _said(given.facts)


def limit(given: Limit) -> str:
    """Return a limit as people say it: 2 work days."""
    count = given.amount
    forms = {
        LimitUnit.URGENT_HOUR: ngettext(
            "%(n)s hour, day and night", "%(n)s hours, day and night", count
        ),
        LimitUnit.URGENT_MINUTE: ngettext(
            "%(n)s minute, day and night", "%(n)s minutes, day and night", count
        ),
        LimitUnit.WORK_HOUR: ngettext("%(n)s work hour", "%(n)s work hours", count),
        LimitUnit.WORK_MINUTE: ngettext(
            "%(n)s minute of work time", "%(n)s minutes of work time", count
        ),
        LimitUnit.WORK_DAY: ngettext("%(n)s work day", "%(n)s work days", count),
        LimitUnit.NATURAL_DAY: ngettext("%(n)s day", "%(n)s days", count),
    }
    return forms[given.unit] % {"n": count}


def amount(given: timedelta) -> str:
    """Return a length of time: 3 h 22."""
    minutes = int(given.total_seconds()) // 60
    return gettext("%(hours)s h %(minutes)02d") % {
        "hours": minutes // 60,
        "minutes": minutes % 60,
    }


def moment(given: datetime) -> str:
    """Return a moment as it reads in its own zone."""
    return formats.date_format(given, gettext("l j F Y, H:i"))


def day(given: date) -> str:
    return formats.date_format(given, gettext("l j F Y"))


def unit(given: str) -> str:
    """Return what a pack calls a unit: a kind, somebody of the case, or a code."""
    if given in PERSONS:
        return str(PERSONS[given])
    if given.startswith(KIND):
        kind = wording.say("organisation_kind", given.removeprefix(KIND))
        return gettext("the nearest unit “%(kind)s”") % {"kind": kind}
    return given


def _said(facts: Iterable[tuple[str, object]]) -> dict[str, str]:
    return {name: _say(name, value) for name, value in facts}


def _say(name: str, value: object) -> str:
    if isinstance(value, Words):
        return value.in_language(translation.get_language() or "")
    for kind, say in _SAYERS:
        if isinstance(value, kind):
            return say(value)
    if name == "unit":
        return unit(str(value))
    if name == "act":
        return str(STEPS.get(str(value), value))
    return wording.say(name, value)


_SAYERS: tuple[tuple[type, Callable[..., str]], ...] = (
    (Limit, limit),
    (timedelta, amount),
    (datetime, moment),
    (date, day),
)
