"""What the foundation is told of this room when the program starts."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation import privacy, retention, reveals, wording
from quincunx.foundation.actors import CLOCK
from quincunx.foundation.retention import Class
from quincunx.registers.people import answers, erase, reveal
from quincunx.registers.people.personal import FIELDS, KEPT_DAYS
from quincunx.registers.people.sentences import NAMES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    privacy.declare(
        FIELDS,
        seen=_(
            "Leader and members of the grid, masked; one field for a purpose;"
            " the police nobody"
        ),
    )
    reveals.declare(reveal.WAY)
    retention.declare(
        Class(
            "residents",
            _("Residents who have moved away, with all that finds them"),
            KEPT_DAYS,
            lambda at: erase.preview(at).residents,
            lambda at: erase.erase_due(at, by=CLOCK),
        )
    )
    answers.declare()
