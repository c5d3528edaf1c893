"""Whom to give a case to: what each unit has now, and who did this last time."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quincunx.cases import access, queries
from quincunx.cases.models import Case
from quincunx.cases.queries import LastTime
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor
from quincunx.staff.models import Organisation
from quincunx.web.shell import lists, words
from quincunx.web.shell.fields import Offer, Offers, Sought
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

ASSIGNS = frozenset({Act.DISPATCH, Act.ARBITRATE, Act.DEFINE})  # the unit gets the case


def tell(field: Sought, actor: Actor, case: Case, at: datetime) -> None:
    """Tell the load of each unit of a list, and offer who did it last. Two queries."""
    last = queries.last_time(actor, case)
    field.widget.hints = _hints(actor, field.rows, last)
    unit = last and (field.rows.get(last.unit) or field.get(last.unit))
    if not last or not unit:
        return
    field.carry(unit)
    offer = Offer(str(unit.pk), unit.name, _when(last, at))
    field.offers = Offers(_("Did this last time:"), (offer,))


def without(case: Case, units: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Leave out the unit complained of, which may not have the case: it is refused."""
    if case.against_id is None or case.conflict_lifted:
        return units
    return units.exclude(pk=case.against_id)


@staff_only
def units(request: Visit, number: str) -> JsonResponse:
    """Find units by a part of their name, to give this case to. Four queries."""
    case = access.case_for(request.actor, number)
    rows = lists.fitting(request, without(case, lists.units(request.actor)))
    last = queries.last_time(request.actor, case)
    hints = _hints(request.actor, [row.pk for row in rows], last)
    return lists.answer(rows, lambda unit: hints[unit.pk])


def _hints(
    actor: Actor, units: Collection[int], last: LastTime | None
) -> dict[int, str]:
    loads = queries.loads(actor, units)
    done = last.unit if last else None
    return {key: _hint(loads.get(key, 0), last=key == done) for key in units}


def _hint(load: int, *, last: bool) -> str:
    told = ngettext("%(n)d open", "%(n)d open", load) % {"n": load}
    return f"{told} · {_('did this last time')}" if last else told


def _when(last: LastTime, at: datetime) -> str:
    near = _("in this grid") if last.same_grid else _("in this community")
    return f"{near}, {words.moment(last.at, at)}"
