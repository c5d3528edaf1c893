"""What hangs on a wall: opened by a token, read only, figures of one area."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import update_wrapper
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_GET

from quincunx.cases import wall as figures
from quincunx.cases.wall import Rate, Results
from quincunx.staff.queries import units_by_key
from quincunx.walls import announce, screens
from quincunx.walls.models import Screen
from quincunx.web.shell import live
from quincunx.web.shell.ground import box_around
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit
from quincunx.web.walls import drawing
from quincunx.web.walls.words import PILES

MAP_KEPT = 600  # seconds for which the count of ninety days holds
Shown = Callable[[Visit, Screen], HttpResponse]


def on_the_wall(view: Shown) -> Callable[[Visit], HttpResponse]:
    """Let in a screen that holds its token, in its own language; nobody else."""

    def guarded(request: Visit) -> HttpResponse:
        token = request.COOKIES.get(screens.COOKIE, "")
        screen = screens.opened(token, at=request.received_at)
        if screen is None:
            return _closed(request)
        with translation.override(screen.language):
            return view(request, screen)

    update_wrapper(guarded, view)
    return require_GET(guarded)


def _closed(request: Visit) -> HttpResponse:
    if request.headers.get("X-Part"):
        return HttpResponse(status=403)
    return render(request, "walls/closed.html", status=403)


@require_GET
def open_with(request: Visit, token: str) -> HttpResponse:
    """Let this browser keep the token of a screen, until it expires."""
    screen = screens.opened(token, at=request.received_at)
    if screen is None:
        return _closed(request)
    answer = redirect("wall")
    answer.set_cookie(
        screens.COOKIE,
        token,
        expires=screen.expires_at,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


@on_the_wall
def wall(request: Visit, screen: Screen) -> HttpResponse:
    """Show the whole screen."""
    address = live.address(request)
    if address:
        request.listens_to = live.origin(request)
    facts = {
        "live": f"{address}/wall" if address else "",
        "map": _map(screen, request.received_at),
        **_frame(screen),
        **_figures(screen, request.received_at),
    }
    return render(request, "walls/wall.html", facts)


@on_the_wall
def wall_figures(request: Visit, screen: Screen) -> HttpResponse:
    """Return what changes from minute to minute."""
    facts = _frame(screen) | _figures(screen, request.received_at)
    return render(request, "walls/figures.html", facts)


@on_the_wall
def wall_map(request: Visit, screen: Screen) -> HttpResponse:
    """Return the map, which changes from hour to hour."""
    facts = _frame(screen) | {"map": _map(screen, request.received_at)}
    return render(request, "walls/map.html", facts)


def _frame(screen: Screen) -> dict[str, Any]:
    return {"screen": screen, "theme": screen.theme, "classes": drawing.CLASSES}


@dataclass(frozen=True)
class Bar:
    """How much of what is open stands in one pile."""

    word: str
    count: int
    wide: float  # of a hundred
    rests: bool


def _figures(screen: Screen, now: datetime) -> dict[str, Any]:
    actor = screens.actor_of(screen, now)
    standing = figures.standing(actor, now)
    hours = figures.flow(actor, now)
    whole, units = figures.results(actor, now)
    return {
        "standing": standing,
        "bars": _bars(standing),
        "chart": drawing.chart_of(hours),
        "reported": sum(hour.reported for hour in hours),
        "closed": sum(hour.closed for hour in hours),
        "since": hours[0].begins,
        "whole": whole,
        "units": _named(units),
        "announcements": announce.shown(actor, now),
    }


def _bars(standing: figures.Standing) -> list[Bar]:
    most = max(*standing.piles.values(), 1)
    return [
        Bar(str(PILES[name]), n, round(n / most * 100, 1), name == "paused")
        for name, n in standing.piles.items()
    ]


def _named(units: list[Results]) -> list[tuple[str, Rate, Rate, Rate]]:
    """Return the units by their names, which is no order of merit."""
    names = units_by_key([each.unit for each in units if each.unit is not None])
    return sorted(
        (names[each.unit].name, each.on_time, each.reopened, each.unsolved)
        for each in units
        if each.unit is not None
    )


def _map(screen: Screen, now: datetime) -> drawing.Map | None:
    area, on = screen.area, today(now)
    box = box_around(area.pk, on)
    if box is None:
        return None
    actor = screens.actor_of(screen, now)
    around = ",".join(f"{side:.6f}" for side in box)
    key = f"wall-map:{area.pk}:{around}"
    counted = cache.get(key)
    if counted is None:
        counted = figures.density(actor, drawing.lattices_of(box), now)
        cache.set(key, counted, MAP_KEPT)
    return drawing.map_of(area, box, counted, on)
