"""Is everything well? One list of checks; the page System and `doctor` both read it.

A room registers its checks when the program starts. A check looks at one thing and
says in words how it stands, and by which command it is put right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction

from quincunx.foundation.models import LastRun
from quincunx.foundation.wording import Words


class Tone(StrEnum):
    WELL = "well"
    WARN = "warn"  # look at it today
    BAD = "bad"  # somebody waits for it now


@dataclass(frozen=True)
class Finding:
    """How one thing stands, in the language that is active."""

    said: str
    tone: Tone = Tone.WELL
    command: str = ""  # what to run; nothing while all is well
    name: str = ""
    word: str = ""


Look = Callable[[datetime], Finding]


@dataclass(frozen=True)
class Check:
    """One thing to look at: its name for scripts, its word for people."""

    name: str
    word: Words
    look: Look


_checks: dict[str, Check] = {}


def use(*checks: Check) -> None:
    """Make checks known; called when the program starts."""
    _checks.update({check.name: check for check in checks})


def look(now: datetime) -> list[Finding]:
    """Look at everything; a check that fails is itself a finding, and stops none."""
    return [_looked(check, now) for check in _checks.values()]


def _looked(check: Check, now: datetime) -> Finding:
    try:
        with transaction.atomic():
            found = check.look(now)
    except Exception as fault:  # noqa: BLE001 -- whatever it is, it is what was found
        found = Finding(f"{type(fault).__name__}: {fault}", Tone.BAD, "quincunx doctor")
    return replace(found, name=check.name, word=str(check.word))


def is_sound(found: list[Finding]) -> bool:
    """Say whether nobody has to do anything at once."""
    return all(each.tone is not Tone.BAD for each in found)


def ran(
    name: str,
    *,
    at: datetime,
    well: bool,
    facts: Mapping[str, Any],
    every: timedelta = timedelta(),
) -> None:
    """Write down that something ran, and how it went.

    As long as it goes as it did, not more often than `every`. One query, two if it
    is written.
    """
    last = last_run(name)
    if last and last.well == well and at - last.at < every and facts == last.facts:
        return
    told = {"at": at, "well": well, "facts": dict(facts)}
    LastRun.objects.update_or_create(name=name, defaults=told)


def last_run(name: str) -> LastRun | None:
    return LastRun.objects.filter(name=name).first()
