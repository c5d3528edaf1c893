"""Taking a report that another system passes on for one of its people."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quincunx.areas import access
from quincunx.cases import relay
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.papers import Shown
from quincunx.cases.placing import Place
from quincunx.cases.relay import Added
from quincunx.cases.report import Report
from quincunx.foundation import files, receipts
from quincunx.foundation.actors import ANYONE, Actor
from quincunx.lib.coordinates import check_lonlat
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue
from quincunx.open311 import arguments, door
from quincunx.open311.answers import answers_to
from quincunx.open311.formats import answer
from quincunx.open311.requests import ROOT
from quincunx.open311.services import CONDITION, Service, said, service
from quincunx.open311.visit import Visit

LONGEST_DESCRIPTION = 4000
LONGEST_URL = 2000
MOST_FILES = 12
MARKUP = re.compile(r"<\s*[/!?]?\s*[a-zA-Z][^<>]*>|<!--")


def post(request: Visit, fmt: str) -> HttpResponse:
    """Take one report; answer with the token under which it is known."""
    account, told = door.account(request), request.POST
    arguments.must_be_here(request, told)
    relay.may_pass_on(account)
    found = service(arguments.must_say(told, "service_code"), request.received_at)
    answers = answers_to(found, arguments.attributes(told))
    report = _report(request, found, answers)
    added = Added(media_url(told), answers)

    def deed() -> dict[str, Any]:
        at = request.received_at
        return {"token": relay.take_in(report, added, account=account, at=at).token}

    kept = once(request, account, request.headers.get("Idempotency-Key"), deed)
    notice = said(found.definition.standard)
    body = {"token": kept["token"], "service_notice": notice, "account_id": None}
    return answer(fmt, ROOT, [body])


def once(
    visit: Visit, account: Actor, key: str | None, deed: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Do it, once under one key of the sender."""
    if not key:
        return deed()
    owner = f"open311:{account.person}"
    with receipts.once(key, owner, _sent(visit), at=visit.received_at) as sending:
        return sending.answer or sending.keep(deed())


def _sent(visit: Visit) -> bytes:
    told = sorted(pair for pair in visit.POST.lists() if pair[0] != "api_key")
    shas = [(name, _sha(file)) for name, file in _sent_files(visit)]
    return json.dumps([told, shas]).encode()


def _sent_files(visit: Visit) -> "list[tuple[str, UploadedFile[bytes]]]":
    fields = sorted(visit.FILES.lists(), key=lambda field: field[0])
    return [(name, file) for name, sent in fields for file in sent]


def _sha(file: "UploadedFile[bytes]") -> str:
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found


def _report(visit: Visit, found: Service, answers: Mapping[str, Any]) -> Report:
    told, at = visit.POST, visit.received_at
    code = answers.get(CONDITION)
    return Report(
        text=description(told) or said(found.definition.name),
        channel="open311",
        place=_place(told),
        matter=found.matter,
        condition=catalogue.condition(found.matter, code, at) if code else None,
        contact=contact(told),
        files=tuple(pictures(visit)),
        language=get_language() or "zh-hans",
    )


def description(told: QueryDict) -> str:
    """Return the words of a reporter; HTML is refused, never cut out silently."""
    words = arguments.said(told, "description", LONGEST_DESCRIPTION)
    if MARKUP.search(words):
        raise Refusal("description-malformed")
    return words


def _place(told: QueryDict) -> Place:
    lat, lon = arguments.number(told, "lat"), arguments.number(told, "long")
    words, area = arguments.said(told, "address_string"), _area(told)
    if (lat is None) != (lon is None):
        raise Refusal("argument-needed", name="long" if lon is None else "lat")
    if lat is None and area is None and not words:
        raise Refusal("location-needed")
    if lat is not None and lon is not None:
        check_lonlat(lon, lat)
    return Place(lon=lon, lat=lat, area=area, words=words)


def _area(told: QueryDict) -> int | None:
    """Return the area whose key is the address; they are public."""
    key = arguments.said(told, "address_id")
    if not key:
        return None
    known = key.isascii() and key.isdigit() and len(key) < 19
    if not known or not access.visible(ANYONE).filter(pk=key, valid_to=None).exists():
        raise Refusal("address-id-unknown", id=key[:40])
    return int(key)


def contact(told: QueryDict) -> ContactDetails | None:
    """Return how to reach the reporter; known to the platform only."""
    names = (arguments.said(told, "first_name"), arguments.said(told, "last_name"))
    details = ContactDetails(
        name=" ".join(name for name in names if name)[:80],
        phone=arguments.said(told, "phone"),
        email=arguments.said(told, "email"),
        language=get_language() or "zh-hans",
    )
    return details if details.name or details.phone or details.email else None


def media_url(told: QueryDict) -> str:
    """Return the addresses of pictures, to be kept and never fetched."""
    found = [str(url).strip() for url in told.getlist("media_url") if url]
    if any(urlsplit(url).scheme not in ("http", "https") for url in found):
        form = _("an address that begins with http:// or https://")
        raise Refusal("argument-not-understood", name="media_url", form=form)
    kept = " ".join(found)
    if len(kept) > LONGEST_URL:
        raise Refusal("argument-too-long", name="media_url", most=LONGEST_URL)
    return kept


def pictures(visit: Visit) -> Iterator[Shown]:
    """Keep pictures that were sent along, whatever their fields are called."""
    given = _sent_files(visit)
    if len(given) > MOST_FILES:
        raise Refusal("too-long", act="report", fact="files", most=MOST_FILES)
    for _name, file in given:
        kept = files.keep(
            file.file,  # type: ignore[arg-type]  # an open file, by Django's word
            name=file.name or "",
            by=ANYONE,
            at=visit.received_at,
        )
        yield Shown(kept, "photo-before", kept.name)
