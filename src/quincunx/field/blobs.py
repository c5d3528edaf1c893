"""Photos of the outbox, in pieces of 64 KB under the hash of the whole."""

from django.http import HttpResponse, JsonResponse

from quincunx.field.answers import staff_only
from quincunx.field.visit import Visit
from quincunx.foundation import uploads
from quincunx.foundation.uploads import Announced, Progress
from quincunx.lib.refusal import Refusal


@staff_only("GET", "PUT")
def blob(request: Visit, sha: str) -> HttpResponse:
    """Say how far a file is, or take its next piece: `?offset=…&size=…&name=…`."""
    if request.method == "GET":
        return _told(uploads.progress(sha, by=request.actor))
    if _number(request.META.get("CONTENT_LENGTH") or "0") > uploads.PIECE:
        raise Refusal("upload-piece-too-large", most=uploads.PIECE // 1024)
    asked = request.GET
    announced = Announced(
        sha, _number(asked.get("size", "")), asked.get("name", "")[:200]
    )
    return _told(
        uploads.take(
            announced,
            request.body,
            offset=_number(asked.get("offset", "")),
            by=request.actor,
            at=request.received_at,
        )
    )


def _told(now: Progress) -> HttpResponse:
    return JsonResponse({"offset": now.offset, "size": now.size, "whole": now.whole})


def _number(told: str) -> int:
    """Return a plain number; what is none is nought, which no piece begins after."""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 12 else 0
