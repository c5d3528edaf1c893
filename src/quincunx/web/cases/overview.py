"""The manager's home: three numbers, and a table by community to sort, filter, take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quincunx.areas import access as areas
from quincunx.areas.codes import codes_of
from quincunx.areas.models import Area
from quincunx.areas.models import Kind as AreaKind
from quincunx.areas.paths import subtree
from quincunx.areas.tree import is_within
from quincunx.cases import overview
from quincunx.cases.overview import Overview, Place
from quincunx.lib import spreadsheets
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role
from quincunx.web.shell import words
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

COMMUNITY, GRID = 3, 4  # levels of the usual scheme; their names come from the scheme
MOST = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GROUND = (AreaKind.TERRITORY, AreaKind.COMPOSITE, AreaKind.DEDICATED)
managers = only(Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)


@dataclass(frozen=True)
class Column:
    """A column of the table and of the workbook; `show` opens a number to its cases."""

    name: str
    word: str | Promise
    show: str = ""


COLUMNS: Sequence[Column] = (
    Column("name", pgettext_lazy("of a thing", "Name")),
    Column("open", gettext_lazy("Open"), "open"),
    Column("new", pgettext_lazy("lane", "New")),
    Column("dispatch", pgettext_lazy("lane", "Dispatch")),
    Column("in_hand", pgettext_lazy("lane", "In hand")),
    Column("verify", pgettext_lazy("lane", "Verify")),
    Column("tell", pgettext_lazy("lane", "Tell")),
    Column("overdue", gettext_lazy("Overdue"), "overdue"),
    Column("unsolved", gettext_lazy("Said not solved"), "unsolved"),
    Column("oldest", gettext_lazy("Overdue since")),
)
FILTERS: Mapping[str, str | Promise] = {
    "": gettext_lazy("All"),
    "open": gettext_lazy("With open cases"),
    "overdue": gettext_lazy("With overdue ones"),
    "unsolved": gettext_lazy("With some not solved"),
}


@dataclass(frozen=True)
class Asked:
    """From where somebody looks, and how they want the table."""

    visit: Visit

    @cached_property
    def home(self) -> Area:
        """The area looked at: their own, or one below that they may look over."""
        held = overview.offices(self.visit.actor)
        if not held:
            raise Refusal("no-such-area", area="")
        given = self.visit.GET.get("area", "")
        if not given.isdigit() or len(given) > 17:
            return areas.area_by_path(self.visit.actor, held[0].path)
        area = areas.area_by_key(self.visit.actor, int(given))
        if not any(is_within(area.path, each.path) for each in held):
            raise Refusal("no-such-area", area=area.pk)
        return area

    @cached_property
    def levels(self) -> dict[int, str]:
        """The levels below, by what this place calls them. One query."""
        below = self.home.scheme.levels.filter(number__gt=self.home.level)
        named = {each.number: words.local(each.name) for each in below}
        return {number: name for number, name in named.items() if number <= GRID}

    @property
    def level(self) -> int:
        given = self.visit.GET.get("level", "")
        if given.isdigit() and int(given) in self.levels:
            return int(given)
        below = [n for n in self.levels if n >= COMMUNITY]
        return below[0] if below else self.home.level

    @property
    def only(self) -> str:
        given = self.visit.GET.get("only", "")
        return given if given in FILTERS else ""

    @property
    def typed(self) -> str:
        return self.visit.GET.get("q", "").strip()[:80]

    @property
    def sort(self) -> str:
        """The column by which it is sorted; a minus turns it around."""
        given = self.visit.GET.get("sort", "")
        known = {column.name for column in COLUMNS}
        return given if given.removeprefix("-") in known else "-overdue"


def _areas(asked: Asked) -> list[Area]:
    """Return the places of the table. One query."""
    seen = areas.visible(asked.visit.actor).filter(
        subtree("path", asked.home.path), level=asked.level, valid_to=None
    )
    return list(seen.filter(kind__in=_GROUND).order_by("path"))


def _found(asked: Asked) -> Overview:
    visit = asked.visit
    return overview.overview(
        visit.actor, asked.home.path, _areas(asked), visit.received_at
    )


def _rows(asked: Asked, found: Overview) -> list[Place]:
    """Return the rows that pass the filter, in the order asked for."""
    rows = [
        row
        for row in found.places
        if (not asked.only or getattr(row, asked.only)) and asked.typed in _name(row)
    ]
    column = asked.sort.removeprefix("-")
    down = asked.sort.startswith("-")
    return sorted(rows, key=lambda row: _rank(row, column), reverse=down)


def _rank(row: Place, column: str) -> tuple[bool, object]:
    value = _name(row) if column == "name" else getattr(row, column)
    return value is not None, value if value is not None else 0


def _name(row: Place) -> str:
    return row.area.name if row.area else _("In none of them")


@dataclass(frozen=True)
class Head:
    """The head of a column: a press sorts by it, a second one turns it around."""

    column: Column
    sort: str
    arrow: str


def _heads(asked: Asked) -> list[Head]:
    def head(column: Column) -> Head:
        first = column.name if column.name == "name" else f"-{column.name}"
        here = asked.sort.removeprefix("-") == column.name
        turned = first.removeprefix("-") if first[0] == "-" else f"-{first}"
        arrow = ("down" if asked.sort[0] == "-" else "up") if here else ""
        return Head(column, turned if asked.sort == first else first, arrow)

    return [head(column) for column in COLUMNS]


@dataclass(frozen=True)
class Cell:
    word: str | Promise
    value: object
    url: str


def _cells(row: Place, home: Area) -> list[Cell]:
    area = row.area or home
    base = f"{reverse('cases')}?area={area.pk}"
    return [
        Cell(
            column.word,
            getattr(row, column.name),
            f"{base}&show={column.show}" if column.show and row.area else "",
        )
        for column in COLUMNS[1:-1]
    ]


@managers
def overview_page(request: Visit) -> HttpResponse:
    """Show what stands where to whoever looks after places."""
    asked = Asked(request)
    found = _found(asked)
    rows = _rows(asked, found)
    facts = {
        "home": asked.home,
        "whole": found.whole,
        "cases_here": f"{reverse('cases')}?area={asked.home.pk}",
        "levels": [(n, word, n == asked.level) for n, word in asked.levels.items()],
        "filters": [(code, w, code == asked.only) for code, w in FILTERS.items()],
        "typed": asked.typed,
        "heads": _heads(asked),
        "rows": [(row, _name(row), _cells(row, asked.home)) for row in rows[:MOST]],
        "most": MOST,
        "more": len(rows) > MOST,
        "query": request.GET.urlencode(),
    }
    return render(request, "cases/overview.html", facts)


@managers
def workbook(request: Visit) -> HttpResponse:
    """Give the same rows and columns as a workbook."""
    asked = Asked(request)
    rows = _rows(asked, _found(asked))
    keys = [row.area.pk for row in rows if row.area]
    codes = codes_of(keys, today(request.received_at))
    columns = [_("Code"), *(str(column.word) for column in COLUMNS)]
    lines = [
        (codes.get(row.area.pk, "") if row.area else "", _name(row), *_values(row))
        for row in rows
    ]
    sheet = asked.home.name
    answer = HttpResponse(spreadsheets.xlsx(columns, lines, sheet), content_type=XLSX)
    day = today(request.received_at).isoformat()
    answer["Content-Disposition"] = f'attachment; filename="overview-{day}.xlsx"'
    return answer


def _values(row: Place) -> list[object]:
    counted = [getattr(row, column.name) for column in COLUMNS[1:-1]]
    return [*counted, _as_excel(row.oldest)]


def _as_excel(moment: datetime | None) -> datetime | None:
    """Return a moment as the town's clock shows it: a spreadsheet knows no zones."""
    return None if moment is None else localtime(moment).replace(tzinfo=None)
