"""What is known of people: each field, why, how long, who sees it; and what is over."""

import csv

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from quincunx.foundation import privacy, retention
from quincunx.foundation.privacy import PersonalField
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only, staff_only
from quincunx.web.shell.visit import Visit

LONGEST = 60
COLUMNS = ("field", "purpose", "basis", "since", "kept_days", "sealed", "seen")


@staff_only
def catalogue(request: Visit) -> HttpResponse:
    """List every personal field; those whose words hold what is looked for."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    fields = [each for each in privacy.catalogue() if _fits(each, typed)]
    if request.GET.get("as") == "csv":
        return _table(fields)
    facts = {"fields": fields, "q": typed}
    return render(request, "registers/catalogue.html", facts)


def _fits(field: PersonalField, typed: str) -> bool:
    words = (field.field, field.purpose, field.basis, field.seen)
    return typed.casefold() in " ".join(map(str, words)).casefold()


def _table(fields: list[PersonalField]) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="personal-fields.csv"'
    rows = csv.writer(answer)
    rows.writerow(COLUMNS)
    rows.writerows([str(getattr(f, column)) for column in COLUMNS] for f in fields)
    return answer


@only(Role.ADMINISTRATOR)
def over(request: Visit) -> HttpResponse:
    """Show how much of each class is over; erase some of it on a press."""
    if request.method == "POST":
        done = sum(retention.run(request.received_at).values())
        messages.success(request, _("%(n)s erased for good.") % {"n": done})
        return redirect("registers-retention")
    facts = {"rows": retention.preview(request.received_at)}
    return render(request, "registers/retention.html", facts)
