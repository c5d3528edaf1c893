"""How many visits were made in a grid, and services brought; nobody's work."""

from typing import Any

from quincunx.foundation.actors import Actor
from quincunx.registers import fields
from quincunx.registers.answers import counted, counting
from quincunx.registers.fields import Wanted
from quincunx.registers.visits import access


def _within(rows: Any, wanted: Wanted, day: str) -> Any:
    if wanted.since:
        rows = rows.filter(**{f"{day}__date__gte": wanted.since})
    if wanted.until:
        rows = rows.filter(**{f"{day}__date__lte": wanted.until})
    return rows


def _offers(actor: Actor, wanted: Wanted) -> Any:
    return _within(access.countable_offers(actor), wanted, "visit__at")


def _visits(actor: Actor, wanted: Wanted) -> Any:
    return _within(access.countable_visits(actor), wanted, "at")


def _delivered(actor: Actor, wanted: Wanted) -> Any:
    return _offers(actor, wanted).filter(delivered_on__isnull=False)


def declare() -> None:
    visits = counting(_visits, "place__path")
    offered = counting(_offers, "visit__place__path")
    came = counting(_delivered, "visit__place__path")
    for code in ("grids", "buildings"):
        fields.count(
            code,
            counted("count.visits", "走访次数", "Visits", visits, "走访数", "入户次数"),
            counted("count.offered", "提供服务次数", "Services offered", offered),
            counted("count.delivered", "落实服务次数", "Services delivered", came),
        )
