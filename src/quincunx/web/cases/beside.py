"""Two people on one case see each other, for as long as both have it open."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from quincunx.cases import access
from quincunx.cases.tidings import subject_of
from quincunx.foundation import presence
from quincunx.staff import queries as staff
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit


@require_POST
@staff_only
def here(request: Visit) -> JsonResponse:
    """Say that a case is open here; hear who else has it, and how it stands."""
    actor, at = request.actor, request.received_at
    case = access.case_for(actor, request.POST.get("case", ""))
    me = actor.person or 0
    presence.come(subject_of(case), me, at=at)
    others = presence.others(subject_of(case), me, at=at)
    names = sorted(staff.names_by_key(others).values()) if others else []
    return JsonResponse({"names": names, "revision": case.revision})


@require_POST
@staff_only
def gone(request: Visit) -> HttpResponse:
    """Say that no case is open on this screen any more."""
    presence.leave("case", request.actor.person or 0)
    return HttpResponse(status=204)
