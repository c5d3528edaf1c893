"""My telephones: which are signed in; one is bound, one is ended, this one leaves."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from quincunx.field import telephone
from quincunx.field.answers import staff_only
from quincunx.field.visit import Visit
from quincunx.staff import access, devices
from quincunx.staff.device_tables import Device


@staff_only("GET", "POST")
def telephones(request: Visit) -> HttpResponse:
    """List one's telephones that are signed in; or bind the one that asks."""
    if request.method == "POST":
        return telephone.bind(request, JsonResponse({}))
    here = telephone.here(request)
    actor, at = request.actor, request.received_at
    rows = devices.listed(actor.person or 0, by=actor, at=at)
    return JsonResponse({"telephones": [_told(row, here) for row in rows]})


@staff_only("POST")
def end(request: Visit, key: int) -> HttpResponse:
    """Let one of them open nothing any more."""
    at = request.received_at
    device = access.device_for(request.actor, key, at=at)
    devices.end(device, by=request.actor, at=at)
    return JsonResponse({})


@staff_only("POST")
def leave(request: Visit) -> HttpResponse:
    """End the telephone that asks, as part of signing out."""
    return telephone.leave(request, JsonResponse({}))


def _told(device: Device, here: int | None) -> dict[str, Any]:
    return {
        "key": device.pk,
        "kind": device.kind,
        "bound": device.bound_at,
        "seen": device.seen_at,
        "until": device.until,
        "here": device.pk == here,
    }
