"""The desk of a house: its numbers, its piles, and each case with the house's acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.areas.tree import ids
from quincunx.cases import piles
from quincunx.cases.houses import House, Pile
from quincunx.cases.vocabulary import Act
from quincunx.lib.refusal import Refusal
from quincunx.web.cases import rows
from quincunx.web.shell.case_words import ACTS, Deed
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.seats import Seat, seats
from quincunx.web.shell.visit import Visit

Said = str | Promise

PILES: Mapping[str, Said] = {
    "alarm": pgettext_lazy("pile", "Emergencies"),
    "look": pgettext_lazy("pile", "To look at"),
    "new": pgettext_lazy("pile", "New reports"),
    "ways": pgettext_lazy("pile", "Accepted, not begun"),
    "verify": pgettext_lazy("pile", "To verify"),
    "tell": pgettext_lazy("pile", "To tell and file"),
    "table": pgettext_lazy("pile", "On our table"),
    "endorse": pgettext_lazy("pile", "To endorse"),
    "dispatch": pgettext_lazy("pile", "To dispatch"),
    "define": pgettext_lazy("pile", "To define"),
    "disputes": pgettext_lazy("pile", "Disputes"),
    "extensions": pgettext_lazy("pile", "Extensions asked"),
    "closings": pgettext_lazy("pile", "Closing proposed"),
    "escalated": pgettext_lazy("pile", "Escalated to us"),
    "under-way": pgettext_lazy("pile", "Under way"),
}


@dataclass(frozen=True)
class Way:
    """Something the house does that begins with no case."""

    word: Said
    url: str
    icon: str


_REPORT = Way(_("New report"), "case-new", "plus")
_BENCH = Way(_("Workbench"), "queue", "desk")
_SUGGEST = Way(_("Suggest to a department"), "staff-suggest", "talk")
_ANSWERS = Way(_("Suggestions and answers"), "staff-suggestions", "talk")
# What stands at the head of each house's desk; the first is its main way.
WAYS: Mapping[House, tuple[Way, ...]] = {
    House.GRID: (_REPORT, _SUGGEST, _ANSWERS),
    House.STATION: (_REPORT, _BENCH),
    House.CENTRE: (_BENCH, _REPORT),
    House.COMMAND: (_BENCH, _REPORT),
}


@dataclass(frozen=True)
class Tab:
    code: str
    word: Said
    count: int
    here: bool
    to_do: bool


@dataclass(frozen=True)
class Line:
    """A case of the pile, and the acts of the house that are this person's."""

    row: rows.Row
    deeds: Sequence[tuple[Act, Deed]]


def _seat(visit: Visit, code: str, area: int) -> Seat:
    """Return the seat asked for, if it is this person's; else as if there were none."""
    for seat in seats(visit.actor):
        if seat.chair.code == code and ids(seat.path)[-1] == area:
            return seat
    raise Refusal("no-such-area", area=area)


def _chosen(visit: Visit, held: piles.Seat, counts: Mapping[str, int]) -> Pile:
    """Return the pile asked for, else the first with work, else the first with any."""
    wanted = visit.GET.get("pile", "")
    there = [pile for pile in held.piles if counts[pile.code]]
    order = (
        [pile for pile in held.piles if pile.code == wanted]
        or [pile for pile in there if pile.to_do]
        or there
        or list(held.piles)
    )
    return order[0]


@staff_only
def house(request: Visit, code: str, area: int) -> HttpResponse:
    """Show the desk of one house to whoever sits there."""
    actor, now = request.actor, request.received_at
    seat = _seat(request, code, area)
    held = piles.Seat(House(code), seat.path)
    counts, numbers = piles.counts(actor, held, now)
    pile = _chosen(request, held, counts)
    page = piles.page(actor, held, pile, after=request.GET.get("after", ""))
    acts = piles.acts(actor, page.rows, pile)
    facts = {
        "seat": seat,
        "numbers": numbers,
        "cases_here": f"{reverse('cases')}?area={area}",
        "tabs": [_tab(each, counts, pile) for each in held.piles],
        "pile": PILES[pile.code],
        "lines": [
            Line(rows.row(case, now), [(act, ACTS[act]) for act in acts[case]])
            for case in page.rows
        ],
        "page": page,
        "house_ways": WAYS[held.house],
    }
    return render(request, "cases/house.html", facts)


def _tab(pile: Pile, counts: Mapping[str, int], chosen: Pile) -> Tab:
    count = counts[pile.code]
    return Tab(pile.code, PILES[pile.code], count, pile is chosen, pile.to_do)
