"""The life of a border draft: drawn by one, decided by another, then in force."""

from enum import StrEnum

from quincunx.foundation.steps import Right, Row, Table


class State(StrEnum):
    DRAWN = "drawn"  # with whoever draws it
    SUBMITTED = "submitted"  # waits for another person's word
    APPROVED = "approved"  # waits for its day
    IN_FORCE = "in-force"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"  # its day came and the tree no longer allowed it


class Act(StrEnum):
    CHANGE = "change"
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    WITHDRAW = "withdraw"
    TAKE_EFFECT = "take-effect"
    FAIL = "fail"


class Relation(StrEnum):
    OVER = "over"  # holds the areas it touches
    ANOTHER = "another"  # holds the district, and has not drawn it
    DUTY = "duty"


_DRAWING = frozenset({Right("administrator", Relation.OVER)})
_DECIDING = frozenset(
    {
        Right("administrator", Relation.ANOTHER),
        Right("supervisor", Relation.ANOTHER),
    }
)
_DUTY = frozenset({Right("clock", Relation.DUTY)})


def _in(*states: State) -> frozenset[StrEnum]:
    return frozenset(states)


TABLE = Table(
    (
        Row(Act.CHANGE, _in(State.DRAWN), None, _DRAWING),
        Row(Act.SUBMIT, _in(State.DRAWN), State.SUBMITTED, _DRAWING),
        Row(Act.APPROVE, _in(State.SUBMITTED), State.APPROVED, _DECIDING),
        Row(Act.SEND_BACK, _in(State.SUBMITTED), State.DRAWN, _DECIDING),
        Row(
            Act.WITHDRAW,
            _in(State.DRAWN, State.SUBMITTED, State.APPROVED),
            State.WITHDRAWN,
            _DRAWING,
        ),
        Row(Act.TAKE_EFFECT, _in(State.APPROVED), State.IN_FORCE, _DUTY),
        Row(Act.FAIL, _in(State.APPROVED), State.FAILED, _DUTY),
    )
)
