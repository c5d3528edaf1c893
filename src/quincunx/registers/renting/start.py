"""What the foundation is told of this room when the program starts."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation import privacy, wording
from quincunx.registers.renting.personal import FIELDS
from quincunx.registers.renting.sentences import NAMES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    privacy.declare(
        FIELDS,
        seen=_("Leader and members of the grid, until it is settled"),
    )
