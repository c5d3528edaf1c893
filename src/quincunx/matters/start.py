"""What this room tells the foundation when the program starts."""

from quincunx.foundation import health, wording
from quincunx.matters.own_checks import CHECKS
from quincunx.matters.sentences import NAMES, NOTICES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    wording.add_notices(NOTICES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    health.use(*CHECKS)
