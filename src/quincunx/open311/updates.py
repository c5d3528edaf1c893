"""What FixMyStreet adds to the standard: updates of a request, told and taken."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from quincunx.cases import published, relay
from quincunx.cases.published import Moved
from quincunx.cases.relay import Saying
from quincunx.cases.words import DONE
from quincunx.lib.refusal import Refusal
from quincunx.open311 import arguments, posting
from quincunx.open311.door import account, door
from quincunx.open311.formats import Tree, answer
from quincunx.open311.records import written
from quincunx.open311.visit import Visit
from quincunx.open311.words import extended_status

ROOT = "service_request_updates"
LONGEST = timedelta(days=90)
# What a status means when a reporter says it; any other only comes with words.
MEANS: Mapping[str, str] = {
    "FIXED": "fixed",
    "CLOSED": "fixed",
    "CANCELLED": "fixed",
    "REOPEN": "not-fixed",
    **dict.fromkeys(
        (
            "OPEN", "INVESTIGATING", "IN_PROGRESS", "ACTION_SCHEDULED", "DUPLICATE",
            "NO_FURTHER_ACTION", "NOT_COUNCILS_RESPONSIBILITY", "INTERNAL_REFERRAL",
            "FOR_TRIAGE",
        ),
        "more",
    ),
}  # fmt: skip


@door
@require_http_methods(["GET", "HEAD", "POST"])
def updates(request: Visit, fmt: str) -> HttpResponse:
    """Tell what happened to the requests an account brought, or take a word to one."""
    return _take(request, fmt) if request.method == "POST" else _tell(request, fmt)


def _tell(request: Visit, fmt: str) -> HttpResponse:
    brought_by, told = account(request), request.GET
    arguments.must_be_here(request, told)
    since, until = arguments.span(told, request.received_at, LONGEST)
    moves = published.moved(brought_by, since, until)
    return answer(fmt, ROOT, [_update(move) for move in moves])


def _update(move: Moved) -> Tree:
    return {
        "update_id": f"{move.case.outside_id}-{move.seq}",
        "service_request_id": move.case.outside_id,
        "status": extended_status(move.case, move.state),
        "description": move.said or str(DONE[move.act]),
        "updated_datetime": written(move.at),
        "media_url": None,
    }


def _take(request: Visit, fmt: str) -> HttpResponse:
    brought_by, told = account(request), request.POST
    arguments.must_be_here(request, told)
    relay.may_pass_on(brought_by)
    key = arguments.must_say(told, "service_request_id")
    case = relay.passed_on_by(brought_by, key)
    status = arguments.must_say(told, "status").upper()
    if status not in MEANS:
        known = ", ".join(MEANS)
        raise Refusal("choice-unknown", name="status", value=status[:40], known=known)
    saying = Saying(
        means=MEANS[status],
        text=posting.description(told),
        files=tuple(posting.pictures(request)),
    )
    theirs = arguments.said(told, "update_id", 80)

    def deed() -> dict[str, Any]:
        done = relay.say(case, saying, at=request.received_at)
        return {"update_id": f"{done.outside_id}-{done.revision}"}

    sent_as = f"update:{key}:{theirs}" if theirs else None
    kept = posting.once(request, brought_by, sent_as, deed)
    return answer(fmt, ROOT, [{"update_id": kept["update_id"]}])
