"""What the foundation is told of this room when the program starts."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation import privacy, retention, wording
from quincunx.foundation.retention import Class
from quincunx.registers.subjects import ask
from quincunx.registers.subjects.personal import FIELDS, KEPT_DAYS
from quincunx.registers.subjects.sentences import NAMES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    privacy.declare(
        FIELDS,
        seen=_("The desk that handles it, whoever decides, and the person themselves"),
    )
    retention.declare(
        Class(
            "requests",
            _("Requests for one's own data, settled"),
            KEPT_DAYS,
            lambda at: ask.over(at).count(),
            ask.forget_over,
        )
    )
