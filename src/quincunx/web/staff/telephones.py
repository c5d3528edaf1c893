"""Telephones that stay signed in to the field app: seen, and ended when one is lost."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quincunx.staff import access, devices
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only, staff_only
from quincunx.web.shell.visit import Visit


@only(Role.ADMINISTRATOR)
def telephones(request: Visit, key: int) -> HttpResponse:
    """List the telephones of somebody, to end the one that is lost."""
    actor, at = request.actor, request.received_at
    person = access.person_for(actor, key, at=at)
    held = devices.listed(person.pk, by=actor, at=at)
    facts = {"person": person, "telephones": held}
    return render(request, "staff/telephones.html", facts)


@staff_only
@require_POST
def end(request: Visit, key: int) -> HttpResponse:
    """Let a telephone open nothing from the next request on."""
    actor, at = request.actor, request.received_at
    device = access.device_for(actor, key, at=at)
    devices.end(device, by=actor, at=at)
    messages.success(request, _("The telephone is signed out."))
    if device.person_id == actor.person:
        return redirect("account")
    return redirect("staff-telephones", device.person_id)
