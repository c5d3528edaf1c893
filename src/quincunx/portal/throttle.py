"""How often a stranger may try: counted in the cache that all processes share."""

from django.core.cache import cache

from quincunx.lib.refusal import Refusal
from quincunx.portal.visit import Visit

HOUR = 3600
REPORTS = 60  # an hour and address
GUESSES = 20  # of tracking codes


def count(visit: Visit, what: str, most: int) -> None:
    """Count one more try of this address; refuse those beyond `most` an hour."""
    where = visit.META.get("REMOTE_ADDR", "")
    key = f"portal:{what}:{where}:{int(visit.received_at.timestamp()) // HOUR}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, HOUR)
    if tries > most:
        raise Refusal("too-many-tries", most=most)
