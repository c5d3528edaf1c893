"""What this room looks at: cases whose moment has passed, packages not sealed."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quincunx.cases import package
from quincunx.cases.models import Case
from quincunx.foundation.health import Check, Finding, Tone

DUTY = "quincunx duty --once"
LATE = timedelta(minutes=5)


def _queue(now: datetime) -> Finding:
    """Count the cases whose clock should have been looked at."""
    waiting = Case.objects.filter(look_at__lt=now - LATE)
    late = waiting.count()
    if not late:
        return Finding(_("No case waits for its clock."))
    said = ngettext(
        "%(n)d case waits for its clock.", "%(n)d cases wait for their clocks.", late
    )
    return Finding(said % {"n": late}, Tone.BAD, DUTY)


def _packages(now: datetime) -> Finding:
    late = package.late(now)
    if not late:
        return Finding(_("Every filed case is sealed."))
    said = ngettext(
        "%(n)d filed case is not sealed.", "%(n)d filed cases are not sealed.", late
    )
    return Finding(said % {"n": late}, Tone.WARN, DUTY)


CHECKS = (
    Check("queue", gettext_lazy("Clocks of the cases"), _queue),
    Check("packages", gettext_lazy("Sealed packages"), _packages),
)
