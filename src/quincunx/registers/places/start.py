"""What the foundation is told of this room when the program starts."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation import privacy, reveals, wording
from quincunx.registers.places import answers, contacts
from quincunx.registers.places.personal import FIELDS
from quincunx.registers.places.sentences import NAMES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    privacy.declare(
        FIELDS,
        seen=_("Whoever keeps the register there, for a purpose; never on a list"),
    )
    reveals.declare(contacts.WAY)
    answers.declare()
