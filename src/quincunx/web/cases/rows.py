"""A case as a row: where, what, time left, grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import OPEN
from quincunx.lib.text import clip
from quincunx.web.shell import words
from quincunx.web.shell.case_words import STATES, Look

LONGEST_WHERE = 60
SOON = timedelta(hours=2)


@dataclass(frozen=True)
class Row:
    """What a list shows of a case, all of it fetched with the case."""

    case: Case
    where: str
    what: str
    icon: str
    due: words.Due | None
    look: Look

    @property
    def url(self) -> str:
        return reverse("case", args=[self.case.number])


def where(case: Case) -> str:
    return clip(case.place, LONGEST_WHERE) or case.care.name


def what(case: Case) -> str:
    """Return the matter, or the beginning of what was said."""
    if case.matter is not None:
        return words.local(case.matter.name)
    return clip(case.text, LONGEST_WHERE)


def title(case: Case) -> str:
    told = what(case).rstrip("。.")  # the reporter's own sentence may stand here
    return _("%(what)s, %(where)s") % {"what": told, "where": where(case)}


def due_of(case: Case, now: datetime) -> words.Due | None:
    """Return the chip of the clock that ends first; nothing for a closed case."""
    if case.state not in OPEN:
        return None
    return words.due(case.deadline, now) if case.deadline else words.paused()


def row(case: Case, now: datetime) -> Row:
    icon = case.matter.icon if case.matter else "doc"
    due = due_of(case, now)
    return Row(case, where(case), what(case), icon, due, STATES[case.state])


@dataclass(frozen=True)
class Group:
    """Rows that are due alike, under one heading."""

    word: str | Promise
    rows: Sequence[Row]


HEADINGS = (
    gettext_lazy("Overdue"),
    gettext_lazy("Less than 2 hours left"),
    gettext_lazy("Today"),
    gettext_lazy("Later"),
    gettext_lazy("No clock runs"),
)


def _heading(case: Case, now: datetime) -> int:
    due = case.deadline
    if due is None:
        return 4
    if due <= now:
        return 0
    if due <= now + SOON:
        return 1
    return 2 if localdate(due) == localdate(now) else 3


def groups(cases: Iterable[Case], now: datetime) -> list[Group]:
    """Return the rows of a queue under their headings, in the order they came."""
    told = ((_heading(case, now), row(case, now)) for case in cases)
    return [
        Group(HEADINGS[number], [each for _, each in rows])
        for number, rows in groupby(told, key=lambda pair: pair[0])
    ]
