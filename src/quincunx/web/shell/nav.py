"""The ways around, by what somebody is here for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.foundation.actors import Actor
from quincunx.staff.roles import Role


@dataclass(frozen=True)
class Way:
    """A link of the main navigation and the roles it is for (none: everybody)."""

    word: str | Promise
    url: str
    room: str
    roles: frozenset[str] = frozenset()


def _for(*roles: Role) -> frozenset[str]:
    return frozenset(roles)


WAYS = (
    Way(
        pgettext_lazy("where work begins", "Desk"),
        "desk",
        "house",
        _for(Role.DISPATCHER, Role.LEADER),
    ),
    Way(_("Workbench"), "queue", "queue", _for(Role.DISPATCHER)),
    Way(_("Inbox"), "inbox", "inbox", _for(Role.OFFICER)),
    Way(_("Queue"), "queue", "queue", _for(Role.MEMBER, Role.VERIFIER)),
    Way(
        _("Overview"),
        "overview",
        "overview",
        _for(Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER),
    ),
    Way(_("Cases"), "cases", "cases"),
    Way(_("Catalogue"), "matters", "matters"),
    Way(_("Areas"), "areas", "areas"),
    Way(_("Registers"), "registers", "registers"),
    Way(_("Visits"), "visits", "visits", _for(Role.LEADER, Role.MEMBER)),
    Way(_("Staff"), "staff", "staff"),
    Way(
        pgettext_lazy("of the machine", "System"),
        "system",
        "system",
        _for(Role.ADMINISTRATOR),
    ),
)


@dataclass(frozen=True)
class Link:
    word: str | Promise
    url: str
    here: bool


def _room(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    name = match.url_name if match else ""
    return (name or "").split("-")[0]


def _once(ways: Iterable[Way]) -> list[Way]:
    """Keep the first way to each place: a dispatcher's workbench is no inbox."""
    return list({way.url: way for way in reversed(list(ways))}.values())[::-1]


def ways(request: HttpRequest) -> list[Link]:
    """Return the links this actor uses, in their order; none for a stranger."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or not actor.holdings:
        return []
    room = {
        "case": "cases",
        "matter": "matters",
        "area": "areas",
        "hand": "registers",
        "renting": "registers",
        "tables": "registers",
        "asks": "registers",
        "table": "registers",
    }.get(_room(request), _room(request))
    mine = _once(w for w in WAYS if not w.roles or w.roles & actor.roles)
    return [Link(w.word, reverse(w.url), w.room == room) for w in mine]
