"""What the rows of the lifecycle are written with: facts told, and who may act."""

from collections.abc import Iterable

from quincunx.cases.vocabulary import STANDS, Act, Relation, State
from quincunx.foundation.steps import Fact, Right, Row
from quincunx.staff.roles import Role

R = Relation

TEXT = Fact("text")
NOTE = Fact("text", required=False)
OTHER = Fact("other", "case")
SAID = Fact("text", public=True)  # the reporter reads it
RESULT = Fact("result", public=True)
FILES = Fact("files", "files", required=False, most=12)
PHOTOS = Fact("files", "files", required=False, most=12)
LOOKED_AT = Fact("photos", "photos", most=12)  # of the case, looked through


def by(relation: Relation, *roles: Role) -> frozenset[Right]:
    return frozenset(Right(role, relation) for role in roles)


STAFF = by(
    R.ANY, Role.DISPATCHER, Role.LEADER, Role.MEMBER, Role.OFFICER, Role.SUPERVISOR
)
REPORTERS = STAFF | by(R.ANY, Role.REPORTER, Role.IMPORTER, Role.VERIFIER, Role.CLOCK)
DESKS = by(R.CARE, Role.DISPATCHER)
LEADER = by(R.CARE, Role.LEADER)
UNIT = by(R.UNIT, Role.OFFICER)
SUPPORT = by(R.SUPPORT, Role.OFFICER)
ABOVE = by(R.CARE, Role.DISPATCHER, Role.SUPERVISOR)
REPORTER = by(R.OWN, Role.REPORTER)
SAW = by(R.REPORTED, Role.MEMBER, Role.LEADER, Role.OFFICER, Role.VERIFIER)
CLOCK = by(R.ANY, Role.CLOCK)
REVIEWERS = DESKS | by(R.OUTSIDE, Role.VERIFIER)
VERIFIERS = by(R.OUTSIDE, Role.VERIFIER, Role.LEADER, Role.MEMBER)


def row(
    act: Act,
    frm: Iterable[State],
    to: State | None,
    rights: frozenset[Right],
    *facts: Fact,
    guards: tuple[str, ...] = (),
    clocks: tuple[str, ...] = (),
    undo: bool = False,
) -> Row:
    step, word = STANDS[to] if to else ("", "")
    holding = frozenset(guards)
    return Row(
        act, frozenset(frm), to, rights, facts, holding, clocks, step, word, undo
    )
