"""Pages and lists travel packed, to whoever can unpack them."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

KINDS = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/geo+json",
    "application/xml",
    "application/manifest+json",
    "application/vnd.mapbox-vector-tile",
)


class Packed(GZipMiddleware):
    """Pack what is made of words or numbers; pictures and workbooks are packed already.

    Against guessing a secret by the length of a page that repeats what was asked
    (BREACH): the one secret in a page is the token of its forms, masked anew each time,
    and Django adds up to a hundred random bytes to what is packed.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(KINDS):
            return response
        return super().process_response(request, response)
