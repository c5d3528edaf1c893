"""What the foundation is told of this room when the program starts."""

from quincunx.foundation import wording
from quincunx.registers.asks.sentences import NAMES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
