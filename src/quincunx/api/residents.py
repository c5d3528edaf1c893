"""A resident's own report over the API, opened by its code: four words and their say.

Whoever holds the code may do what the lifecycle lets a reporter do. A wrong code
counts as a guess of the address it came from, together with those on the pages.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import FileResponse
from ninja import Router
from ninja.throttling import AnonRateThrottle

from quincunx.api.acts import facts_of, name_of, schema_of, words_of
from quincunx.api.security import ANYBODY
from quincunx.api.shapes import Out
from quincunx.api.visit import Visit
from quincunx.cases import acts, pages
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case
from quincunx.cases.pages import Moment
from quincunx.cases.vocabulary import Act, State, Word, word_of
from quincunx.foundation import files
from quincunx.foundation.actors import Actor
from quincunx.foundation.steps import Row
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role

router = Router(tags=["reports"], auth=ANYBODY)
HOUR = 3600
GUESSES = 20  # an hour and address
_ADDRESS = AnonRateThrottle(f"{GUESSES}/h")


class WordOut(Out):
    """One of the four words: when it came true, or when it is expected to."""

    word: str
    reached: bool
    at: datetime | None


class PublicMomentOut(Out):
    act: str
    at: datetime
    said: dict[str, str]
    files: list[UUID]

    @classmethod
    def of(cls, moment: Moment) -> "PublicMomentOut":
        return cls(
            act=moment.act,
            at=moment.at,
            said=dict(moment.said),
            files=[each.file_id for each in moment.shown],
        )


class TrackedOut(Out):
    """How a report stands, as its reporter or a follower reads it: no names."""

    number: str
    revision: int
    word: str
    words: list[WordOut]
    reported_at: datetime
    promised_at: datetime | None
    closed_at: datetime | None
    timeline: list[PublicMomentOut]  # the newest first
    acts: list[str]  # what one may say now


@router.get("/reports/{code}", response=TrackedOut)
def tracked(request: Visit, code: str) -> TrackedOut:
    """Show how a report stands to whoever holds its code."""
    return _shown(request, *_opened(request, code))


@router.get("/reports/{code}/files/{uuid:key}")
def tracked_file(request: Visit, code: str, key: UUID) -> FileResponse:
    """Send a picture that has been reviewed, or one of the reporter's own."""
    case, reporter = _opened(request, code)
    found = pages.own_files(case, reporter).filter(file=key).first()
    if found is None:
        raise Refusal("no-such-file")
    kind = found.file.media_type
    answer = FileResponse(files.open(found.file.sha), content_type=kind)
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _opened(request: Visit, code: str) -> tuple[Case, Actor]:
    """Return the case and its reporter; a wrong code counts as a guess."""
    try:
        return pages.tracked(code, at=request.received_at)
    except Refusal:
        _count(request)
        raise


def _count(request: Visit) -> None:
    """Count one guess, in the count that residents' pages keep as well."""
    where = _ADDRESS.get_ident(request)  # as trusted proxies tell
    key = f"portal:guess:{where}:{int(request.received_at.timestamp()) // HOUR}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, HOUR)
    if tries > GUESSES:
        raise Refusal("too-many-tries", most=GUESSES)


def _shown(request: Visit, case: Case, reporter: Actor) -> TrackedOut:
    offers = pages.offers(reporter, case, request.received_at)
    return TrackedOut(
        number=case.number,
        revision=case.revision,
        word=word_of(State(case.state)),
        words=_words(case),
        reported_at=case.reported_at,
        promised_at=case.promised_at,
        closed_at=case.closed_at,
        timeline=[PublicMomentOut.of(m) for m in pages.heard(case, reporter)],
        acts=[offer.act for offer in offers if offer.refusal is None],
    )


def _words(case: Case) -> list[WordOut]:
    at = {
        Word.RECEIVED: case.reported_at,
        Word.IN_HAND: case.dispatched_at or case.established_at,
        Word.DONE: case.verified_at or case.promised_at,
        Word.CLOSED: case.closed_at,
    }
    now = list(Word).index(word_of(State(case.state)))
    return [
        WordOut(word=word, reached=place <= now, at=at[word])
        for place, word in enumerate(Word)
    ]


def _operation(row: Row) -> Callable[..., TrackedOut]:
    act, schema = Act(row.act), schema_of(row, f"{name_of(row)}ByReporterIn")

    def operation(request: Visit, code: str, told: Any) -> TrackedOut:
        case, reporter = _opened(request, code)
        at = request.received_at
        facts = facts_of(row, case, told, by=reporter, at=at)
        acts.perform(act, case, facts, by=reporter, at=at, revision=told.revision)
        return _shown(request, *_opened(request, code))

    operation.__annotations__ = {
        "request": Visit, "code": str, "told": schema, "return": TrackedOut,
    }  # fmt: skip
    operation.__name__ = f"reporter_{act}".replace("-", "_")
    operation.__doc__ = words_of(row)
    return operation


def _is_reporters(row: Row) -> bool:
    return row.act in acts.ACTS and any(r.role == Role.REPORTER for r in row.rights)


ROWS = tuple(row for row in LIFECYCLE if _is_reporters(row))

for _row in ROWS:
    router.add_api_operation(
        f"/reports/{{code}}/acts/{_row.act}",
        ["POST"],
        _operation(_row),
        response=TrackedOut,
    )
