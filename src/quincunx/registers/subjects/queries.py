"""Reads: the queue, the words of a request, who looked at whoever asks, their file."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from quincunx.foundation import read_log, vault
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import own, sealing
from quincunx.registers.people.masking import MASKS
from quincunx.registers.people.models import Resident
from quincunx.registers.people.vocabulary import FIELDS, Purpose
from quincunx.registers.subjects import access
from quincunx.registers.subjects.ask import note
from quincunx.registers.subjects.models import SubjectRequest
from quincunx.registers.subjects.vocabulary import OPEN, State
from quincunx.staff import published

PAGE = 100
MOST_LOOKS = 200


@dataclass(frozen=True)
class Look:
    """Somebody read who the resident is: when, of which unit, as what, what for."""

    at: datetime
    unit: str
    role: str
    purpose: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Looks:
    """Who looked; `hidden` are those that would tell of somebody else."""

    told: tuple[Look, ...] = ()
    hidden: int = 0


@dataclass(frozen=True)
class Words:
    said: str
    answer: str


def queue(actor: Actor) -> list[SubjectRequest]:
    """Return what waits, the nearest day first, then what was decided lately."""
    seen = access.visible_requests(actor)
    waiting = list(seen.filter(state__in=OPEN).order_by("due_at")[:PAGE])
    done = seen.exclude(state__in=OPEN).order_by("-asked_at")[:20]
    return [*waiting, *done]


def words(request: SubjectRequest) -> Words:
    """Return what was said in a request and to it."""
    return Words(_opened(request, "said"), _opened(request, "answer"))


def _opened(request: SubjectRequest, label: str) -> str:
    sealed = getattr(request, label)
    if sealed is None:
        return ""
    return vault.open_sealed(request.subject, label, bytes(sealed))


def proposed(request: SubjectRequest) -> dict[str, str]:
    """Return what would be put right, masked: who decides sees which and how far."""
    told: dict[str, str] = json.loads(_opened(request, "changes") or "{}")
    return {field: MASKS[field](said) for field, said in told.items()}


def masks(request: SubjectRequest) -> dict[str, str]:
    """Return what is kept of whoever asks, masked; empty before they were seen."""
    if request.resident is None:
        return {}
    return sealing.masked([request.resident])[request.resident.pk]


def facts(request: SubjectRequest) -> list[tuple[str, str, Any]]:
    """Return field, mask and where it is from, for the page of whoever asks."""
    person, shown = request.resident, masks(request)
    known = person.facts if person else {}
    return [(f, shown[f], known.get(f)) for f in FIELDS if f in shown]


def looks(request: SubjectRequest) -> Looks:
    """Return who read the identity of whoever asks, newest first. Four queries.

    Reads made for a request of somebody else (who shares a telephone, say) are counted
    and not shown: they would tell that the other has asked.
    """
    person = request.resident
    if person is None:
        return Looks()
    kept = [person, *person.merged.all()]
    reads = read_log.reads_of_all([each.subject for each in kept], MOST_LOOKS)
    reads.sort(key=lambda read: read.pk, reverse=True)
    own_moments = _moments(kept)
    shown = [
        read for read in reads if read.purpose != own.ASKED or read.at in own_moments
    ]
    posts = published.posts_at({(r.by_person, r.at) for r in shown if r.by_person})
    nobody = published.Post("", "")
    told = []
    for read in shown:
        post = posts.get((read.by_person or 0, read.at), nobody)
        look = (read.at, post.unit, post.role, read.purpose, tuple(read.fields))
        told.append(Look(*look))
    return Looks(tuple(told), len(reads) - len(shown))


def _moments(people: Collection[Resident]) -> set[datetime]:
    mine = SubjectRequest.objects.filter(resident__in=people)
    rows = mine.values_list("verified_at", "decided_at", "file_at")
    return {moment for row in rows for moment in row if moment is not None}


@transaction.atomic
def take_file(request: SubjectRequest, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return all that is kept of whoever asks, once, while the link holds."""
    rows = SubjectRequest.objects.select_for_update(of=("self",))
    held = rows.select_related("resident").get(pk=request.pk)
    if held.state != State.GRANTED or held.file_until is None or held.resident is None:
        raise Refusal("no-such-subject-request")
    if held.file_at is not None or held.file_until <= at:
        raise Refusal("request-file-gone")
    held.file_at = at
    held.save(update_fields=["file_at"])
    note(held, "take-file", by, at)
    return {
        "made_at": at.isoformat(),
        **own.copy(held.resident, by=by, at=at),
        "looks": [
            {
                "at": each.at.isoformat(),
                "unit": each.unit,
                "role": each.role,
                "purpose": each.purpose,
                "fields": list(each.fields),
            }
            for each in looks(held).told
        ],
        "purposes_objected_to": own.objected(held.resident),
        "purposes": [str(purpose) for purpose in Purpose],
    }
