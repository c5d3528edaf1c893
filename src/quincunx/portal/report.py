"""Reporting a problem: five pages, one question each, without account or script."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.utils.translation import get_language

from quincunx.areas import access, posters
from quincunx.areas.models import Area
from quincunx.cases import feedback, placing
from quincunx.cases.papers import Shown
from quincunx.cases.report import Report, submit
from quincunx.foundation import files, receipts, wording
from quincunx.foundation.actors import ANYONE, Actor
from quincunx.foundation.models import StoredFile
from quincunx.lib.refusal import Refusal
from quincunx.portal import bodies, near, throttle
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
from quincunx.staff.published import counter

PAGES: Mapping[str, type[forms.Form] | None] = {
    "photo": PhotoPage,
    "place": PlacePage,
    "text": TextPage,
    "contact": ContactPage,
    "check": None,
    "same": None,  # between two questions, where neighbours have reported
}
ORDER = tuple(PAGES)[:5]
MOST_PARTS = 200


def start(request: Visit) -> HttpResponse:
    """Begin with an empty draft, or with a place that a page of ours has named."""
    at = request.GET.get("at", "")
    area = int(at) if at.isdecimal() and len(at) < 10 else None
    draft = fresh().having({"area": area})
    return _show(request, "photo", draft if _area(draft) else fresh())


def scan(request: Visit, code: str) -> HttpResponse:
    """Begin where a poster hangs; one that is out of date says so."""
    try:
        area = posters.place_of(code)
    except Refusal as refusal:
        throttle.count(request, "guess", throttle.GUESSES)
        facts = {"said": wording.in_words(refusal), "desk": counter()}
        return render(request, "portal/poster_over.html", facts, status=404)
    return _show(request, "photo", fresh().having({"area": area.pk, "channel": "qr"}))


def page(request: Visit, name: str) -> HttpResponse:
    """Take one answer and show the next question, or the one before."""
    if request.method != "POST" or name not in PAGES:
        return redirect("report")
    draft = unpack(request.POST.get("draft", ""))
    way = request.POST.get("go", "next")
    if way == "back":
        return _show(request, _before(name), draft)
    if way.startswith("to-") and way[3:] in PAGES:
        return _show(request, way[3:], draft)
    if name == "place" and way.startswith("into-") and way[5:].isdigit():
        return _show(request, name, draft.having({"area": int(way[5:])}))
    if name in ONWARD:
        return ONWARD[name](request, draft)
    return _next(request, name, draft)


def _before(name: str) -> str:
    return "text" if name == "same" else ORDER[max(0, ORDER.index(name) - 1)]


def _same(visit: Visit, draft: Draft) -> HttpResponse:
    """Join a neighbour's report, or go on with one's own."""
    way = visit.POST.get("go", "")
    token = way.removeprefix("join-")
    key = near.chosen(token) if token != way else ""
    return _show(visit, "contact", draft.having({"same": key}))


def _next(visit: Visit, name: str, draft: Draft) -> HttpResponse:
    form = _form(name, draft, visit, answered=True)
    try:
        if not form.is_valid():
            return _show(visit, name, draft, form, status=422)
        draft = _taken(visit, name, form, draft)
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        return _show(visit, name, draft, form, status=422)
    if name == "text":
        draft = draft.having({"same": ""})
        if not draft.against and near.same(draft, visit.received_at):
            return _show(visit, "same", draft)
    return _show(visit, ORDER[ORDER.index(name) + 1], draft)


def _form(
    name: str, draft: Draft, visit: Visit, *, answered: bool = False
) -> forms.Form:
    kind = PAGES[name] or forms.Form
    form = kind(visit.POST, visit.FILES) if answered else kind(initial=asdict(draft))
    if isinstance(form, PlacePage):
        form.area = draft.area
    if isinstance(form, TextPage):
        form.among(bodies.choices(draft, visit.received_at))
    return form


def _taken(visit: Visit, name: str, form: forms.Form, draft: Draft) -> Draft:
    if name == "place":
        draft = draft.having(form.cleaned_data)
        placing.find(draft.place, localdate(visit.received_at))  # or refuse it here
        return draft
    if name != "photo":
        return draft.having(form.cleaned_data)
    kept = kept_photos(form.cleaned_data["photos"], visit)
    photos = (*draft.photos, *((str(file.pk), file.name) for file in kept))
    return draft.having({"photos": photos[:MOST_PHOTOS]})


def kept_photos(given: Iterable[Any], visit: Visit) -> list[StoredFile]:
    """Keep pictures at once, cleaned; nothing refers to them yet."""
    by, at = _somebody(visit), visit.received_at
    return [files.keep(each.file, name=each.name, by=by, at=at) for each in given]


def _somebody(visit: Visit) -> Actor:
    return reporter((), visit.received_at)


def _show(
    visit: Visit,
    name: str,
    draft: Draft,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = _area(draft)
    facts = {
        "page": name,
        "number": ORDER.index(name if name in ORDER else "text") + 1,
        "pages": len(ORDER),
        "form": form or _form(name, draft, visit),
        "draft": draft,
        "packed": pack(draft),
        "desk": counter(chosen.path if chosen else ""),
        "chosen": chosen,
        **_more(name, draft, visit),
    }
    answer = render(visit, f"portal/report_{name}.html", facts, status=status)
    # The browser may show a page again on "back"; no cache in between may.
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _more(name: str, draft: Draft, visit: Visit) -> dict[str, object]:
    if name == "place":
        return {
            "parts": _parts(_area(draft)),
            "map": ground(visit.received_at),
            "pin": "" if draft.lon is None else f"{draft.lon},{draft.lat}",
        }
    if name == "same":
        return {"near": near.same(draft, visit.received_at)}
    if name == "check":
        return {
            "disclosure": dict(DISCLOSURES)[draft.disclosure],
            "about": bodies.shown(draft),
            "joined": near.joined(draft, visit.received_at),
        }
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
    body = json.dumps(asdict(draft), sort_keys=True).encode()
    try:
        throttle.count(visit, "report", throttle.REPORTS)
        with receipts.once(draft.key, "portal", body, at=visit.received_at) as once:
            told = once.answer or once.keep(_taken_in(draft, visit))
    except Refusal as refusal:
        form = forms.Form({})
        form.add_error(None, wording.in_words(refusal))
        if refusal.code == "no-such-report-near":
            draft = draft.having({"same": ""})
        return _show(visit, "check", draft, form, status=422)
    return redirect("tracked", told["code"])


def _taken_in(draft: Draft, visit: Visit) -> dict[str, str]:
    if not draft.same:
        return submitted(draft, visit)
    contact = draft.contact(get_language() or "zh-hans")
    key, by, at = UUID(draft.same), _somebody(visit), visit.received_at
    done = feedback.join(key, contact=contact, by=by, at=at)
    return {"code": done.code, "number": done.case.number}


def submitted(draft: Draft, visit: Visit) -> dict[str, str]:
    """Take a draft into the books; return its number, and its code this once."""
    by = _somebody(visit)
    language = get_language() or "zh-hans"
    report = Report(
        text=draft.text,
        channel=draft.channel,
        place=draft.place,
        against=bodies.chosen(draft),
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


ONWARD: Mapping[str, Callable[[Visit, Draft], HttpResponse]] = {
    "check": _send,
    "same": _same,
}
