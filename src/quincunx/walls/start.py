"""What this room tells the foundation when the program starts."""

from quincunx.foundation import wording
from quincunx.walls.sentences import SENTENCES


def register() -> None:
    wording.add(SENTENCES)
