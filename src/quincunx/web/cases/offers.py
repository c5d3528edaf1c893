"""What is offered under a field: likely matters, texts that are ready."""

from datetime import datetime

from django.http import JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from quincunx.cases.models import Case
from quincunx.matters import catalogue
from quincunx.web.shell import words
from quincunx.web.shell.fields import Offer, Offers
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit


def likely_matters(text: str, path: str, at: datetime) -> Offers:
    """Return the matters that a report's words speak for, each with these words."""
    comma = "、" if get_language() == "zh-hans" else ", "
    rows = (
        Offer(
            str(found.matter.pk),
            words.local(found.matter.name),
            comma.join(found.because),
        )
        for found in catalogue.likely(text, path, today(at))
    )
    return Offers(_("Probably:"), tuple(rows))


def ready_texts(act: str, case: Case, at: datetime) -> Offers:
    """Return the texts that the pack has ready for an act of this case."""
    found = catalogue.texts(act, case.matter, case.care_path, at)
    texts = (words.local(each.text) for each in found)
    return Offers(_("Standard texts"), tuple(Offer(t, t) for t in texts), folded=True)


@require_POST
@staff_only
def likely(request: Visit) -> JsonResponse:
    """Say which matters the words of a report in the making speak for.

    Sent, not asked for by address: what residents tell stays out of the logs.
    """
    text = request.POST.get("text", "")
    found = likely_matters(text, home(request.actor), request.received_at)
    rows = [{"value": o.value, "label": o.label, "why": o.why} for o in found.rows]
    return JsonResponse({"offers": rows})
