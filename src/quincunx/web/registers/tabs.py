"""The registers side by side, for those who have something to do in each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.foundation.actors import Actor
from quincunx.registers.asks.access import takes_part
from quincunx.registers.exchange import sheets
from quincunx.registers.people.access import reached
from quincunx.staff.roles import Role

Whom = Callable[[Actor], object]


def _holding(*roles: Role) -> Whom:
    return lambda actor: actor.holds(roles)


def _anybody(actor: Actor) -> object:
    return actor.holdings


@dataclass(frozen=True)
class Tab:
    """A page of the registers, and whom it says something."""

    code: str
    word: str | Promise
    url: str
    whom: Whom = _anybody


OVERSEERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.LEADER, Role.DISPATCHER)
TABS = (
    Tab("buildings", _("Buildings"), "registers"),
    Tab("premises", _("Premises"), "registers-premises"),
    Tab("people", _("Residents"), "registers-people", reached),
    Tab("renting", _("Rental houses"), "renting", reached),
    Tab("visits", _("Visits"), "visits", _holding(Role.LEADER, Role.MEMBER)),
    Tab("hand-overs", _("File hand-over"), "hand-overs", reached),
    Tab(
        "requests",
        _("Own data"),
        "registers-requests",
        _holding(Role.DISPATCHER, Role.SUPERVISOR),
    ),
    Tab("tables", pgettext_lazy("of Excel", "Tables"), "tables", sheets.for_actor),
    Tab("asks", pgettext_lazy("tables of units", "Asked for"), "asks", takes_part),
    Tab("complete", _("Completeness"), "registers-complete", _holding(*OVERSEERS)),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """Give templates the tabs of whoever asks; nothing is asked before one is drawn."""
    return {"register_tabs": SimpleLazyObject(lambda: _tabs(request))}


def _tabs(request: HttpRequest) -> list[Tab]:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return []
    said = {whom: bool(whom(actor)) for whom in {tab.whom for tab in TABS}}
    return [tab for tab in TABS if said[tab.whom]]
