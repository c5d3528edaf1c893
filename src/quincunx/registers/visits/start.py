"""What the foundation is told of this room when the program starts."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation import privacy, retention, wording
from quincunx.foundation.retention import Class
from quincunx.registers.visits import answers, visit
from quincunx.registers.visits.personal import FIELDS, NOTE_KEPT_DAYS
from quincunx.registers.visits.sentences import NAMES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    privacy.declare(
        FIELDS,
        seen=_("Whoever visits there"),
    )
    retention.declare(
        Class(
            "visit-notes",
            _("What a visitor wrote down for the next one"),
            NOTE_KEPT_DAYS,
            lambda at: visit.notes_over(at).count(),
            visit.forget_notes,
        )
    )
    answers.declare()
