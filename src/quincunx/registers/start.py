"""What the foundation is told of this room when the program starts."""

from quincunx.foundation import wording
from quincunx.registers import answers
from quincunx.registers.sentences import NAMES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    answers.declare()
