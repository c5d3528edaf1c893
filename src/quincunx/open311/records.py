"""A released case as the standard writes it down: what everybody may know of it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language

from quincunx.areas.models import Kind
from quincunx.cases.models import Case
from quincunx.cases.published import Moved, Published
from quincunx.cases.vocabulary import State, step_of
from quincunx.cases.words import DONE
from quincunx.lib.coordinates import cell_around
from quincunx.matters import catalogue
from quincunx.matters.book import Book
from quincunx.open311.formats import Tree
from quincunx.open311.words import stands, status

CELL = 50  # metres: nearer than this nobody outside learns where it is


def record(published: Published, within: Book, base: str) -> dict[str, Tree]:
    """Return one record. No query, with the book and what `beside` knows."""
    case = published.case
    lon, lat = _place(case)
    return {
        "service_request_id": case.outside_id,
        "status": status(case),
        "status_notes": published.result or stands(case),
        "service_name": _name(case),
        "service_code": case.matter.code if case.matter else "",
        "description": published.text,
        "agency_responsible": case.unit.name if case.unit else None,
        "service_notice": _standard(case, within),
        "requested_datetime": written(case.reported_at),
        "updated_datetime": written(case.closed_at or case.last_act_at),
        "expected_datetime": written(case.promised_at),
        "address": _address(case),
        "address_id": None,
        "zipcode": None,
        "lat": lat,
        "long": lon,
        "media_url": _photo(published, base),
    }


def _photo(published: Published, base: str) -> str | None:
    """Return where the photo lies that was looked through; never one that was not."""
    if published.photo is None:
        return None
    return base + reverse("open311-photo", args=[published.photo])


def extended(case: Case, moves: Iterable[Moved]) -> dict[str, Tree]:
    """Return what cities add to a record beyond the standard."""
    return {
        "extended_attributes": {
            "step": str(step_of(State(case.state))),
            "outcome": case.outcome or None,
            "reopened": case.reopenings,
        },
        "notes": [
            {
                "datetime": written(move.at),
                "type": str(move.act),
                "summary": str(DONE[move.act]),
            }
            for move in moves
        ],
    }


def written(at: datetime | None) -> str | None:
    """Return a moment with the offset of the district."""
    return localtime(at).isoformat(timespec="seconds") if at else None


def _place(case: Case) -> tuple[float | None, float | None]:
    if case.lon is None or case.lat is None:
        return None, None
    return cell_around(case.lon, case.lat, CELL)


def _address(case: Case) -> str:
    """Return the grid, or the area of the desk where the grid is one building."""
    area = case.desk if case.care.kind == Kind.BUILDING else case.care
    return area.name


def _name(case: Case) -> str:
    if case.matter is None:
        return ""
    names: dict[str, str] = case.matter.name
    return names.get(get_language() or "") or next(iter(names.values()), "")


def _standard(case: Case, within: Book) -> str | None:
    """Return when the work is well done, as the catalogue says today."""
    if case.matter_id is None:
        return None
    at = case.terms_at or case.reported_at
    told = catalogue.definition(case.matter_id, at, within=within)
    return told.standard.in_language(get_language() or "")
