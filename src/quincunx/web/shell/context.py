"""What the frame of every page needs."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext

from quincunx.foundation.actors import Actor
from quincunx.foundation.notices import reading
from quincunx.staff import channels
from quincunx.walls import access as walls
from quincunx.web.shell import nav
from quincunx.web.shell.seats import Seat
from quincunx.web.shell.seats import seats as seats_of

THEMES = ("light", "dark")
DENSITIES = ("compact", "comfortable", "elder")


def chosen(request: HttpRequest, name: str, among: tuple[str, ...]) -> str:
    """Return what this browser has chosen, or nothing."""
    value = request.COOKIES.get(name, "")
    return value if value in among else ""


def _new_notices(request: HttpRequest) -> str:
    """Return how many notices are new, "" for none; one query."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.person is None:
        return ""
    count = reading.unread(actor, request.received_at)  # type: ignore[attr-defined]  # set by visit
    most = reading.MOST_COUNTED
    return f"{most}+" if count > most else str(count or "")


def _runs_house(request: HttpRequest) -> bool:
    actor: Actor | None = getattr(request, "actor", None)
    return actor is not None and channels.may_run(actor)


def _runs_walls(request: HttpRequest) -> bool:
    actor: Actor | None = getattr(request, "actor", None)
    return actor is not None and bool(actor.holds(walls.ANNOUNCING))


def _seats(request: HttpRequest) -> list[Seat]:
    actor = getattr(request, "actor", None)
    return seats_of(actor) if actor is not None else []


def frame(request: HttpRequest) -> dict[str, object]:
    """Return name, theme, density, the other language and the way around."""
    chinese = (get_language() or "").startswith("zh")
    return {
        "installation": settings.QUINCUNX_NAME,
        "theme": chosen(request, "theme", THEMES),
        "density": chosen(request, "density", DENSITIES),
        "other_language": ("en", "English") if chinese else ("zh-hans", "中文"),
        "seats": SimpleLazyObject(lambda: _seats(request)),
        "ways": SimpleLazyObject(lambda: nav.ways(request)),
        "new_notices": SimpleLazyObject(lambda: _new_notices(request)),
        "runs_house": SimpleLazyObject(lambda: _runs_house(request)),
        "runs_walls": SimpleLazyObject(lambda: _runs_walls(request)),
        "request_id": getattr(request, "id", ""),
        "comma": pgettext("between two things", ", "),
        "now": getattr(request, "received_at", None),
    }
