"""What the foundation is told of this room when the program starts."""

from quincunx.areas.personal import FIELDS
from quincunx.areas.sentences import SENTENCES
from quincunx.foundation import privacy, wording


def register() -> None:
    wording.add(SENTENCES)
    privacy.declare(FIELDS)
