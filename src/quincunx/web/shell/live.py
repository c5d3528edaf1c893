"""Where a browser hears what has changed: the same host, by a path or a port."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """Return the address of the live process for this browser; "" for none.

    `settings.QUINCUNX_LIVE` is a path that a proxy passes on (`/live`), or the port at
    which the process itself answers (`:8001`).
    """
    told: str = settings.QUINCUNX_LIVE
    if not told.startswith(":"):
        return told
    host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    shown = f"[{host}]" if ":" in host else host
    return f"{request.scheme}://{shown}{told}/live"


def origin(request: HttpRequest) -> str:
    """Return what a page must be allowed to connect to beside its own origin."""
    told = urlsplit(address(request))
    return f"{told.scheme}://{told.netloc}" if told.netloc else ""
