"""Areas by a part of their name, for fields one types into."""

from django.http import JsonResponse

from quincunx.areas import access
from quincunx.areas.paths import subtree
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home
from quincunx.web.shell.visit import Visit

MOST = 12
LONGEST = 80


@staff_only
def find(request: Visit) -> JsonResponse:
    """Return the areas of one's own subtree that fit, widest first. One query."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    inside = subtree("path", home(request.actor))
    seen = access.visible(request.actor).filter(inside, valid_to=None)
    fitting = seen.filter(name__icontains=typed).select_related("parent")
    found = [
        {
            "key": area.pk,
            "name": area.name,
            "hint": area.parent.name if area.parent else "",
        }
        for area in fitting.order_by("level", "path")[:MOST]
    ]
    return JsonResponse({"found": found})
