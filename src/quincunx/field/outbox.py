"""Where a telephone's outbox arrives: reports, records on the spot, acts.

Each is sent under a key of its own and may come twice, late, or from a clock that goes
wrong. What cannot be taken is refused by name; the telephone keeps it and shows why.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse

from quincunx.areas.tree import EVERYWHERE
from quincunx.cases import access, acts, errands, moments, report
from quincunx.cases.models import Case
from quincunx.cases.moments import Moment
from quincunx.cases.papers import Shown
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act
from quincunx.field.answers import body_of, staff_only
from quincunx.field.shapes import ActIn, PhotoIn, RecordIn, ReportIn
from quincunx.field.visit import Visit, skew_of, waited
from quincunx.foundation import receipts, uploads
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue
from quincunx.staff.office import day_of

KEY = "Idempotency-Key"
TOLERATED = timedelta(minutes=5)  # of a clock; beyond it the telephone says so


@staff_only("POST")
def reports(request: Visit) -> HttpResponse:
    """Take a report; its photos come after it with the act `show`."""
    sent = body_of(request, ReportIn)

    def deed() -> dict[str, Any]:
        when = _when(request, sent.happened_at)
        at = request.received_at
        by = _claiming(request, when.claimed or _seen(when, at))
        made = _report(sent, at)
        return _receipt(report.submit(made, by=by, at=at).case, when)

    return _once(request, deed)


@staff_only("POST")
def records(request: Visit) -> HttpResponse:
    """Take what was dealt with on the spot, with its photos."""
    sent = body_of(request, RecordIn)

    def deed() -> dict[str, Any]:
        when = _when(request, sent.happened_at)
        by = _claiming(request, when.claimed)
        told = _report(sent, request.received_at)
        made = replace(told, files=_shown(sent.files, by), channel="on-the-spot")
        done = report.record(made, result=sent.result, by=by, at=when.at)
        return _receipt(done.case, when)

    return _once(request, deed)


@staff_only("POST")
def case_acts(request: Visit, number: str, name: str) -> HttpResponse:
    """Take an act done on the spot, as the lifecycle allows it now."""
    sent = body_of(request, ActIn)

    def deed() -> dict[str, Any]:
        case = access.case_for(request.actor, number)
        act = _act(name)
        when = _when(request, sent.happened_at, case.last_act_at)
        by = _claiming(request, when.claimed)
        facts: dict[str, Any] = dict(sent.facts)
        if sent.files:
            facts["files"] = _shown(sent.files, by)
        done = acts.perform(act, case, facts, by=by, at=when.at, revision=sent.revision)
        return _receipt(done, when)

    return _once(request, deed)


def _once(request: Visit, deed: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Do it under the sender's key, or answer as before; a refusal keeps nothing."""
    key = request.headers.get(KEY, "")
    if not key:
        raise Refusal("sending-key-needed")
    owner = str(request.actor.person)
    sent = f"{request.path}\n".encode() + request.body
    with receipts.once(key, owner, sent, at=request.received_at) as sending:
        answer = sending.answer or sending.keep(
            {
                **deed(),
                "content": hashlib.sha256(request.body).hexdigest(),
                "received_at": request.received_at.isoformat(),
            }
        )
    skew = round(skew_of(request).total_seconds())
    return JsonResponse({**answer, "skew": skew})


def _when(
    request: Visit, claimed: datetime, last_act: datetime | None = None
) -> Moment:
    """Return when it counts as done; a count of seconds beats a clock on the wall."""
    received = request.received_at
    since = waited(request)
    skew = skew_of(request)
    if since is not None:
        claimed, skew = received - since, timedelta(0)
    return moments.happened(claimed, received=received, skew=skew, last_act=last_act)


def _claiming(request: Visit, claimed: datetime | None) -> Actor:
    """Return who acts, with what their telephone claims; a clock far off is noted."""
    skew = skew_of(request)
    far = round(skew.total_seconds()) if abs(skew) > TOLERATED else 0
    return request.actor.claiming(claimed, far)


def _seen(when: Moment, received: datetime) -> datetime | None:
    """Return when a report that waited was written; its clocks start at receipt."""
    return when.at if received - when.at > timedelta(minutes=1) else None


def _report(sent: ReportIn, at: datetime) -> Report:
    today = day_of(at)
    matter = catalogue.find(sent.matter, EVERYWHERE, today) if sent.matter else None
    condition = (
        catalogue.condition(matter, sent.condition, at)
        if matter and sent.condition
        else None
    )
    return Report(
        text=sent.text,
        channel="patrol",
        place=Place(**sent.place.model_dump()),
        matter=matter,
        condition=condition,
        serves="public",
        language=sent.language,
    )


def _act(name: str) -> Act:
    try:
        act = Act(name)
    except ValueError as fault:
        raise Refusal("unknown-act", act=name[:40]) from fault
    errands.must_be_on_the_spot(act)
    return act


def _shown(photos: list[PhotoIn], by: Actor) -> tuple[Shown, ...]:
    return tuple(Shown(uploads.kept(p.sha, by=by), p.kind, p.name) for p in photos)


def _receipt(case: Case, when: Moment) -> dict[str, Any]:
    return {
        "number": case.number,
        "revision": case.revision,
        "state": case.state,
        "at": when.at.isoformat(),
        "believed": when.claimed is None,
    }
