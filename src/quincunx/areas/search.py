"""Areas by a part of their name, as a resident writes where they live."""

from datetime import date

from quincunx.areas import access, history
from quincunx.areas.models import Area, Kind
from quincunx.foundation.actors import Actor
from quincunx.lib import text

KINDS = (Kind.TERRITORY, Kind.COMPOSITE, Kind.MICRO, Kind.BUILDING, Kind.DEDICATED)
MOST = 30


def named(actor: Actor, words: str, on: date, *, most: int = MOST) -> list[Area]:
    """Return the areas whose name holds these words, widest first. One query.

    Words with a blank between them must all be there.
    """
    seen = access.visible(actor).filter(history.in_force(on), kind__in=KINDS)
    for word in text.line(words)[:60].split()[:6]:
        seen = seen.filter(name__icontains=word)
    return list(seen.order_by("level", "path")[:most])
