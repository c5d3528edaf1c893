"""What every answer says to the browser about where things may come from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

PICTURES = "img-src 'self' data: blob:"
POLICY = (
    "default-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


def _policy(request: HttpRequest) -> str:
    """Return the policy of a page.

    One that listens may connect to the live process; one with a map may fetch
    pictures from the hosts that the setting of the base map names.
    """
    draws = " ".join(getattr(request, "draws_from", ()))
    reaches = f"{getattr(request, 'listens_to', '')} {draws}".strip()
    policy = f"{POLICY}; {PICTURES} {draws}".rstrip()
    return f"{policy}; connect-src 'self' {reaches}" if reaches else policy


def safety(answer: Answer) -> Answer:
    """Allow our own scripts and styles only, inline ones not at all."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Content-Security-Policy", _policy(request))
        response.setdefault("Permissions-Policy", PERMISSIONS)
        kept = response.get("Cache-Control", "")
        if not kept and response.get("Content-Type", "").startswith("text/html"):
            response["Cache-Control"] = "private, no-store"
        return response

    return answered
