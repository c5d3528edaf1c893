"""Where the services of this district are to be found: the file clients begin with."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quincunx.open311.door import door
from quincunx.open311.formats import JSON, TYPES, XML, Tree, answer
from quincunx.open311.visit import Visit
from quincunx.staff import queries as staff
from quincunx.staff.kinds import HOUSES

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-23T00:00:00+08:00"  # this file; set it anew when it changes
FORMATS = [TYPES[fmt].split(";")[0] for fmt in (XML, JSON)]


@door
@require_safe
def discovery(request: Visit, fmt: str) -> HttpResponse:
    """Tell which interface is where, in which formats, and whom to ask."""
    here = request.build_absolute_uri(request.path).rsplit("/", 1)[0]
    endpoint: Tree = {
        "specification": SPECIFICATION,
        "url": here,
        "changeset": CHANGED,
        "type": "production",
        "formats": FORMATS,
    }
    body: Tree = {
        "changeset": CHANGED,
        "contact": _contact(),
        "key_service": _(
            "An access key (api_key) is made by the administrator of the district"
            " for an account of your system. Ask: %(contact)s"
        )
        % {"contact": _contact()},
        "endpoints": [endpoint],
    }
    return answer(fmt, "discovery", body)


def _contact() -> str:
    """Return the district's house and its telephone."""
    house = staff.nearest_of_kind(HOUSES, "")
    if house is None:
        return _("The counter of the district")
    told = (house.name, house.telephone)
    return ", ".join(part for part in told if part)
