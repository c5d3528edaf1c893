"""The ways out, for whoever runs the installation: states, tests, what got stuck."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quincunx.foundation import wording
from quincunx.lib.refusal import Refusal
from quincunx.staff import channels
from quincunx.staff.roles import Role
from quincunx.web.notices.words import fault_in_words, named
from quincunx.web.shell.guard import only
from quincunx.web.shell.visit import Visit


@only(Role.ADMINISTRATOR)
def ways(request: Visit) -> HttpResponse:
    """Show how each way out fares, and what could not be sent."""
    if not channels.may_run(request.actor):
        raise PermissionDenied
    fault = channels.file_fault(request.actor)
    facts = {
        "fares": [
            (way, named(way), fault_in_words(way.state.fault) if way.state else "")
            for way in channels.ways(request.actor)
        ],
        "file_fault": wording.in_words(fault) if fault else "",
        "stuck": [
            (each, _title(each), _faults(each))
            for each in channels.stuck(request.actor)
        ],
    }
    return render(request, "notices/channels.html", facts)


def _title(each: channels.Stuck) -> str:
    told = {"number": "…"}
    return wording.title_for_many(each.kind, told, get_language() or "")


def _faults(each: channels.Stuck) -> str:
    return _(", ").join(fault_in_words(fault) for fault in each.faults)


@only(Role.ADMINISTRATOR)
@require_POST
def try_one(request: Visit) -> HttpResponse:
    """Send a test over one way and say how it went."""
    name = request.POST.get("way", "")
    try:
        fault = channels.send_test(name, by=request.actor, at=request.received_at)
    except Refusal as refusal:
        messages.error(request, wording.in_words(refusal))
        return redirect("channels")
    if fault:
        told = {"fault": fault_in_words(fault)}
        messages.error(request, _("The test did not go: %(fault)s.") % told)
    else:
        messages.success(request, _("The test has gone. Look whether it arrived."))
    return redirect("channels")


@only(Role.ADMINISTRATOR)
@require_POST
def again(request: Visit) -> HttpResponse:
    """Let what got stuck go out anew: one notice, or all of a kind."""
    by, at = request.actor, request.received_at
    key = request.POST.get("notice", "")
    if key.isascii() and key.isdigit():
        count = channels.send_again(int(key), by=by, at=at)
    else:
        kind = request.POST.get("kind", "")[:60]
        count = channels.send_kind_again(kind, by=by, at=at)
    told = ngettext("%(n)s goes out again.", "%(n)s go out again.", count)
    messages.success(request, told % {"n": count})
    return redirect("channels")
