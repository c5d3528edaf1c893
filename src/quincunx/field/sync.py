"""What a telephone takes along: its grids with buildings, the matters, the errands.

One address. Each part has a revision of its own; a telephone says which it has
(`?matters=…&areas=…`), gets those that differ, and nothing at all where none does.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.views.decorators.gzip import gzip_page

from quincunx.cases import errands
from quincunx.field import ground, listing, telephone
from quincunx.field.answers import staff_only
from quincunx.field.visit import Visit, skew_of
from quincunx.staff.office import day_of

SKEW = "Device-Skew"  # seconds the telephone's clock runs ahead
Part = Callable[[Visit], Any]
PARTS: Mapping[str, Part] = {
    "me": lambda v: listing.me(v.actor, v.user.get_username()),
    "areas": lambda v: ground.areas(v.actor, day_of(v.received_at)),
    "matters": lambda v: listing.matters(v.actor, v.received_at),
    "errands": lambda v: listing.errands_of(v.actor, v.received_at),
    "mine": lambda v: listing.mine(v.actor),
}


@gzip_page
@staff_only("GET")
def sync(request: Visit) -> HttpResponse:
    """Return the parts that differ from what the telephone has; 304 if none does."""
    made = {name: part(request) for name, part in PARTS.items()}
    revisions = {name: _revision(part) for name, part in made.items()}
    tag = f'W/"{_revision(revisions)}"'
    headers = {
        "ETag": tag,
        telephone.BOUND: telephone.state(request),
        SKEW: str(round(skew_of(request).total_seconds())),
    }
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    had = request.GET
    answer = {
        "at": request.received_at.isoformat(),
        "revisions": revisions,
        "parts": {n: p for n, p in made.items() if had.get(n) != revisions[n]},
    }
    return JsonResponse(
        answer, headers={**headers, "Cache-Control": "private, no-cache"}
    )


@gzip_page
@staff_only("GET")
def case(request: Visit, number: str) -> HttpResponse:
    """Return one case as it stands now, to lay beside what the telephone has."""
    way = errands.errand(request.actor, number, request.received_at)
    return JsonResponse(listing.ways([way])[0])


def _revision(part: Any) -> str:
    plain = json.dumps(part, sort_keys=True, default=str).encode()
    return hashlib.sha256(plain).hexdigest()[:16]
