"""The department's inbox: today, this week, the rest; suggestions; calls for help."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quincunx.cases import inbox
from quincunx.cases.inbox import Inbox, Item
from quincunx.cases.models import Case
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.actors import Actor
from quincunx.staff import access as staff
from quincunx.staff.models import Suggestion
from quincunx.staff.roles import Role
from quincunx.web.cases import rows
from quincunx.web.shell import work_time
from quincunx.web.shell.case_words import ACTS, STAGES
from quincunx.web.shell.guard import only
from quincunx.web.shell.visit import Visit
from quincunx.web.shell.words import Due

MOST_SUGGESTIONS = 30
DAY = timedelta(days=1)
GROUPS: Mapping[str, str | Promise] = {
    "today": pgettext_lazy("group", "Today"),
    "week": pgettext_lazy("group", "This week"),
    "rest": pgettext_lazy("group", "The rest"),
}
# Who waits longest for an answer goes before the others.
_PLATFORM = gettext_lazy("The reporter waits, reachable through the platform")
_NOBODY = gettext_lazy("The reporter left no way to be reached")


@dataclass(frozen=True)
class Line:
    """One case in the inbox: the row, its time, who waits, what may be done at once."""

    row: rows.Row
    due: Due | None
    clock: str | Promise
    waits: str | Promise
    asked_for_more: bool
    to_accept: bool


@dataclass(frozen=True)
class Group:
    word: str | Promise
    count: int
    lines: Sequence[Line]


def ends(now: datetime) -> tuple[datetime, datetime]:
    """Return the moments at which the day and the week end, where the town is."""
    today = localtime(now).date()
    return _midnight(now, 1), _midnight(now, 7 - today.weekday())


def _midnight(now: datetime, days: int) -> datetime:
    day = localtime(now).date() + days * DAY
    return make_aware(datetime.combine(day, time()), get_current_timezone())


def waits(case: Case) -> str | Promise:
    """Say who waits for this case; never who reported it."""
    if case.supervised_by_id is not None:
        return _("A supervisor waits for your reply")
    if case.reporter_id is not None:
        return _("A colleague of the grid waits")
    return _PLATFORM if case.reachable else _NOBODY


def _line(item: Item, now: datetime) -> Line:
    left = item.left
    return Line(
        row=rows.row(item.case, now),
        due=work_time.due(left, now) if left else None,
        clock=STAGES[left.stage] if left else "",
        waits=waits(item.case),
        asked_for_more=item.asked_for_more,
        to_accept=item.case.state == State.DISPATCHED,
    )


def _groups(found: Inbox, now: datetime) -> list[Group]:
    day, week = ends(now)
    laid: dict[str, list[Line]] = {code: [] for code in GROUPS}
    for item in found.items:
        due = item.case.due_at
        code = "rest" if due is None or due >= week else "week"
        laid["today" if due is not None and due < day else code].append(
            _line(item, now)
        )
    counts = {"today": found.today, "week": found.week, "rest": found.rest}
    return [Group(GROUPS[code], counts[code], laid[code]) for code in GROUPS]


def suggestions(actor: Actor) -> Iterable[Suggestion]:
    """Return what was suggested to this person's units and not answered. One query."""
    units = {h.unit for h in actor.holds([Role.OFFICER])}
    seen = staff.visible_suggestions(actor).filter(answer="", organisation__in=units)
    beside = ("grid", "sender", "organisation", "addressee")
    return seen.select_related(*beside).order_by("due_at", "pk")[:MOST_SUGGESTIONS]


@only(Role.OFFICER)
def inbox_page(request: Visit) -> HttpResponse:
    """Show what waits for the units somebody works for."""
    actor, now = request.actor, request.received_at
    day, week = ends(now)
    after = request.GET.get("after", "")
    found = inbox.waiting(actor, now, today=day, week=week, after=after)
    facts = {
        "groups": _groups(found, now),
        "whole": found.today + found.week + found.rest,
        "after": found.after,
        "suggestions": list(suggestions(actor)),
        "called": [rows.row(case, now) for case in inbox.called(actor)],
        "accept": ACTS[Act.ACCEPT],
    }
    return render(request, "cases/inbox.html", facts)
