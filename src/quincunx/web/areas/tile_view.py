"""Borders as vector tiles, and the base map below them; both are public."""

import re

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control

from quincunx.areas import basemap
from quincunx.web.areas import tiles
from quincunx.web.areas.tiles import Tile
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})")
MOST_AT_ONCE = 16 << 20  # bytes; the largest part of an archive that anybody asks for
KIND = "application/vnd.mapbox-vector-tile"


def tile(request: Visit, zoom: int, x: int, y: int) -> HttpResponse:
    answer = HttpResponse(
        tiles.areas(Tile(zoom, x, y, basemap.datum()), today(request.received_at)),
        content_type=KIND,
    )
    patch_cache_control(answer, private=True, max_age=60)
    return answer


def root(request: Visit) -> HttpResponse:
    """Stand where a map is told its tiles begin; there is nothing to see here."""
    del request
    return HttpResponse(status=204)


def base(request: Visit) -> HttpResponse:
    """Answer with the part of the base map's archive that was asked for, never all."""
    found = basemap.current()
    if found is None or found.file is None:
        raise Http404
    written, size = basemap.stamp(found.file)
    part = _part(request.headers.get("Range", ""), size)
    if part is None:
        unfit = HttpResponse(status=416)
        unfit["Content-Range"] = f"bytes */{size}"
        return unfit
    with found.file.open("rb") as archive:
        archive.seek(part.start)
        answer = HttpResponse(
            archive.read(len(part)), "application/octet-stream", status=206
        )
    answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    answer["ETag"] = f'"{written:x}-{size:x}"'
    patch_cache_control(answer, public=True, max_age=3600)
    return answer


def _part(asked: str, size: int) -> range | None:
    """Return the bytes that are asked for, as far as there are any."""
    told = RANGE.fullmatch(asked)
    if told is None:
        return None
    first, last = int(told[1]), int(told[2])
    part = range(first, min(last + 1, size))
    return part if 0 < len(part) <= MOST_AT_ONCE else None
