"""What the foundation is told of this room when the program starts."""

from quincunx.foundation import privacy, wording
from quincunx.staff import reach
from quincunx.staff.personal import FIELDS
from quincunx.staff.sentences import NAMES, NOTICES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    wording.add_notices(NOTICES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    privacy.declare(FIELDS)
    reach.register()
