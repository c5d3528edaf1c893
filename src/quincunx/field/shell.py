"""The app itself: one page that is the same for everybody, and can be installed.

Nothing of a person is in it, so a telephone keeps it and starts without a network.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.gzip import gzip_page

from quincunx.field.visit import Visit
from quincunx.field.words import words

BUILT: Path = settings.STATIC_FILES / "built"
FILES = ("built/field.css", "built/field.js", "look/mark.svg")
# What may wait on a telephone: so many items, and so many bytes of them.
MOST_ITEMS, MOST_BYTES = 200, 150 * 1024 * 1024
PAPER, INK = "#faf9f6", "#1b4d8f"


@gzip_page
def app(request: Visit) -> HttpResponse:
    """Return the page; the telephone fills it."""
    spoken = {language: _words(language) for language in ("zh-hans", "en")}
    told = {
        "words": spoken,
        "language": translation.get_language(),  # until the worker chooses
        "zone": settings.TIME_ZONE,
        "build": settings.STATIC_URL,
        "worker": reverse("field-worker"),
        "room": {"items": MOST_ITEMS, "bytes": MOST_BYTES},
        "urls": {
            "sync": reverse("field-sync"),
            "reports": reverse("field-reports"),
            "records": reverse("field-records"),
            "cases": reverse("field-case", args=["-"])[:-1],
            "blobs": reverse("field-blob", args=["0" * 64])[:-64],
            "telephones": reverse("field-telephones"),
            "leave": reverse("field-leave"),
            "account": reverse("account"),
            "signIn": reverse("account_login"),
            "signOut": reverse("account_logout"),
            "complain": reverse("complain"),
        },
    }
    return render(request, "field/app.html", {"told": told, "name": _name()})


def manifest(request: Visit) -> HttpResponse:
    """Return what a telephone needs to put the app on its first screen."""
    del request
    icons = [
        {"src": static(f"look/app-{side}.png"), "sizes": f"{side}x{side}"}
        for side in (192, 512)
    ]
    told: dict[str, Any] = {
        "id": reverse("field"),
        "name": _name(),
        "short_name": _name(),
        "start_url": reverse("field"),
        "scope": reverse("field"),
        "display": "standalone",
        "orientation": "portrait",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {**icon, "type": "image/png", "purpose": purpose}
            for icon in icons
            for purpose in ("any", "maskable")
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def worker(request: Visit) -> HttpResponse:
    """Return the script that keeps the shell; it names the build it belongs to."""
    del request
    keeps = [reverse("field"), *(static(file) for file in FILES)]
    head = json.dumps({"BUILD": settings.STATIC_URL, "SHELL": keeps})
    script = f"self.KEPT = {head};\n{_script()}"
    answer = HttpResponse(script, content_type="text/javascript")
    answer["Service-Worker-Allowed"] = reverse("field")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _script() -> str:
    return (BUILT / "field-worker.js").read_text()


def _name() -> str:
    return str(settings.QUINCUNX_NAME)


def _words(language: str) -> dict[str, str]:
    with translation.override(language):
        return words()
