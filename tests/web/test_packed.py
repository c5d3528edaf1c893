"""Scripts, styles and pages travel packed to who can unpack them, whole to others."""

import gzip
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from quincunx.wsgi import YEAR, application
from tests.cast import Town

PACKED = {"HTTP_ACCEPT_ENCODING": "gzip, deflate"}


def _file(name: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
    """Ask for a static file as the web server would."""
    environ: dict[str, Any] = {"PATH_INFO": static(name), **headers}
    setup_testing_defaults(environ)
    said: list[Any] = []
    body = application(environ, lambda status, told: said.extend([status, told]))
    whole = b"".join(body)
    getattr(body, "close", int)()
    return said[0], dict(said[1]), whole


@pytest.mark.parametrize("name", ["look.css", "desk.js", "map.js", "map-worker.js"])
def test_scripts_and_styles_travel_packed(name: str):
    status, headers, body = _file(f"built/{name}", **PACKED)
    whole = (settings.STATIC_FILES / "built" / name).read_bytes()
    assert status == "200 OK"
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == whole
    assert len(body) < len(whole) * 0.6


def test_who_cannot_unpack_gets_them_whole_and_for_a_year():
    _, headers, body = _file("built/look.css")
    assert "Content-Encoding" not in headers
    assert body == (settings.STATIC_FILES / "built" / "look.css").read_bytes()
    assert headers["Cache-Control"] == f"max-age={YEAR}, public"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"].startswith("text/css")


def test_a_file_that_is_none_is_asked_of_the_program(town: Town):
    status, _, _ = _file("built/../../../settings.py")
    assert status.startswith("404")


def test_a_page_travels_packed_and_its_length_tells_nothing(town: Town):
    client = Client(headers={"accept-encoding": "gzip"})
    answers = [client.get(reverse("report")) for _ in range(8)]
    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert "Accept-Encoding" in answers[0]["Vary"]
    assert b"</html>" in gzip.decompress(answers[0].content)
    assert len({len(answer.content) for answer in answers}) > 1
    whole = Client().get(reverse("report"))
    assert "Content-Encoding" not in whole


def test_pictures_are_not_packed_again(town: Town):
    _, headers, _ = _file("look/app-192.png", **PACKED)
    assert "Content-Encoding" not in headers
