"""How to reach the reporter: asked for a purpose, written down, shown once."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from quincunx.cases import access, contacts
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

PURPOSES = (
    ("ask", _("Ask about the report")),
    ("tell-result", _("Tell the result")),
    ("verify", _("Verify that it is done")),
)


@staff_only
def contact(request: Visit, number: str) -> HttpResponseBase:
    """Show name, telephone and e-mail to whoever may know them; nobody keeps it."""
    case = access.case_for(request.actor, number)
    if request.method != "POST":
        return redirect("case", number=case.number)
    details = contacts.reveal(
        case,
        purpose=request.POST.get("purpose", ""),
        by=request.actor,
        at=request.received_at,
    )
    return _unkept(request, {"case": case, "details": details})


def _unkept(request: Visit, facts: dict[str, object]) -> HttpResponse:
    answer = render(request, "cases/contact.html", facts)
    answer["Cache-Control"] = "no-store"
    return answer
