"""A report that waited on somebody's device for a network: taken in all at once.

It carries the key that its device gave it, so that it arrives once however often it is
sent. Answered in JSON, for the small script that sends it.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from django import forms
from django.http import JsonResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from quincunx.cases import placing
from quincunx.foundation import receipts, wording
from quincunx.foundation.models import StoredFile
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.portal import bodies, throttle
from quincunx.portal.draft import Draft
from quincunx.portal.forms import (
    MOST_PHOTOS,
    ContactPage,
    LaterTextPage,
    PhotoPage,
    PlacePage,
)
from quincunx.portal.report import kept_photos, submitted
from quincunx.portal.visit import Visit

PAGES = (PlacePage, LaterTextPage, ContactPage)


@require_POST
def later(request: Visit) -> JsonResponse:
    """Take a report in, and answer with its code; or say what it still needs."""
    try:
        throttle.count(request, "report", throttle.REPORTS)
        draft, photos = _read(request)
        told = {**asdict(draft), "photos": [photo.sha for photo in photos]}
        body = json.dumps(told, sort_keys=True).encode()
        named = tuple((str(photo.pk), photo.name) for photo in photos)
        at = request.received_at
        with receipts.once(draft.key, "portal-later", body, at=at) as once:
            whole = draft.having({"photos": named})
            done = once.answer or once.keep(submitted(whole, request))
    except Refusal as refusal:
        said = [wording.in_words(refusal)]
        return JsonResponse({"said": said}, status=status_of(refusal))
    except forms.ValidationError as fault:
        return JsonResponse({"said": list(fault.messages)}, status=422)
    return JsonResponse({"code": done["code"]}, status=201)


def _read(visit: Visit) -> tuple[Draft, list[StoredFile]]:
    """Return what was told, each answer held against its own question."""
    told: dict[str, object] = {"key": str(_key(visit))}
    pages = [page(visit.POST) for page in PAGES]
    shown = PhotoPage(visit.POST, visit.FILES)
    wrong = [said for form in (*pages, shown) for said in _wrong(form)]
    if wrong:
        raise forms.ValidationError(wrong)
    for form in pages:
        told |= form.cleaned_data
    about = str(told.pop("about"))
    draft = Draft().having(told)
    placing.find(draft.place, localdate(visit.received_at))  # or refuse it
    draft = bodies.from_words(draft, about, visit.received_at)
    given = shown.cleaned_data["photos"][:MOST_PHOTOS]
    return draft, kept_photos(given, visit)


def _key(visit: Visit) -> UUID:
    try:
        return UUID(visit.POST.get("key", ""))
    except ValueError as fault:
        raise Refusal("receipt-key-bad", longest=36) from fault


def _wrong(form: forms.Form) -> Iterator[str]:
    for name, said in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        yield from (f"{label}: {each}" for each in said)
