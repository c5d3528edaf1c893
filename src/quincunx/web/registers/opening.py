"""The switch of the register of people: who may open it, why it is open, closing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import access, openings
from quincunx.web.registers.people_forms import OpeningForm
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

ACTS = {"approve": openings.approve, "close": openings.close}


@staff_only
def opening(request: Visit) -> HttpResponse:
    """Show whether the register is open and why; ask to open it."""
    areas = {area.pk: area for area in access.switchable(request.actor)}
    choices = [(key, area.name) for key, area in areas.items()]
    form = OpeningForm(choices, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                area = areas[form.cleaned_data["area"]]
                by: Any = {"by": request.actor, "at": request.received_at}
                openings.ask(area, form.grounds(), **by)
                messages.success(request, _("Asked. Another administrator decides."))
                return redirect("registers-opening")
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    seen = access.visible_openings(request.actor).select_related("area")
    facts = {
        "openings": seen.order_by("-pk")[:20],
        "form": form if areas else None,
        "me": request.actor.person,
        "is_open": bool(access.reached(request.actor)),
    }
    return render(request, "registers/opening.html", facts, status=status)


@staff_only
@require_POST
def opening_act(request: Visit, key: int, act: str) -> HttpResponse:
    """Approve what another asked, or close."""
    if act not in ACTS:
        raise Http404
    found = access.opening_for(request.actor, key)
    ACTS[act](found, by=request.actor, at=request.received_at)
    messages.success(request, _("Done. It holds from now on."))
    return redirect("registers-opening")
