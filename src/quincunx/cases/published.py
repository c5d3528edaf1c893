"""What everybody may read of released cases, by the names they have outside.

Never the reporter, never a word that was not released, never the exact place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from quincunx.cases import beside
from quincunx.cases.models import Attachment, Case, Remark
from quincunx.cases.outside import PassedOn
from quincunx.cases.vocabulary import Act
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.models import StoredFile
from quincunx.lib.refusal import Refusal

MOST = 1000
# What moves a case in the eyes of those outside.
TOLD = frozenset(
    {
        Act.REPORT, Act.RECORD, Act.ESTABLISH, Act.REFUSE, Act.MERGE, Act.UNMERGE,
        Act.WITHDRAW, Act.COORDINATE, Act.ALERT, Act.DISPATCH, Act.ACCEPT, Act.SUSPEND,
        Act.RESUME, Act.FINISH, Act.AGREE, Act.APPROVE, Act.DISAPPROVE, Act.MAKE_SAFE,
        Act.REWORK, Act.CONFIRM, Act.SKIP_VERIFICATION, Act.CLOSE_BY_FORCE, Act.FILE,
        Act.REOPEN, Act.RELEASE,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Which released cases: reported from `since` to `until`, of these matters."""

    since: datetime
    until: datetime
    matters: Collection[int] | None = None
    is_open: bool | None = None
    first: int = 0
    most: int = MOST


@dataclass(frozen=True)
class Moved:
    """One thing that happened to a case, as those outside may know it."""

    case: Case
    seq: int
    act: Act
    state: str
    at: datetime
    said: str = ""


@dataclass(frozen=True)
class Published:
    """A released case with the words that were released with it."""

    case: Case
    text: str
    result: str
    photo: UUID | None = None  # of how it is now, else of how it was


def listing(asked: Asked) -> list[Published]:
    """Return released cases, those reported last first. Six queries at most."""
    wanted = Q(reported_at__gte=asked.since, reported_at__lte=asked.until)
    if asked.matters is not None:
        wanted &= Q(matter__in=asked.matters)
    if asked.is_open is not None:
        wanted &= Q(closed_at__isnull=asked.is_open)
    rows = _released().filter(wanted)
    return _with_words(rows[asked.first : asked.first + asked.most])


def named(ids: Collection[str]) -> list[Published]:
    """Return released cases by their names outside. Six queries at most."""
    return _with_words(_released().filter(outside_id__in=ids)[:MOST])


def one(outside_id: str) -> Published:
    """Return one released case; hidden and absent are refused alike."""
    found = named([outside_id])
    if not found:
        raise Refusal("no-such-request", id=outside_id)
    return found[0]


def of(case: Case) -> Published | None:
    """Return a case with what was released of it, if anything was. One query."""
    said = _released_words([case]).get(case.pk) if case.is_released else None
    if said is None:
        return None
    return Published(case, said.get("text", ""), said.get("result", ""))


def photo(key: UUID) -> StoredFile:
    """Return a photo of a released case that somebody has looked through."""
    shown = Attachment.objects.filter(
        file=key, public=True, case__released_at__isnull=False
    )
    found = shown.select_related("file").first()
    if found is None:
        raise Refusal("no-such-file")
    return found.file


def id_of(token: str) -> str:
    """Return the name outside of the report that a token was given for."""
    rows = PassedOn.objects.filter(token=token)
    found = rows.values_list("case__outside_id", flat=True).first()
    if found is None:
        raise Refusal("no-such-token")
    return found


@dataclass(frozen=True)
class Addition:
    """What another system added to a report: whose account it has, and what it said."""

    account: str
    media_url: str
    answers: Mapping[str, str]


def addition(case: Case) -> Addition | None:
    """Return what was passed on with a report. One query, if it was passed on."""
    if case.channel != "open311":
        return None
    found = PassedOn.objects.filter(case=case).select_related("account").first()
    if found is None:
        return None
    told = {
        code: ", ".join(said) if isinstance(said, list) else str(said)
        for code, said in found.answers.items()
    }
    return Addition(found.account.name, found.media_url, told)


def history(cases: Iterable[Case]) -> dict[str, list[Moved]]:
    """Return what happened to cases by their names outside, oldest first. One query."""
    by_key = {str(case.pk): case for case in cases}
    found: defaultdict[str, list[Moved]] = defaultdict(list)
    for entry in journal.entries_of("case", by_key.keys(), TOLD):
        case = by_key[entry.subject_id]
        state = str(entry.facts["state"])
        moved = Moved(case, entry.seq, Act(entry.act), state, entry.at)
        found[case.outside_id or ""].append(moved)
    return found


def moved(account: Actor, since: datetime, until: datetime) -> list[Moved]:
    """Return what happened meanwhile to the cases an account brought, oldest first.

    Those that moved first are taken, a thousand at most. Three queries.
    """
    brought = Case.objects.filter(
        outside_id__isnull=False,
        passed_on__account=account.person,
        last_act_at__gte=since,
    )
    cases = list(brought.order_by("last_act_at")[:MOST])
    told = [m for moves in history(cases).values() for m in moves]
    said = _released_words(cases)
    within = (_saying(m, said) for m in told if since <= m.at <= until)
    return sorted(within, key=lambda m: (m.at, m.seq))[:MOST]


def _saying(move: Moved, said: Mapping[object, Mapping[str, str]]) -> Moved:
    """Give a release its released result, while it is the one that holds."""
    if move.act is not Act.RELEASE or move.seq != move.case.released_seq:
        return move
    result = said.get(move.case.pk, {}).get("result", "")
    return Moved(move.case, move.seq, move.act, move.state, move.at, result)


def _released() -> QuerySet[Case]:
    seen = Case.objects.filter(released_at__isnull=False)
    return seen.order_by("-reported_at", "-id")


def _with_words(rows: QuerySet[Case]) -> list[Published]:
    cases = beside.known(rows)
    said, seen = _released_words(cases), _photos(cases)
    return [
        Published(
            case,
            said[case.pk].get("text", ""),
            said[case.pk].get("result", ""),
            seen.get(case.pk),
        )
        for case in cases
        if case.pk in said
    ]


def _photos(cases: Iterable[Case]) -> dict[object, UUID]:
    """Return the photo of each case that is shown outside, if any. One query."""
    shown = Attachment.objects.filter(
        case__in=[case.pk for case in cases],
        public=True,
        kind__in=("photo-before", "photo-after"),
    )
    rows = shown.order_by("-kind", "at", "pk")  # the last one of a case stays
    return dict(rows.values_list("case", "file"))


def _released_words(cases: Iterable[Case]) -> dict[object, dict[str, str]]:
    """Return the words released with each case; none for one that is not. One query."""
    released = {case.pk: case.released_seq for case in cases if case.is_released}
    found: dict[object, dict[str, str]] = {}
    for remark in Remark.objects.filter(
        case__in=released, seq__in=set(released.values()), name__in=("text", "result")
    ):
        if released[remark.case_id] == remark.seq:
            found.setdefault(remark.case_id, {})[remark.name] = remark.text
    return found
