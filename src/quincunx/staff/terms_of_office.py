"""The life of an appointment: nomination, review, appointment, end, as one table."""

from enum import StrEnum

from quincunx.foundation.steps import Fact, Right, Row, Table
from quincunx.staff.roles import Role


class State(StrEnum):
    NEW = "new"  # before the nomination; never stored
    NOMINATED = "nominated"
    REVIEWED = "reviewed"
    ACTIVE = "active"
    ENDED = "ended"
    REFUSED = "refused"


class Act(StrEnum):
    NOMINATE = "nominate"
    REVIEW = "review"
    REFUSE = "refuse"
    APPOINT = "appoint"
    ATTACH = "attach"
    END = "end"


class Relation(StrEnum):
    """How an actor stands to an appointment."""

    OVER = "over"  # its area lies in the subtree of the actor's role
    UNIT = "unit"  # it is for the organisation the actor's role is held for
    SELF = "self"  # it is the actor's own


_LINE = frozenset(
    Right(role, Relation.OVER) for role in (Role.ADMINISTRATOR, Role.DISPATCHER)
)
_SUPERVISOR = frozenset({Right(Role.SUPERVISOR, Relation.OVER)})
_ADMINISTRATOR = frozenset({Right(Role.ADMINISTRATOR, Relation.OVER)})
_LEADER = frozenset({Right(Role.LEADER, Relation.OVER)})
_UNIT = frozenset({Right(Role.OFFICER, Relation.UNIT)})
_SELF = frozenset(Right(role, Relation.SELF) for role in Role)

# A department names its contact officers alone.
NAMING = _UNIT | _ADMINISTRATOR

TABLE = Table(
    (
        Row(
            Act.NOMINATE,
            frozenset({State.NEW}),
            State.NOMINATED,
            _LINE | _LEADER | _UNIT,
            guards=frozenset({"post-held", "duties-compatible"}),
        ),
        Row(
            Act.REVIEW,
            frozenset({State.NOMINATED}),
            State.REVIEWED,
            _LINE | _SUPERVISOR,
            guards=frozenset({"second-person"}),
        ),
        Row(
            Act.REFUSE,
            frozenset({State.NOMINATED, State.REVIEWED}),
            State.REFUSED,
            _LINE | _SUPERVISOR,
            facts=(Fact("reason"),),
        ),
        Row(
            Act.APPOINT,
            frozenset({State.REVIEWED}),
            State.ACTIVE,
            _ADMINISTRATOR,
            guards=frozenset(
                {"not-oneself", "post-held", "chair-free", "duties-compatible"}
            ),
        ),
        Row(
            Act.ATTACH,
            frozenset({State.NOMINATED, State.REVIEWED, State.ACTIVE}),
            None,
            _LINE | _LEADER,
            facts=(Fact("buildings", "codes"),),
        ),
        Row(
            Act.END,
            frozenset({State.ACTIVE}),
            State.ENDED,
            _LINE | _SELF,
            facts=(Fact("ends", "date"), Fact("hand_over", required=False)),
        ),
    )
)
