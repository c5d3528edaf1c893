"""The one door: every change of a case passes here, and is written down.

An action locks the case, calls `begin`, which finds the row and refuses (the right, the
facts, the moment, the guards), changes the columns that only it touches, and calls
`advance`, which moves the state, the clocks and the counts and writes the journal.
Nothing else in the program changes a case's state.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from quincunx.cases import access, guards, milestones, tally
from quincunx.cases.books import Key, books
from quincunx.cases.clocks import Bench, terms_of
from quincunx.cases.guards import Standing
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Attachment, Case, Remark
from quincunx.cases.papers import Shown
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import CLOSED, Act, State
from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.journal import Happening
from quincunx.foundation.steps import Fact, Row
from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.matters.models import Condition, Matter
from quincunx.staff.models import Organisation, Person

# What a fact of a kind must be before anybody looks for it.
_THINGS: dict[str, type] = {
    "unit": Organisation,
    "person": Person,
    "matter": Matter,
    "condition": Condition,
    "case": Case,
    "limit": Limit,
}
SAID = frozenset({"text", "line"})


@dataclass
class Doing:
    """One act under way on a locked case, past every refusal."""

    case: Case
    row: Row
    by: Actor
    at: datetime
    facts: Mapping[str, Any]
    bench: Bench
    counted: Key | None
    promised_at: datetime | None  # before the act


def locked(case: Case, *, revision: int | None = None) -> Case:
    """Return the case as it is now, held until the transaction ends.

    With `revision`, refuse if it has changed since the caller looked at it.
    """
    now = books().case(case.pk)
    if revision is not None and now.revision != revision:
        raise Refusal("changed-meanwhile", case=now.number, state=now.state)
    return now


def begin(
    case: Case,
    act: Act,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Doing:
    """Find the row and refuse whoever may not, what is missing, what does not hold.

    `seen` is what the action gathered for the guards of its row. After `begin`
    nothing is refused any more: the action changes its columns and calls `advance`.
    """
    facts = {name: value for name, value in (facts or {}).items() if value is not None}
    row = LIFECYCLE.row_for(act, State(case.state or State.NEW))
    access.check(row, access.Stance(by, case))
    check_facts(row, facts)
    _check_moment(case, by=by, at=at)
    terms = terms_of(case)
    guards.check(row.guards, Standing(case, by, at, terms, facts, seen or {}))
    bench = Bench(case, new=not case.state or not row.clocks)
    counted, promised = tally.key_of(case), case.promised_at
    return Doing(case, row, by, at, facts, bench, counted, promised)


def advance(doing: Doing) -> Case:
    """Apply the row: the state, the clocks, the counts, the journal."""
    case, row = doing.case, doing.row
    if not case.state:
        books().enter(case)
    if row.to is not None:
        case.state = State(row.to)
        case.closed_at = doing.at if row.to in CLOSED else None
    if row.clocks:
        doing.bench.apply(row.clocks, at=doing.at)
    milestones.reach_by_doing(case, row.act, terms_of(case), doing.at)
    _write_down(doing)
    _keep_texts(doing)
    tally.moved(doing.counted, tally.key_of(case))
    return case


def check_facts(row: Row, facts: Mapping[str, Any]) -> None:
    """Refuse what is missing, unknown, too long, or not one of the choices."""
    known = {fact.name for fact in row.facts}
    unknown = sorted(set(facts) - known)
    if unknown:
        raise Refusal("facts-unknown", act=str(row.act), unknown=unknown)
    missing = [f.name for f in row.facts if f.required and _is_empty(facts.get(f.name))]
    if missing:
        raise Refusal("facts-missing", act=str(row.act), missing=missing)
    for fact in row.facts:
        _check_fact(row, fact, facts.get(fact.name))


def _check_fact(row: Row, fact: Fact, value: Any) -> None:
    if _is_empty(value):
        return
    told = {"act": str(row.act), "fact": fact.name}
    kind = _THINGS.get(fact.kind)
    if kind is not None and not isinstance(value, kind):
        raise Refusal("not-a-choice", **told, choices=[])
    if fact.choices and value not in fact.choices:
        raise Refusal("not-a-choice", **told, choices=list(fact.choices))
    if fact.kind in SAID | {"files", "units", "photos"} and len(value) > fact.most:
        raise Refusal("too-long", **told, most=fact.most)
    if fact.kind == "number" and value not in range(1, 6):
        raise Refusal("not-a-rating", **told)


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | tuple | list) and not value)


def _check_moment(case: Case, *, by: Actor, at: datetime) -> None:
    if by.received_at is not None and at > by.received_at:
        raise Refusal("in-the-future", case=case.number)
    if case.revision and at < case.last_act_at:
        raise Refusal("before-the-last-act", case=case.number)


def _write_down(doing: Doing) -> None:
    case, row = doing.case, doing.row
    happening = Happening(
        subject_of(case),
        str(row.act),
        by=doing.by,
        at=doing.at,
        facts={"state": case.state, **_codes(doing)},
        texts={f.name: str(doing.facts[f.name]) for f in _told(doing, SAID)},
        prev=bytes(case.head),
        seq=case.revision + 1,
    )
    entry = books().record(happening)
    case.revision, case.head, case.last_act_at = entry.seq, entry.hash, doing.at


def _told(doing: Doing, kinds: Iterable[str]) -> list[Fact]:
    facts, row = doing.facts, doing.row
    wanted = (f for f in row.facts if f.kind in kinds)
    return [f for f in wanted if not _is_empty(facts.get(f.name))]


def _codes(doing: Doing) -> dict[str, Any]:
    """Return the facts that are ids and codes, as the journal keeps them."""
    kept = {
        f.name: _code(doing.facts[f.name])
        for f in doing.row.facts
        if f.kind not in SAID | {"contact", "place"}
        and not _is_empty(doing.facts.get(f.name))
    }
    if doing.case.unit_id is not None:
        kept["unit"] = doing.case.unit_id
    if doing.by.claimed_at is not None:
        kept["claimed"] = doing.by.claimed_at.isoformat()
    if doing.by.skew:
        kept["skew"] = doing.by.skew
    return kept | _moved_date(doing)


def _moved_date(doing: Doing) -> dict[str, str]:
    """Return the date promised before and now, where an act has moved it."""
    before, now = doing.promised_at, doing.case.promised_at
    if before is None or now is None or before == now:
        return {}
    return {"promised_before": before.isoformat(), "promised": now.isoformat()}


def _code(value: Any) -> Any:
    if isinstance(value, Shown):
        return [str(value.file.pk), value.kind, value.file.sha]
    if isinstance(value, Model):
        return _code(value.pk)
    if isinstance(value, UUID | Limit):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_code(each) for each in value]
    return value


def _keep_texts(doing: Doing) -> None:
    case = doing.case
    said = [
        Remark(
            case=case,
            seq=case.revision,
            name=f.name,
            text=doing.facts[f.name],
            public=f.public,
        )
        for f in _told(doing, SAID)
        if not (doing.row.act == Act.REPORT and f.name == "text")
    ]
    books().say(said)
    files = [_attached(doing, each) for each in doing.facts.get("files") or ()]
    if files:
        Attachment.objects.bulk_create(files)


def _attached(doing: Doing, shown: Shown) -> Attachment:
    staff = doing.by.kind is Kind.STAFF
    return Attachment(
        case=doing.case,
        seq=doing.case.revision,
        file=shown.file,
        kind=shown.kind,
        name=shown.name[:120],
        by_id=doing.by.person if staff else None,
        at=doing.at,
    )
