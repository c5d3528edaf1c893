"""Borders as vector tiles; the tree is public, so anyone may have them."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from quincunx.web.areas import tiles
from quincunx.web.areas.tiles import Tile
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

KIND = "application/vnd.mapbox-vector-tile"


def tile(request: Visit, zoom: int, x: int, y: int) -> HttpResponse:
    answer = HttpResponse(
        tiles.areas(Tile(zoom, x, y), today(request.received_at)), content_type=KIND
    )
    patch_cache_control(answer, private=True, max_age=60)
    return answer


def root(request: Visit) -> HttpResponse:
    """Stand where a map is told its tiles begin; there is nothing to see here."""
    del request
    return HttpResponse(status=204)
