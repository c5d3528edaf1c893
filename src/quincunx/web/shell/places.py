"""From where somebody looks: the widest place of their functions."""

from datetime import date, datetime

from django.utils.timezone import localdate

from quincunx.areas.tree import EVERYWHERE
from quincunx.foundation.actors import Actor


def home(actor: Actor) -> str:
    """Return the path of the widest area somebody holds anything in."""
    return min((h.path for h in actor.holdings), key=len, default=EVERYWHERE)


def today(at: datetime) -> date:
    return localdate(at)
