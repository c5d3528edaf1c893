"""Reporting a problem: five pages, one question each, without account or script."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.utils.translation import get_language

from quincunx.areas import access
from quincunx.areas.models import Area
from quincunx.cases import maps, placing
from quincunx.cases.papers import Shown
from quincunx.cases.report import Report, submit
from quincunx.foundation import files, receipts, wording
from quincunx.foundation.actors import ANYONE, Actor
from quincunx.lib.refusal import Refusal
from quincunx.portal import throttle
from quincunx.portal.counter import counter
from quincunx.portal.draft import Draft, fresh, pack, unpack
from quincunx.portal.forms import (
    DISCLOSURES,
    MOST_PHOTOS,
    ContactPage,
    PhotoPage,
    PlacePage,
    TextPage,
)
from quincunx.portal.ground import ground
from quincunx.portal.visit import Visit
from quincunx.staff.actors import reporter

PAGES: Mapping[str, type[forms.Form] | None] = {
    "photo": PhotoPage,
    "place": PlacePage,
    "text": TextPage,
    "contact": ContactPage,
    "check": None,
}
ORDER = tuple(PAGES)
MOST_PARTS = 200


def start(request: Visit) -> HttpResponse:
    """Begin with an empty draft."""
    return _show(request, "photo", fresh())


def page(request: Visit, name: str) -> HttpResponse:
    """Take one answer and show the next question, or the one before."""
    if request.method != "POST" or name not in PAGES:
        return redirect("report")
    draft = unpack(request.POST.get("draft", ""))
    way = request.POST.get("go", "next")
    if way == "back":
        return _show(request, ORDER[max(0, ORDER.index(name) - 1)], draft)
    if way.startswith("to-") and way[3:] in PAGES:
        return _show(request, way[3:], draft)
    if name == "place" and way.startswith("into-") and way[5:].isdigit():
        return _show(request, name, draft.having({"area": int(way[5:])}))
    if name == "check":
        return _send(request, draft)
    return _next(request, name, draft)


def _next(visit: Visit, name: str, draft: Draft) -> HttpResponse:
    form = _form(name, draft, visit)
    try:
        if not form.is_valid():
            return _show(visit, name, draft, form, status=422)
        draft = _taken(visit, name, form, draft)
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        return _show(visit, name, draft, form, status=422)
    return _show(visit, ORDER[ORDER.index(name) + 1], draft)


def _form(name: str, draft: Draft, visit: Visit | None = None) -> forms.Form:
    kind = PAGES[name] or forms.Form
    if visit is None:
        form = kind(initial=asdict(draft))
    else:
        form = kind(visit.POST, visit.FILES)
    if isinstance(form, PlacePage):
        form.area = draft.area
    return form


def _taken(visit: Visit, name: str, form: forms.Form, draft: Draft) -> Draft:
    if name == "place":
        draft = draft.having(form.cleaned_data)
        placing.find(draft.place, localdate(visit.received_at))  # or refuse it here
        return draft
    if name != "photo":
        return draft.having(form.cleaned_data)
    by = _somebody(visit)
    kept = [
        files.keep(each.file, name=each.name, by=by, at=visit.received_at)
        for each in form.cleaned_data["photos"]
    ]
    photos = (*draft.photos, *((str(file.pk), file.name) for file in kept))
    return draft.having({"photos": photos[:MOST_PHOTOS]})


def _somebody(visit: Visit) -> Actor:
    return reporter((), visit.received_at)


def _show(
    visit: Visit,
    name: str,
    draft: Draft,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "page": name,
        "number": ORDER.index(name) + 1,
        "pages": len(ORDER),
        "form": form or _form(name, draft),
        "draft": draft,
        "packed": pack(draft),
        "desk": counter(),
        **_more(name, draft, visit),
    }
    answer = render(visit, f"portal/report_{name}.html", facts, status=status)
    # The browser may show a page again on "back"; no cache in between may.
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _more(name: str, draft: Draft, visit: Visit) -> dict[str, object]:
    if name == "place":
        chosen = _area(draft)
        return {
            "chosen": chosen,
            "parts": _parts(chosen),
            "map": ground(visit.received_at),
            "pin": "" if draft.lon is None else f"{draft.lon},{draft.lat}",
        }
    if name == "text" and draft.lon is not None and draft.lat is not None:
        near = maps.public_near(draft.lon, draft.lat, visit.received_at)
        return {"near": near}
    if name == "check":
        return {"area": _area(draft), "disclosure": dict(DISCLOSURES)[draft.disclosure]}
    return {}


def _area(draft: Draft) -> Area | None:
    if draft.area is None:
        return None
    return access.visible(ANYONE).filter(pk=draft.area, valid_to=None).first()


def _parts(chosen: Area | None) -> list[Area]:
    """Return what one chooses from next: the parts of the area chosen so far."""
    seen = access.visible(ANYONE).filter(parent=chosen, valid_to=None)
    found = list(seen.order_by("path")[:MOST_PARTS])
    return _parts(found[0]) if chosen is None and len(found) == 1 else found


def _send(visit: Visit, draft: Draft) -> HttpResponse:
    """Send the report once, however often the button is pressed."""
    by = _somebody(visit)
    body = json.dumps(asdict(draft), sort_keys=True).encode()
    try:
        throttle.count(visit, "report", throttle.REPORTS)
        with receipts.once(draft.key, "portal", body, at=visit.received_at) as once:
            told = once.answer or once.keep(_submitted(draft, by, visit))
    except Refusal as refusal:
        form = forms.Form({})
        form.add_error(None, wording.in_words(refusal))
        return _show(visit, "check", draft, form, status=422)
    return redirect("tracked", told["code"])


def _submitted(draft: Draft, by: Actor, visit: Visit) -> dict[str, str]:
    language = get_language() or "zh-hans"
    report = Report(
        text=draft.text,
        channel="portal",
        place=draft.place,
        contact=draft.contact(language),
        files=tuple(
            Shown(files.sent_by(by, UUID(key)), "photo-before", name)
            for key, name in draft.photos
        ),
        language=language,
        key=UUID(draft.key),
    )
    done = submit(report, by=by, at=visit.received_at)
    return {"code": done.code, "number": done.case.number}
