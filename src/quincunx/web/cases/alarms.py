"""Alarms for the desk: what cannot wait, in words; the page shows six an hour."""

from collections.abc import Iterator, Mapping

from django.http import JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from quincunx.cases.alarms import Alarm, alarming
from quincunx.foundation import notices
from quincunx.staff.roles import Role
from quincunx.web.cases import rows
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

WHY: Mapping[Alarm, str | Promise] = {
    Alarm.LIFE: gettext_lazy("Life may be in danger"),
    Alarm.BREACH: gettext_lazy("Overdue in less than 30 minutes, and nobody has it"),
}
FOR = frozenset({Role.DISPATCHER, Role.SUPERVISOR})  # who is to answer them


@staff_only
def alarms(request: Visit) -> JsonResponse:
    """Tell a desk what cannot wait; others have none."""
    told = list(_told(request)) if FOR & request.actor.roles else []
    return JsonResponse({"alarms": told})


def _told(visit: Visit) -> Iterator[dict[str, str]]:
    for each in alarming(visit.actor, visit.received_at):
        number = each.case.number
        yield {
            "key": each.key,
            "words": f"{WHY[each.why]}: {rows.title(each.case)}",
            "url": f"{reverse('queue')}?case={number}",
            "number": number,
        }
    stuck = notices.parked().count()
    if stuck:
        words = ngettext(
            "%(n)d notice cannot be delivered",
            "%(n)d notices cannot be delivered",
            stuck,
        ) % {"n": stuck}
        yield {
            "key": f"{Alarm.NOTICES}-{stuck}",
            "words": words,
            "url": "",
            "number": "",
        }
