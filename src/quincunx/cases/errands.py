"""What somebody has to do out there: the cases whose next act is theirs, on the spot.

A telephone takes the whole list along and works from it without a network, so it is
read in few queries whatever its length, and says of each case what may be done.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from quincunx.cases import access, beside, guards
from quincunx.cases.access import Stance, visible_cases
from quincunx.cases.clocks import terms_of
from quincunx.cases.guards import Standing
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Attachment, Call, Case, Remark
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.matters.processes import Verifier
from quincunx.staff.roles import Role

MOST = 300  # cases looked through, those due first
MOMENTS = 12  # of the history of each, the newest


class Errand(StrEnum):
    """What kind of way it is."""

    CHECK = "check"  # is the report true?
    VERIFY = "verify"  # is it done?
    HANDLE = "handle"
    EMERGENCY = "emergency"


# Acts that can be done standing before the thing, with words, a choice and photos.
ON_THE_SPOT = (
    Act.CHECKED, Act.CONFIRM, Act.REWORK, Act.ACCEPT, Act.ARRIVE, Act.SITUATION,
    Act.MAKE_SAFE, Act.FINISH, Act.SEND_BACK, Act.INTERIM, Act.NOTE, Act.SHOW,
)  # fmt: skip
# The act that makes a case of this state an errand of whoever may do it.
_CALLS_FOR: Mapping[State, tuple[Errand, tuple[Act, ...]]] = {
    State.CHECKING: (Errand.CHECK, (Act.CHECKED,)),
    State.HANDLED: (Errand.VERIFY, (Act.CONFIRM, Act.REWORK)),
    State.DISPATCHED: (Errand.HANDLE, (Act.ACCEPT,)),
    State.HANDLING: (Errand.HANDLE, (Act.FINISH,)),
    State.RESPONDING: (Errand.EMERGENCY, (Act.MAKE_SAFE, Act.SITUATION)),
}
CALLING = tuple(act for _, acts in _CALLS_FOR.values() for act in acts)
# Guards that the case itself answers; the others are asked when the act is done.
_OF_THE_CASE = frozenset(
    {"may-verify", "another-verifier", "verifier-of-the-matter", "not-arbitrated"}
    | {"first-return", "returned-before", "may-skip-verification"}
)
_ASKED: Mapping[Verifier, frozenset[str]] = {
    Verifier.LEADER: frozenset({Role.LEADER, Role.MEMBER}),
    Verifier.VERIFIER: frozenset({Role.VERIFIER}),
    Verifier.REPORTER: frozenset(),
}


@dataclass(frozen=True)
class Way:
    """A case as an errand: what kind, and what may be done there."""

    case: Case
    kind: Errand
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Past:
    """One moment of a case's history, without who it was."""

    act: str
    at: datetime
    said: tuple[str, ...]
    photos: tuple[UUID, ...]


def errands(actor: Actor, at: datetime) -> list[Way]:
    """Return what this actor has to do on the spot, those due first. Five queries."""
    wanted = visible_cases(actor).filter(state__in=sorted(_CALLS_FOR))
    cases = beside.known(wanted.order_by("due_at", "pk")[:MOST])
    called = _called(cases, actor)
    ways = (_way(actor, case, at, called[case.pk]) for case in cases)
    return [way for way in ways if way is not None]


def errand(actor: Actor, number: str, at: datetime) -> Way:
    """Return one case with what may be done, errand or not, or refuse."""
    case = beside.known([access.case_for(actor, number)])[0]
    called = _called([case], actor)[case.pk]
    kind, _ = _CALLS_FOR.get(State(case.state), (Errand.HANDLE, ()))
    return Way(case, kind, _acts(actor, case, at, called))


def must_be_on_the_spot(act: Act) -> None:
    """Refuse an act that needs a desk."""
    if act not in ON_THE_SPOT:
        raise Refusal("unknown-act", act=str(act))


def following(act: Act) -> tuple[Act, ...]:
    """Return what whoever did an act may do next by the same right."""
    row = LIFECYCLE.row(act)
    if row.to is None:
        return ()
    after = {Act(next_.act): next_ for next_ in LIFECYCLE.open_in(row.to)}
    return tuple(a for a in ON_THE_SPOT if a in after and after[a].rights & row.rights)


def histories(cases: Sequence[Case]) -> dict[UUID, list[Past]]:
    """Return the newest moments of each case, newest first. Three queries."""
    keys = [case.pk for case in cases]
    said: defaultdict[tuple[UUID, int], list[str]] = defaultdict(list)
    for remark in Remark.objects.filter(case__in=keys):
        said[remark.case_id, remark.seq].append(remark.text)
    shown: defaultdict[tuple[UUID, int], list[UUID]] = defaultdict(list)
    for each in Attachment.objects.filter(case__in=keys, file__isnull=False):
        shown[each.case_id, each.seq].append(each.file_id)
    found: dict[UUID, list[Past]] = {key: [] for key in keys}
    for entry in journal.histories([subject_of(case) for case in cases]):
        key = UUID(entry.subject_id)
        place = (key, entry.seq)
        past = Past(entry.act, entry.at, tuple(said[place]), tuple(shown[place]))
        found[key].insert(0, past)
    return {key: moments[:MOMENTS] for key, moments in found.items()}


def reported(actor: Actor, *, most: int = 100) -> list[Case]:
    """Return what this member of staff reported, newest first. Three queries."""
    mine = visible_cases(actor).filter(reporter=actor.person or 0)
    return beside.known(mine.order_by("-reported_at", "-pk")[:most])


def _way(actor: Actor, case: Case, at: datetime, called: frozenset[int]) -> Way | None:
    kind, wanted = _CALLS_FOR[State(case.state)]
    acts = _acts(actor, case, at, called)
    if not set(wanted) & set(acts) or not _is_asked(actor, case):
        return None
    return Way(case, kind, acts)


def _is_asked(actor: Actor, case: Case) -> bool:
    """Say whether it falls to this person, of all who would be allowed to."""
    if case.state == State.CHECKING:
        return case.checker_id in (None, actor.person)
    if case.state == State.HANDLED:
        terms = terms_of(case)
        verifier = terms.verify_by if terms else Verifier.VERIFIER
        return bool(_ASKED[verifier] & actor.roles)
    return True


def _acts(
    actor: Actor, case: Case, at: datetime, called: frozenset[int]
) -> tuple[Act, ...]:
    stance = Stance(actor, case, called=called)
    standing = Standing(case, actor, at, terms_of(case))
    open_now = {Act(row.act): row for row in LIFECYCLE.open_in(State(case.state))}
    return tuple(
        act
        for act in ON_THE_SPOT
        if act in open_now
        and stance.has(open_now[act].rights)
        and all(guards.GUARDS[g](standing) for g in open_now[act].guards & _OF_THE_CASE)
    )


def _called(cases: Iterable[Case], actor: Actor) -> dict[UUID, frozenset[int]]:
    """Return which units were called to each case; none is asked for in vain."""
    found: dict[UUID, set[int]] = {case.pk: set() for case in cases}
    if found and actor.units:
        calls = Call.objects.filter(case__in=list(found))
        for case, unit in calls.values_list("case", "unit"):
            found[case].add(unit)
    return {key: frozenset(units) for key, units in found.items()}
