"""Areas by a part of their name, for fields one types into."""

from django.http import JsonResponse

from quincunx.areas.models import Area
from quincunx.web.shell import lists
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit


@staff_only
def find(request: Visit) -> JsonResponse:
    """Return the areas of one's own subtree that fit, widest first. One query."""
    seen = lists.areas(request.actor).select_related("parent")
    return lists.found(request, seen.order_by("level", "path"), _above)


def _above(area: Area) -> str:
    return area.parent.name if area.parent else ""
