"""The map under our own layers, where a setting names one, and its coordinate system.

Ours are stored in WGS 84 and shifted into the system of the base map as they are drawn.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from quincunx.lib import pmtiles
from quincunx.lib.coordinates import Datum
from quincunx.lib.pmtiles import Archive
from quincunx.lib.refusal import Refusal

SYSTEMS = {datum.name: datum for datum in Datum}
MOST_ADDRESSES = 4
# Whatever else stood in a host would stand in the policy that browsers obey.
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")
PLACES = ("{z}", "{x}", "{y}")


@dataclass(frozen=True)
class BaseMap:
    """One map for all: an archive on our disk, or addresses of pictures."""

    datum: Datum
    credit: str
    file: Path | None = None
    archive: Archive | None = None
    addresses: tuple[str, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where browsers ask for it, beside ourselves."""
        parts = [urlsplit(address) for address in self.addresses]
        return tuple({f"{p.scheme}://{p.netloc}": None for p in parts if p.netloc})


def current() -> BaseMap | None:
    """Return the base map; none where none is set, or where the setting is wrong."""
    try:
        return declared()
    except Refusal:
        return None


def datum() -> Datum:
    """Return the system in which maps are drawn."""
    found = current()
    return found.datum if found else Datum.WGS84


def declared() -> BaseMap | None:
    """Return what the settings say, or refuse with what is wrong about it."""
    said = settings.QUINCUNX_BASEMAP.strip()
    if not said:
        return None
    system = _system(settings.QUINCUNX_BASEMAP_SYSTEM)
    credit = settings.QUINCUNX_BASEMAP_CREDIT
    if "://" in said or "{z}" in said:
        return BaseMap(system, credit, addresses=_addresses(said))
    file = Path(said)
    return BaseMap(system, credit, file, _archive(file, stamp(file)))


def stamp(file: Path) -> tuple[int, int]:
    """Return when the file was written, in nanoseconds, and its bytes."""
    try:
        found = file.stat()
    except OSError as absent:
        raise Refusal("basemap-absent", file=str(file)) from absent
    return found.st_mtime_ns, found.st_size


def _system(said: str) -> Datum:
    """Return what is declared; a system is never guessed."""
    if not said:
        raise Refusal("basemap-without-system")
    found = SYSTEMS.get(said.upper().replace("-", "").replace(" ", ""))
    if found is None:
        raise Refusal("basemap-system-unknown", system=said[:40])
    return found


def _addresses(said: str) -> tuple[str, ...]:
    found = tuple(said.split())
    for address in found:
        parts = urlsplit(address)
        ours = address.startswith("/") and not parts.netloc
        known = parts.scheme in {"http", "https"} and HOST.fullmatch(parts.netloc)
        if not (ours or known) or not all(place in address for place in PLACES):
            raise Refusal("basemap-address", address=address[:200])
    if len(found) > MOST_ADDRESSES:
        raise Refusal("basemap-too-many", most=MOST_ADDRESSES)
    return found


@lru_cache(maxsize=4)
def _archive(file: Path, written: tuple[int, int]) -> Archive:
    """Read what the file says of itself, once for each time it changes."""
    del written
    try:
        return pmtiles.read(file)
    except (OSError, ValueError) as fault:
        raise Refusal("basemap-not-pmtiles", file=str(file)) from fault
