"""All cases one may see, newest first, narrowed by pills, page by keyset."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.areas import access as areas
from quincunx.areas.models import Area
from quincunx.cases import queries
from quincunx.cases.piles import UNSOLVED_FOR
from quincunx.cases.queries import Lane, Wanted
from quincunx.lib.numbers import read_case_number
from quincunx.lib.refusal import Refusal
from quincunx.web.cases import rows
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

SHOWS: Mapping[str, tuple[str | Promise, Wanted]] = {
    "open": (_("Open"), Wanted(is_open=True)),
    "overdue": (_("Overdue"), Wanted(lane=Lane.OVERDUE)),
    "unsolved": (_("Said not solved"), Wanted()),
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
    now, area = request.received_at, _area(request)
    show = request.GET.get("show", "all" if typed else "open")
    word, wanted = SHOWS.get(show, SHOWS["open"])
    wanted = replace(
        wanted,
        words=typed,
        matter=_key(request, "matter"),
        unit=_key(request, "unit"),
        path=area.path if area else "",
        unsolved_since=now - UNSOLVED_FOR if show == "unsolved" else None,
    )
    page = queries.listing(
        request.actor, wanted, now, after=request.GET.get("after", "")
    )
    facts = {
        "rows": [rows.row(case, now) for case in page.rows],
        "page": page,
        "typed": typed,
        "shows": [(code, name, code == show) for code, (name, _) in SHOWS.items()],
        "word": word,
        "area": area,
    }
    return render(request, "cases/list.html", facts)


def _area(visit: Visit) -> Area | None:
    key = _key(visit, "area")
    return None if key is None else areas.area_by_key(visit.actor, key)


def _key(visit: Visit, name: str) -> int | None:
    given = visit.GET.get(name, "")
    return int(given) if given.isdigit() and len(given) < 18 else None
