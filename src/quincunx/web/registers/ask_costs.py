"""What tables cost: the ledger of requests, and the burden meter."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_default_timezone, localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.foundation import tries, wording
from quincunx.lib import spreadsheets
from quincunx.registers.asks import access, burden, minutes, queries
from quincunx.registers.asks.models import How
from quincunx.registers.asks.queries import Filtered
from quincunx.registers.asks.sentences import NAMES
from quincunx.web.registers.asks import DECLARERS, MOST_IN_AN_HOUR, XLSX
from quincunx.web.shell.guard import only, staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

WIDE = 100  # of a bar


class LedgerForm(forms.Form):
    """Which lines of the ledger."""

    unit = forms.TypedChoiceField(
        label=gettext_lazy("Who asked"), coerce=int, required=False, empty_value=None
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How it was answered"),
        choices=[
            ("", gettext_lazy("either way")),
            *((c, NAMES["ask_how"][c]) for c in How.values),
        ],
        required=False,
    )
    since = forms.DateField(
        label=gettext_lazy("Since"),
        required=False,
        widget=forms.DateInput(
            attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"
        ),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        units = [(unit.pk, unit.name) for unit in access.units()]
        self.fields["unit"].choices = [("", _("everybody")), *units]  # type: ignore[attr-defined]  # a choice field

    def filtered(self) -> Filtered:
        if not self.is_valid():
            return Filtered()
        told, since = self.cleaned_data, None
        if told["since"]:
            start = datetime.combine(told["since"], time())
            since = make_aware(start, get_default_timezone())
        return Filtered(told["unit"], told["how"], since)


@only(*DECLARERS)
def ledger(request: Visit) -> HttpResponse:
    """Show who asked for what, how often, and how many minutes it cost."""
    form = LedgerForm(request.GET or None)
    rows = queries.ledger(request.actor, form.filtered())
    facts = {
        "form": form,
        "rows": rows,
        "minutes": sum(row.minutes for row in rows),
        "spared": sum(row.minutes_spared for row in rows),
        "query": request.GET.urlencode(),
    }
    return render(request, "registers/asks/ledger.html", facts)


@only(*DECLARERS)
def ledger_xlsx(request: Visit) -> HttpResponse:
    """Give the ledger line by line."""
    who = str(request.actor.person)
    tries.count("asks-ledger", who, MOST_IN_AN_HOUR, at=request.received_at)
    told = queries.lines(request.actor, LedgerForm(request.GET or None).filtered())
    columns = [
        _("Day"),
        _("Table"),
        _("Who asked"),
        _("What for"),
        _("How it was answered"),
        _("Rows"),
        _("Columns"),
        _("Minutes"),
    ]
    rows = (
        (
            localtime(line.at).date(),
            line.ask.name,
            line.ask.unit.name if line.ask.unit else "",
            line.ask.purpose,
            wording.say("ask_how", line.how),
            line.rows,
            line.fields,
            round(line.seconds / 60, 1),
        )
        for line in told
    )
    content = spreadsheets.xlsx(columns, rows, _("Ledger of requests"))
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="requests.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


@staff_only
def meter(request: Visit) -> HttpResponse:
    """Show the minutes of form filling a week: one's own, and a worker's on average."""
    on = today(request.received_at)
    own = burden.own(request.actor, until=on)
    place = []
    if access.may_declare(request.actor):
        place = burden.of_place(request.actor, _widest(request), until=on)
    most = max([1.0, *(week.total for week in (*own, *place))])
    formula = [
        (_("A cell filled in by hand"), minutes.CELL),
        (_("A table by hand, whatever it holds"), minutes.TABLE),
        (_("A record confirmed at the door"), minutes.CONFIRMATION),
        (_("One field told otherwise"), minutes.CHANGE),
        (_("A visit written down"), minutes.VISIT),
    ]
    facts = {
        "own": [_bars(week, most) for week in own],
        "place": [_bars(week, most) for week in place],
        "workers": place[-1].workers if place else 0,
        "kinds": burden.KINDS,
        "formula": formula,
    }
    return render(request, "registers/asks/burden.html", facts)


def _widest(visit: Visit) -> str:
    held = [h.path for h in visit.actor.holds(DECLARERS)]
    return min(held, key=len, default=home(visit.actor))


def _bars(week: burden.Week, most: float) -> dict[str, Any]:
    """Return a week with each kind as a piece of its bar, from left to right."""
    pieces, left = [], 0.0
    for kind in burden.KINDS:
        wide = round(week.minutes[kind] / most * WIDE, 2)
        pieces.append(
            {
                "kind": kind,
                "x": f"{left:.2f}",
                "wide": f"{wide:.2f}",
                "minutes": week.minutes[kind],
            }
        )
        left += wide
    return {
        "monday": week.monday,
        "sunday": week.monday + timedelta(days=6),
        "pieces": pieces,
        "total": week.total,
    }
