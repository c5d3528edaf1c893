"""Reading what was reported: a list with its filters, one request, a token's name."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from quincunx.cases import published
from quincunx.cases.published import MOST, Asked, Published
from quincunx.foundation import files
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue
from quincunx.matters.book import Book
from quincunx.open311 import arguments
from quincunx.open311.door import door
from quincunx.open311.formats import Tree, answer
from quincunx.open311.records import extended, record
from quincunx.open311.visit import Visit

LONGEST = timedelta(days=90)
MOST_PAGES = 10_000
STATUSES = ("open", "closed")
ROOT = "service_requests"


def listing(request: Visit, fmt: str) -> HttpResponse:
    """List released requests: by id, or by service, status and time."""
    told, opened = request.GET, catalogue.book()
    arguments.must_be_here(request, told)
    ids = arguments.listed(told, "service_request_id")
    found = published.named(ids) if ids else _listed(request, opened)
    return answer(fmt, ROOT, _records(request, found, opened))


@door
@require_safe
def one(request: Visit, fmt: str, key: str) -> HttpResponse:
    """Show one released request, still wrapped in a list."""
    arguments.must_be_here(request, request.GET)
    found, opened = published.one(key), catalogue.book()
    return answer(fmt, ROOT, _records(request, [found], opened))


@door
@require_safe
def photo(request: Visit, fmt: str, key: UUID) -> HttpResponse:
    """Send the photo of a released case that somebody has looked through."""
    del request, fmt
    found = published.photo(key)
    with files.open(found.sha) as kept:
        return HttpResponse(kept.read(), content_type=found.media_type)


@door
@require_safe
def token(request: Visit, fmt: str, key: str) -> HttpResponse:
    """Tell under which name a report is known that this token was given for."""
    arguments.must_be_here(request, request.GET)
    body = [{"service_request_id": published.id_of(key), "token": key}]
    return answer(fmt, ROOT, body)


def _listed(visit: Visit, opened: Book) -> list[Published]:
    return published.listing(_asked(visit, opened))


def _asked(visit: Visit, opened: Book) -> Asked:
    told = visit.GET
    since, until = arguments.span(told, visit.received_at, LONGEST)
    size = arguments.count(told, "page_size", usual=MOST, most=MOST)
    page = arguments.count(told, "page", usual=1, most=MOST_PAGES)
    codes = arguments.listed(told, "service_code")
    return Asked(
        since=since,
        until=until,
        matters=_matters(codes, opened) if codes else None,
        is_open=_is_open(told),
        first=(page - 1) * size,
        most=size,
    )


def _matters(codes: Sequence[str], opened: Book) -> list[int]:
    """Return every matter that has or had one of these codes, in any pack."""
    entries = opened.entries.values()
    return [entry.matter.pk for entry in entries if entry.matter.code in codes]


def _is_open(told: QueryDict) -> bool | None:
    wanted = set(arguments.listed(told, "status"))
    for value in wanted - set(STATUSES):
        known = ", ".join(STATUSES)
        raise Refusal("choice-unknown", name="status", value=value[:40], known=known)
    return "open" in wanted if len(wanted) == 1 else None


def _records(visit: Visit, found: list[Published], opened: Book) -> Tree:
    base = visit.build_absolute_uri("/").rstrip("/")
    if arguments.said(visit.GET, "extensions") != "true":
        return [record(each, opened, base) for each in found]
    moves = published.history(each.case for each in found)
    return [
        record(each, opened, base)
        | extended(each.case, moves.get(each.case.outside_id or "", []))
        for each in found
    ]
