"""How often a stranger may try: counted in the cache that all processes share."""

from django.conf import settings
from django.core.cache import cache

from quincunx.lib.refusal import Refusal
from quincunx.portal.visit import Visit

HOUR = 3600
REPORTS = 60  # an hour and address
GUESSES = 20  # of tracking codes


def count(visit: Visit, what: str, most: int) -> None:
    """Count one more try of this address; refuse those beyond `most` an hour."""
    where = address(visit)
    key = f"portal:{what}:{where}:{int(visit.received_at.timestamp()) // HOUR}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, HOUR)
    if tries > most:
        raise Refusal("too-many-tries", most=most)


def address(visit: Visit) -> str:
    """Return where a visit comes from, as the trusted proxies before us tell.

    Each adds the address it was called from at the end of X-Forwarded-For; what
    stands before theirs anybody may have written.
    """
    remote: str = visit.META.get("REMOTE_ADDR", "")
    told = visit.headers.get("X-Forwarded-For", "")
    trusted = settings.QUINCUNX_PROXIES
    if not trusted or not told:
        return remote
    return [each.strip() for each in told.split(",")][-trusted:][0]
