"""The page System: how everything stands, and the command for whatever does not."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, localdate, make_aware
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from quincunx.cases import prove, retire
from quincunx.foundation import health, privacy
from quincunx.foundation.health import Tone
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only
from quincunx.web.shell.visit import Visit

# Tone of the check: tone and icon of the look, and the word beside it.
LOOKS: Mapping[Tone, tuple[str, str, str | Promise]] = {
    Tone.WELL: ("ok", "done", gettext_lazy("Well")),
    Tone.WARN: ("soon", "soon", gettext_lazy("Look at it today")),
    Tone.BAD: ("late", "stop", gettext_lazy("Do it now")),
}


@only(Role.ADMINISTRATOR)
def system(request: Visit) -> HttpResponse:
    """Look at everything once more, and show it."""
    now = request.received_at
    found = health.look(now)
    facts = {
        "findings": [(each, *LOOKS[each.tone]) for each in found],
        "sound": health.is_sound(found),
        "contacts": retire.preview(_tonight(now)),
        "fields": privacy.catalogue(),
        "proof": prove.standing(now),
    }
    return render(request, "system/page.html", facts)


@only(Role.ADMINISTRATOR)
@require_POST
def verify_journal(request: Visit) -> HttpResponse:
    """Ask that the journal be proved; the page tells how that went."""
    prove.ask(request.received_at)
    return redirect("system")


def _tonight(now: datetime) -> datetime:
    """Return the coming midnight of the town."""
    tomorrow = localdate(now) + timedelta(days=1)
    return make_aware(datetime.combine(tomorrow, time()), get_current_timezone())
