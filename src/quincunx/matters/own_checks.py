"""What this room looks at: years whose days off nobody has written down."""

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.foundation.health import Check, Finding, Tone
from quincunx.matters import calendars


def _calendars(now: datetime) -> Finding:
    missing = sorted({each.year for each in calendars.unannounced(localdate(now))})
    if not missing:
        return Finding(_("The days off that are near are written down."))
    years = ", ".join(map(str, missing))
    said = _("Nobody has written down the days off of %(years)s.") % {"years": years}
    return Finding(said, Tone.WARN, "quincunx matters load PACK")


CHECKS = (Check("calendars", gettext_lazy("Working calendars"), _calendars),)
