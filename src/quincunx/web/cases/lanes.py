"""The lanes of the workbench: what they are called, and who sits down to which."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from quincunx.cases.queries import Lane
from quincunx.foundation.actors import Actor
from quincunx.staff.roles import Role

LANES: Mapping[Lane, str | Promise] = {
    Lane.NEW: pgettext_lazy("lane", "New"),
    Lane.DISPATCH: pgettext_lazy("lane", "Dispatch"),
    Lane.IN_HAND: pgettext_lazy("lane", "In hand"),
    Lane.SOON: pgettext_lazy("lane", "Soon"),
    Lane.OVERDUE: pgettext_lazy("lane", "Overdue"),
    Lane.VERIFY: pgettext_lazy("lane", "Verify"),
    Lane.TELL: pgettext_lazy("lane", "Tell"),
    Lane.DISPUTES: pgettext_lazy("lane", "Disputes"),
}
TONES = {Lane.SOON: "soon", Lane.OVERDUE: "late"}
_DESK = (
    Lane.NEW, Lane.DISPATCH, Lane.SOON, Lane.OVERDUE, Lane.VERIFY, Lane.TELL,
    Lane.DISPUTES,
)  # fmt: skip
_STREET = (Lane.NEW, Lane.IN_HAND, Lane.SOON, Lane.OVERDUE, Lane.VERIFY, Lane.TELL)
_UNIT = (Lane.IN_HAND, Lane.SOON, Lane.OVERDUE, Lane.VERIFY, Lane.TELL)
# Who sits down to which lanes; the first role held decides.
BY_ROLE: tuple[tuple[Role, tuple[Lane, ...]], ...] = (
    (Role.DISPATCHER, _DESK),
    (Role.SUPERVISOR, (Lane.OVERDUE, Lane.SOON, Lane.IN_HAND, Lane.DISPUTES)),
    (Role.LEADER, _STREET),
    (Role.OFFICER, _UNIT),
    (Role.VERIFIER, (Lane.VERIFY, Lane.OVERDUE)),
    (Role.MEMBER, _STREET),
)


@dataclass(frozen=True)
class LaneTab:
    code: str
    word: str | Promise
    count: int
    tone: str
    here: bool
    key: str  # 1 to 9: the lane opens by its place


def lanes_for(actor: Actor) -> tuple[Lane, ...]:
    found = (lanes for role, lanes in BY_ROLE if role in actor.roles)
    return next(found, tuple(LANES))


def tabs(actor: Actor, counts: Mapping[Lane, int], chosen: Lane) -> list[LaneTab]:
    return [
        LaneTab(lane, LANES[lane], n, tone(lane, n), lane is chosen, str(place))
        for place, lane in enumerate(lanes_for(actor), start=1)
        for n in (counts[lane],)
    ]


def tone(lane: Lane, count: int) -> str:
    """Return how a count is coloured: what needs somebody stands out, nothing rests."""
    return TONES.get(lane, "") if count else "zero"


def lane_of(asked: str, actor: Actor, counts: Mapping[Lane, int]) -> Lane:
    """Return the lane asked for, else the first with something in it."""
    if asked in list(Lane):
        return Lane(asked)
    lanes = lanes_for(actor)
    return next((lane for lane in lanes if counts[lane]), lanes[0])
