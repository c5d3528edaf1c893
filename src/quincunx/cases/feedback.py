"""The reporter's word, and what comes after filing: reopen, inspect, appeal, recur."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from quincunx.cases import care, contacts, maps, report
from quincunx.cases.books import in_the_books
from quincunx.cases.clocks import terms_of
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.duplicates import box_around
from quincunx.cases.models import Appeal, Case, Verdict
from quincunx.cases.papers import Shown
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.cases.tidings import tell_desk, tell_grid, tell_unit
from quincunx.cases.transition import advance, begin, locked
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.actors import Actor
from quincunx.lib import numbers
from quincunx.lib.coordinates import metres_between
from quincunx.lib.refusal import Refusal
from quincunx.matters.processes import Recurrence
from quincunx.staff.office import day_of
from quincunx.staff.roles import Role


@in_the_books
def follow(
    case: Case, *, contact: ContactDetails | None = None, by: Actor, at: datetime
) -> Case:
    """Me too: somebody else has the same trouble, and hears how it goes."""
    doing = begin(locked(case), Act.FOLLOW, by=by, at=at)
    doing.case.followers += 1
    case = advance(doing)
    if contact is not None:
        contacts.keep(replace(contact, kind="follower"), case)
    return case


@dataclass(frozen=True)
class Joined:
    """A case somebody follows, and the code that opens it to them, told once."""

    case: Case
    code: str


@in_the_books
def join(
    key: UUID, *, contact: ContactDetails | None = None, by: Actor, at: datetime
) -> Joined:
    """Follow what a neighbour has reported, with a code of one's own.

    Refuses what neighbours may not know of as if it were not there.
    """
    case = Case.objects.filter(maps.shared(), pk=key).first()
    if case is None:
        raise Refusal("no-such-report-near")
    code = numbers.new_tracking_code()
    doing = begin(locked(case), Act.FOLLOW, by=by, at=at)
    doing.case.followers += 1
    case = advance(doing)
    left = replace(contact or ContactDetails(), kind="follower")
    contacts.keep(left, case, code=code)
    return Joined(case, code)


@in_the_books
def add(
    case: Case, *, text: str, files: tuple[Shown, ...] = (), by: Actor, at: datetime
) -> Case:
    """The reporter has something more to say; the desk and the unit hear of it."""
    facts = {"text": text, "files": files}
    case = advance(begin(locked(case), Act.ADD, by=by, at=at, facts=facts))
    tell_desk(case, "case-added-to", at=at)
    tell_unit(case, "case-added-to", at=at)
    return case


@in_the_books
def verdict(
    case: Case,
    *,
    verdict: str,
    rating: int | None = None,
    text: str | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Solved, partly, or not: said once each time the case is done."""
    case = locked(case)
    said = Verdict.objects.filter(case=case, round=case.reopenings).exists()
    facts = {"verdict": verdict, "rating": rating, "text": text}
    doing = begin(case, Act.VERDICT, by=by, at=at, facts=facts, seen={"said": said})
    Verdict.objects.create(
        case=case, round=case.reopenings, verdict=verdict, rating=rating, said_at=at
    )
    case = advance(doing)
    if verdict == "not-solved":
        tell_desk(case, "case-not-solved", at=at)
    return case


@in_the_books
def reopen(
    case: Case, *, text: str, files: tuple[Shown, ...] = (), by: Actor, at: datetime
) -> Case:
    """It is not solved after all: dispatched again, and verified by other eyes."""
    facts = {"text": text, "files": files}
    doing = begin(locked(case), Act.REOPEN, by=by, at=at, facts=facts)
    now = doing.case
    now.last_unit, now.unit = now.unit, None
    now.last_verifier, now.verifier = now.verifier, None
    now.outcome, now.forced, now.closing_proposed_by = "", False, None
    now.told_at = now.handled_at = now.verified_at = None
    now.reopenings += 1
    care.catch_up(now, day_of(at))
    case = advance(doing)
    tell_desk(case, "case-reopened", at=at)
    return case


@in_the_books
def inspect(
    case: Case,
    *,
    found: str,
    text: str | None = None,
    files: tuple[Shown, ...] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """Look again, days later, at a case chosen by its key."""
    facts = {"found": found, "text": text, "files": files}
    doing = begin(locked(case), Act.INSPECT, by=by, at=at, facts=facts)
    doing.case.sampled = False
    case = advance(doing)
    if found == "not-good":
        tell_desk(case, "case-not-good", at=at)
    return case


@in_the_books
def appeal(case: Case, *, ground: str, text: str, by: Actor, at: datetime) -> Case:
    """The unit contests an overdue mark or a deduction; the fact stays visible."""
    case = locked(case)
    facts, seen = {"ground": ground, "text": text}, {"appeal": _appeal_of(case)}
    doing = begin(case, Act.APPEAL, by=by, at=at, facts=facts, seen=seen)
    Appeal.objects.create(case=case, ground=ground, asked_by_id=by.person, asked_at=at)
    case = advance(doing)
    tell_desk(case, "case-appealed", at=at)
    return case


@in_the_books
def decide_appeal(
    case: Case, *, decision: str, text: str, by: Actor, at: datetime
) -> Case:
    """The first step: the desk says what it thinks of it."""
    case = locked(case)
    made = _appeal_of(case)
    facts, seen = {"decision": decision, "text": text}, {"appeal": made}
    doing = begin(case, Act.DECIDE_APPEAL, by=by, at=at, facts=facts, seen=seen)
    Appeal.objects.filter(case=case).update(first=decision, first_by=by.person)
    case = advance(doing)
    tell_grid(case, Role.SUPERVISOR, "case-appeal-to-review", at=at)
    return case


@in_the_books
def review_appeal(
    case: Case, *, decision: str, text: str, by: Actor, at: datetime
) -> Case:
    """The second step, by another person, is final."""
    case = locked(case)
    made = _appeal_of(case)
    facts, seen = {"decision": decision, "text": text}, {"appeal": made}
    doing = begin(case, Act.REVIEW_APPEAL, by=by, at=at, facts=facts, seen=seen)
    Appeal.objects.filter(case=case).update(second=decision, second_by=by.person)
    case = advance(doing)
    tell_unit(case, "case-appeal-decided", at=at)
    return case


def look_for_recurrence(case: Case, *, by: Actor, at: datetime) -> Case | None:
    """Open a root-cause case where the same matter came back to the same place.

    How near, how long ago and how often is the matter's `recurrence`. The cases it
    gathers keep their own outcomes: "handled" cannot hide "not solved".
    """
    terms = terms_of(case)
    if terms is None or case.lon is None or case.lat is None or case.root_cause_id:
        return None
    again = _same_again(case, case.lon, case.lat, terms.recurrence, at=at)
    if len(again) + 1 < terms.recurrence.times:
        return None
    known = next((each.root_cause for each in again if each.root_cause), None)
    root = known or _open_root_cause(case, len(again) + 1, by=by, at=at)
    keys = [case.pk, *(each.pk for each in again)]
    Case.objects.filter(pk__in=keys, root_cause__isnull=True).update(root_cause=root)
    return root


def _same_again(
    case: Case, lon: float, lat: float, rule: Recurrence, *, at: datetime
) -> list[Case]:
    west, south, east, north = box_around(lon, lat, rule.metres)
    near = Case.objects.filter(
        matter=case.matter_id,
        reported_at__gte=at - timedelta(days=rule.days),
        lon__range=(west, east),
        lat__range=(south, north),
    ).exclude(pk=case.pk)
    near = near.exclude(channel="recurrence").exclude(state=State.MERGED)
    return [
        each
        for each in near.select_related("root_cause")
        if each.lon is not None
        and each.lat is not None
        and metres_between(lon, lat, each.lon, each.lat) <= rule.metres
    ]


def _open_root_cause(case: Case, times: int, *, by: Actor, at: datetime) -> Case:
    told = Report(
        text=f"{case.number} × {times}",
        channel="recurrence",
        place=Place(lon=case.lon, lat=case.lat, words=case.place, area=case.care_id),
        matter=case.matter,
        serves="public",
    )
    return report.submit(told, by=by, at=at).case


def _appeal_of(case: Case) -> Appeal | None:
    return Appeal.objects.filter(case=case).first()
