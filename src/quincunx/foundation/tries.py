"""How often somebody may try: counted in the cache that all processes share."""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from quincunx.lib.refusal import Refusal

HOUR = 3600


def count(what: str, who: str, most: int, *, at: datetime) -> None:
    """Count one more try; refuse those beyond `most` in this hour."""
    key = f"{what}:{who}:{int(at.timestamp()) // HOUR}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, HOUR)
    if tries > most:
        raise Refusal("too-many-tries", most=most)


def address(request: HttpRequest) -> str:
    """Return where a request comes from, as the trusted proxies before us tell.

    Each adds the address it was called from at the end of X-Forwarded-For; what
    stands before theirs anybody may have written.
    """
    remote: str = request.META.get("REMOTE_ADDR", "")
    told = request.headers.get("X-Forwarded-For", "")
    trusted = settings.QUINCUNX_PROXIES
    if not trusted or not told:
        return remote
    return [each.strip() for each in told.split(",")][-trusted:][0]
