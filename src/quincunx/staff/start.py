"""What the foundation is told of this room when the program starts."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation import privacy, reveals, wording
from quincunx.staff import reach, telephones
from quincunx.staff.personal import FIELDS
from quincunx.staff.sentences import NAMES, NOTICES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    wording.add_notices(NOTICES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    privacy.declare(
        FIELDS,
        seen=_("Oneself, and administrators; telephones for a purpose only"),
    )
    for way in telephones.WAYS:
        reveals.declare(way)
    reach.register()
