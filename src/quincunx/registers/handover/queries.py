"""Reads: what was offered to one's grids, what they offered, what became of it."""

from dataclasses import dataclass

from quincunx.foundation.actors import Actor
from quincunx.registers.handover import access
from quincunx.registers.handover.models import HandOver
from quincunx.registers.handover.vocabulary import State

MOST = 50


@dataclass(frozen=True)
class Board:
    """The hand-overs of one's grids: to answer, waiting for others, settled lately."""

    to_answer: tuple[HandOver, ...]
    waiting: tuple[HandOver, ...]
    settled: tuple[HandOver, ...]


def board(actor: Actor) -> Board:
    """Return the hand-overs somebody sees. Nine queries, whatever there is."""
    with_names = ("giver", "taker", "elsewhere")
    offered = {"state": State.OFFERED}
    mine = access.offered_to(actor).filter(**offered).order_by("offered_at")
    theirs = access.offered_by(actor).filter(**offered).order_by("offered_at")
    done = access.visible_hand_overs(actor).exclude(**offered)
    return Board(
        tuple(mine.select_related(*with_names)[:MOST]),
        tuple(theirs.select_related(*with_names)[:MOST]),
        tuple(done.select_related(*with_names).order_by("-decided_at")[:MOST]),
    )
