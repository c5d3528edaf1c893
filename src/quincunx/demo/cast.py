"""Who of the demo's town is given a link to sign in: one of each kind of user."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from quincunx.foundation.actors import Actor
from quincunx.staff import actors, queries, sign_in
from quincunx.staff.access import visible_organisations, visible_people
from quincunx.staff.models import Person

# Logins, in the order in which we serve them; the houses' desks are found by code.
MEMBER, LEADER = "member-wisteria-1-1", "leader-wisteria-1"
DESKS = ("service-station-wisteria", "service-centre-west", "command-centre")
OTHERS = (
    "officer-city-management",
    "officer-landscaping",
    "officer-public-security",
    "officer-property-company-wisteria",
    "officer-neighbourhood-committee-wisteria",
    "officer-police-office-wisteria",
    "verifier-1",
    "supervisor-1",
    "administrator",
)


@dataclass(frozen=True)
class Player:
    """One of the cast, what they hold in words, and the path of their link."""

    login: str
    name: str
    functions: tuple[str, ...]
    link: str


def players(by: Actor, *, at: datetime) -> list[Player]:
    """Return the cast, each with a fresh link."""
    known = {p.login: p for p in visible_people(by, at=at).filter(is_active=True)}
    wanted = (MEMBER, LEADER, *_desks(by), *OTHERS)
    return [_player(known[login], by, at) for login in wanted if login in known]


def _desks(by: Actor) -> Iterator[str]:
    units = visible_organisations(by).filter(code__in=DESKS)
    areas = dict(units.values_list("code", "area"))
    yield from (f"dispatcher-{areas[code]}" for code in DESKS if code in areas)


def _player(person: Person, by: Actor, at: datetime) -> Player:
    held = queries.holdings_in_words(actors.actor_for(person, at=at))
    said = dict.fromkeys(_said(h.function, h.area, h.unit) for h in held)
    token = sign_in.link_for(person, by=by, at=at)
    path = f"/sign-in/link/{token}"
    return Player(person.login, person.name, tuple(said)[:3], path)


def _said(function: str, area: str, unit: str) -> str:
    return f"{function} ({unit or area})"
