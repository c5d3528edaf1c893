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
    END = "end"


# Relations to an appointment: `over` it (its area lies in the actor's subtree),
# in the same `unit`, or the `person` appointed.
def _rights(*roles: Role, relation: str = "over") -> frozenset[Right]:
    return frozenset(Right(role, relation) for role in roles)


_LINE = _rights(Role.ADMINISTRATOR, Role.DISPATCHER)
_OWN = frozenset({Right("*", "person")})

TABLE = Table(
    (
        Row(
            Act.NOMINATE,
            frozenset({State.NEW}),
            State.NOMINATED,
            _LINE | _rights(Role.LEADER) | _rights(Role.OFFICER, relation="unit"),
        ),
        Row(
            Act.REVIEW,
            frozenset({State.NOMINATED}),
            State.REVIEWED,
            _LINE | _rights(Role.SUPERVISOR),
            guards=frozenset({"second-person"}),
        ),
        Row(
            Act.REFUSE,
            frozenset({State.NOMINATED, State.REVIEWED}),
            State.REFUSED,
            _LINE | _rights(Role.SUPERVISOR),
            facts=(Fact("reason"),),
        ),
        Row(
            Act.APPOINT,
            frozenset({State.REVIEWED}),
            State.ACTIVE,
            _rights(Role.ADMINISTRATOR),
            guards=frozenset({"free-chair", "post-held", "duties-compatible"}),
        ),
        Row(
            Act.END,
            frozenset({State.ACTIVE}),
            State.ENDED,
            _LINE | _OWN,
            facts=(Fact("ends", "date"), Fact("hand_over", required=False)),
        ),
    )
)
