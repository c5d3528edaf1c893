"""The addresses of the standard; the format is the end of each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path, register_converter
from django.views.decorators.http import require_http_methods

from quincunx.open311 import discovery, posting, requests, services, updates
from quincunx.open311.door import door
from quincunx.open311.visit import Visit


class Format:
    """One of the two formats, as it ends an address."""

    regex = "xml|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Format, "fmt")


@door
@require_http_methods(["GET", "HEAD", "POST"])
def all_requests(request: Visit, fmt: str) -> HttpResponse:
    """Take a report, or list what was reported."""
    if request.method == "POST":
        return posting.post(request, fmt)
    return requests.listing(request, fmt)


def absent(request: HttpRequest) -> HttpResponse:
    raise Http404(request.path)


urlpatterns = [
    path("discovery.<fmt:fmt>", discovery.discovery, name="open311-discovery"),
    path("services.<fmt:fmt>", services.services, name="open311-services"),
    path("services/<slug:code>.<fmt:fmt>", services.definition, name="open311-service"),
    path("requests.<fmt:fmt>", all_requests, name="open311-requests"),
    path("requests/<slug:key>.<fmt:fmt>", requests.one, name="open311-request"),
    path("photos/<uuid:key>", requests.photo, {"fmt": "json"}, "open311-photo"),
    path("tokens/<slug:key>.<fmt:fmt>", requests.token, name="open311-token"),
    path("servicerequestupdates.<fmt:fmt>", updates.updates, name="open311-updates"),
    re_path("", absent),
]
