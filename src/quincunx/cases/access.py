"""Who may see and do what with a case: role x relation x subtree, dated in the Actor.

Doors fetch cases here and nowhere else. Hidden and absent look alike.
"""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from quincunx.areas.paths import subtree, subtrees
from quincunx.areas.tree import is_within
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Call, Case
from quincunx.cases.vocabulary import Act, Relation, State
from quincunx.foundation.actors import Actor, Holding, Kind
from quincunx.foundation.steps import Right, Row
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role
from quincunx.staff.scopes import Scope, require

# Who sees every case in the subtree of their appointment.
_LOOK_AFTER_PLACES = (
    Role.DISPATCHER,
    Role.LEADER,
    Role.VERIFIER,
    Role.SUPERVISOR,
    Role.MEMBER,
)


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases this actor may see: in their places, of their units, their own.

    A body complained of sees nothing of it until the conflict is lifted.
    """
    if actor.kind in (Kind.CLOCK, Kind.IMPORTER):
        return Case.objects.all()
    if not actor.may(Scope.READ) and not actor.may(Scope.ACT):
        return Case.objects.none()
    seen = Q(pk__in=actor.cases) if actor.cases else Q(pk__in=())
    if actor.kind is Kind.STAFF:
        seen |= _of_staff(actor)
    return Case.objects.filter(seen)


def countable(actor: Actor) -> QuerySet[Case]:
    """Return the cases a wall screen may count: of its area; it never shows one."""
    if actor.kind is not Kind.SCREEN or not actor.within:
        return Case.objects.none()
    return Case.objects.filter(subtree("care_path", actor.within))


def _of_staff(actor: Actor) -> Q:
    places = {h.path for h in actor.holdings if looks_after(h)}
    units = {h.unit for h in actor.holds([Role.OFFICER]) if h.unit is not None}
    seen = subtrees("care_path", places) if places else Q(pk__in=())
    if units:
        calls = Call.objects.filter(case=OuterRef("pk"), unit__in=units)
        seen |= Q(unit__in=units) | Q(Exists(calls))
    if actor.person is not None:
        seen |= Q(checker=actor.person) | Q(reporter=actor.person)
    if actor.units:
        seen &= (
            Q(against__isnull=True)
            | Q(conflict_lifted=True)
            | ~Q(against__in=actor.units)
        )
    return seen & subtree("care_path", actor.within) if actor.within else seen


def sees(actor: Actor, case: Case, called: Collection[int]) -> bool:
    """Say of a case already read what `visible_cases` says in the database.

    `called` are the units called to it. No query: for those who watch many at once.
    """
    if actor.kind in (Kind.CLOCK, Kind.IMPORTER) or case.pk in actor.cases:
        return True
    return actor.kind is Kind.STAFF and _as_staff(actor, case, called)


def _as_staff(actor: Actor, case: Case, called: Collection[int]) -> bool:
    against = case.against_id
    if against in actor.units and not case.conflict_lifted:
        return False
    if actor.within and not is_within(case.care_path, actor.within):
        return False
    if actor.person is not None and actor.person in (case.checker_id, case.reporter_id):
        return True
    units = {h.unit for h in actor.holds([Role.OFFICER]) if h.unit is not None}
    if case.unit_id in units or units & set(called):
        return True
    places = (h.path for h in actor.holdings if looks_after(h))
    return any(is_within(case.care_path, path) for path in places)


def case_for(actor: Actor, number: str) -> Case:
    """Return the case, or refuse alike whether it is hidden or does not exist."""
    found = list(visible_cases(actor).filter(number=number))
    if not found:
        raise Refusal("no-such-case", number=number)
    return found[0]


DESKS = (Right(Role.DISPATCHER, Relation.CARE),)  # the houses over a case

_BY_KIND: dict[str, Kind] = {Role.CLOCK: Kind.CLOCK, Role.IMPORTER: Kind.IMPORTER}
_BY_NAME = {Relation.TASK: "checker_id", Relation.REPORTED: "reporter_id"}


def looks_after(holding: Holding) -> bool:
    """Say whether somebody sees the cases of the place where they hold this.

    A member from a body or the police does not: they see what they are asked to look
    at and what they reported. The police ask, they do not browse.
    """
    if holding.role == Role.MEMBER and holding.unit is not None:
        return False
    return holding.role in _LOOK_AFTER_PLACES


class Stance:
    """How one actor stands to one case; asks for the called units once, when needed.

    A list that has read them for all its cases gives them as `called`.
    """

    def __init__(
        self, actor: Actor, case: Case, *, called: Iterable[int] | None = None
    ) -> None:
        self.actor, self.case = actor, case
        self._called = None if called is None else frozenset(called)

    @property
    def called(self) -> frozenset[int]:
        if self._called is None:
            calls = Call.objects.filter(case=self.case)
            self._called = frozenset(calls.values_list("unit_id", flat=True))
        return self._called

    @property
    def complained_of(self) -> bool:
        against = self.case.against_id
        return (
            against is not None
            and not self.case.conflict_lifted
            and against in self.actor.units
        )

    def has(self, rights: Iterable[Right]) -> bool:
        """Say whether any of `rights` is held."""
        reached = is_within(self.case.care_path, self.actor.within)
        return (
            reached
            and not self.complained_of
            and any(self._holds(right) for right in rights)
        )

    def _holds(self, right: Right) -> bool:
        if right.role == Role.REPORTER:
            return self._as_reporter(Relation(right.relation))
        if right.role in _BY_KIND:
            return self.actor.kind is _BY_KIND[right.role]
        return any(self._stands(right, held) for held in self.actor.holds([right.role]))

    def _as_reporter(self, relation: Relation) -> bool:
        if relation is Relation.ANY:
            return self.actor.kind is Kind.REPORTER
        return self.case.pk in self.actor.cases

    def _stands(self, right: Right, held: Holding) -> bool:
        case, unit = self.case, held.unit
        relation = Relation(right.relation)
        if relation is Relation.ANY:
            return True
        if relation is Relation.UNIT:
            return unit is not None and unit == case.unit_id
        if relation is Relation.SUPPORT:
            return unit is not None and unit in self.called
        if relation in _BY_NAME:
            person = getattr(case, _BY_NAME[relation])
            return person is not None and person == self.actor.person
        if relation is Relation.DESK:
            return held.place == case.desk_path
        return is_within(case.care_path, held.path) and (
            relation is Relation.CARE or self._is_outside()
        )

    def _is_outside(self) -> bool:
        """Neither the handler nor of a unit that handled or supported it."""
        case, actor = self.case, self.actor
        if actor.person is not None and actor.person == case.handler_id:
            return False
        handled = {case.unit_id, case.last_unit_id} | self.called
        return not (actor.units & handled)


def check(row: Row, stance: Stance) -> None:
    """Refuse an act that is not this actor's to do, or not their key's."""
    reporting = row.act in (Act.REPORT, Act.RECORD)
    require(stance.actor, Scope.REPORT if reporting else Scope.ACT)
    if not stance.has(row.rights):
        roles = sorted({right.role for right in row.rights})
        raise Refusal("not-yours-to-do", act=str(row.act), roles=roles)


def may(act: Act, actor: Actor, case: Case) -> bool:
    """Say whether an act is this actor's to do on a case, whatever its state."""
    return Stance(actor, case).has(LIFECYCLE.row(act).rights)


def acts_for(actor: Actor, case: Case) -> list[Act]:
    """Return the acts this actor may do now, apart from guards. One query at most."""
    stance = Stance(actor, case)
    return [
        Act(row.act)
        for row in LIFECYCLE.open_in(State(case.state))
        if stance.has(row.rights)
    ]
