"""What every answer says to the browser about where things may come from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


def _policy(request: HttpRequest) -> str:
    """Return the policy; a page that listens may connect to the live process."""
    listens = getattr(request, "listens_to", "")
    return f"{POLICY}; connect-src 'self' {listens}" if listens else POLICY


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
