"""The small program that keeps the last inbox readable without a network."""

from django.conf import settings
from django.http import HttpResponse

from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

BUILT = settings.STATIC_FILES / "built" / "inbox-worker.js"


@staff_only
def inbox_worker(request: Visit) -> HttpResponse:
    """Give it from beside the inbox: a worker rules over nothing above its address."""
    del request
    program = BUILT.read_bytes()
    answer = HttpResponse(program, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
