"""All cases one may see, newest first, narrowed by pills, page by keyset."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.cases import queries
from quincunx.cases.queries import Wanted
from quincunx.lib.numbers import read_case_number
from quincunx.lib.refusal import Refusal
from quincunx.web.cases import rows
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

SHOWS: Mapping[str, tuple[str | Promise, Wanted]] = {
    "open": (_("Open"), Wanted(is_open=True)),
    "overdue": (_("Overdue"), Wanted(overdue=True)),
    "closed": (_("Closed"), Wanted(is_open=False)),
    "all": (_("All"), Wanted()),
}
LONGEST = 80


def _number(text: str) -> str:
    try:
        return read_case_number(text)
    except Refusal:
        return ""


@staff_only
def listing(request: Visit) -> HttpResponse:
    """List cases; a whole number leads straight to its case."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    number = _number(typed)
    if number:
        return redirect("case", number)
    show = request.GET.get("show", "all" if typed else "open")
    word, base = SHOWS.get(show, SHOWS["open"])
    wanted = Wanted(
        overdue=base.overdue,
        is_open=base.is_open,
        words=typed,
        matter=_key(request, "matter"),
        unit=_key(request, "unit"),
    )
    now = request.received_at
    page = queries.listing(
        request.actor, wanted, now, after=request.GET.get("after", "")
    )
    facts = {
        "rows": [rows.row(case, now) for case in page.rows],
        "page": page,
        "typed": typed,
        "shows": [(code, name, code == show) for code, (name, _) in SHOWS.items()],
        "word": word,
    }
    return render(request, "cases/list.html", facts)


def _key(visit: Visit, name: str) -> int | None:
    given = visit.GET.get(name, "")
    return int(given) if given.isdigit() and len(given) < 18 else None
