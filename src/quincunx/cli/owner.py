"""Whoever calls the program on its own machine: they own what it keeps."""

from dataclasses import replace
from datetime import datetime

from quincunx.areas.tree import EVERYWHERE
from quincunx.foundation.actors import Actor, Holding
from quincunx.staff.actors import importer
from quincunx.staff.roles import Role


def owner(at: datetime) -> Actor:
    """Return the owner of the machine, who administers everything."""
    administers = Holding(Role.ADMINISTRATOR, Role.ADMINISTRATOR, EVERYWHERE)
    return replace(importer(at), name="owner", holdings=(administers,))
