"""What the web server calls: static files, packed ahead, before Django is asked."""

import os
from wsgiref.headers import Headers

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

YEAR = 365 * 24 * 3600  # a new build has new addresses

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quincunx.settings")


def _as_declared(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


application = WhiteNoise(
    get_wsgi_application(),
    root=str(settings.STATIC_FILES),
    prefix=settings.STATIC_URL,
    max_age=YEAR,
    allow_all_origins=False,
    add_headers_function=_as_declared,
)
