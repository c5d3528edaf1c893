"""What somebody may be visited for, as data, and when the next visit is due.

A visit without a service it could bring is not made: the file is refused. Nothing
here counts visits of a worker.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from quincunx.lib.refusal import Refusal


class Found(StrEnum):
    """What a visit found."""

    MET = "met"
    NOBODY = "nobody"  # nobody was there
    REFUSED = "refused"  # they would rather not: that is their right
    GONE = "gone"  # nobody lives or works there any more


class Answer(StrEnum):
    """What was said to an offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    HAS_IT = "has-it"


@dataclass(frozen=True)
class Purpose:
    """Why a door is visited; days as in `purposes.toml`."""

    code: str
    function: str
    every: int
    again: int
    rests: int
    services: tuple[str, ...]
    name: Mapping[str, str]
    asks: Mapping[str, str]

    def next_due(self, found: Found, on: date) -> date | None:
        """Return when somebody should come again for it; None is not at all."""
        days = {
            Found.MET: self.every,
            Found.NOBODY: self.again,
            Found.REFUSED: self.rests,
            Found.GONE: 0,
        }[found]
        return on + timedelta(days=days) if days else None


@dataclass(frozen=True)
class Service:
    code: str
    name: Mapping[str, str]


@dataclass(frozen=True)
class Purposes:
    purposes: Mapping[str, Purpose]
    services: Mapping[str, Service]


@cache
def known() -> Purposes:
    """Return the purposes this program came with."""
    file = resources.files("quincunx.registers.visits") / "purposes.toml"
    return read(file.read_text("utf-8"))


def purpose(code: str) -> Purpose:
    """Return a purpose, or refuse: nobody is visited for nothing."""
    if code not in known().purposes:
        raise Refusal("visit-purpose-unknown", visit_purpose=list(known().purposes))
    return known().purposes[code]


def read(text: str) -> Purposes:
    """Read a file of purposes; refuses one that brings no known service."""
    told = tomllib.loads(text)
    services = {row["code"]: Service(**row) for row in told["service"]}
    purposes = {
        row["code"]: Purpose(**{**row, "services": tuple(row["services"])})
        for row in told["purpose"]
    }
    for each in purposes.values():
        if not each.services or not set(each.services) <= set(services):
            raise Refusal("visit-purpose-without-service", value=each.code)
    return Purposes(purposes, services)
