"""A real Chromium for stories told on screens.

    def test_resident_reports(live, browser_page, shot, faultless):
        browser_page.goto(f"{live}/report/")
        faultless(browser_page)
        shot(browser_page, "report")

A page that logs an error, throws, or asks for an address outside this machine fails
its test, whatever the test looked at.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import BUILD, ROOT, chromium

Size = dict[str, int]
PHONE: Size = {"width": 390, "height": 844}
DESKTOP: Size = {"width": 1440, "height": 900}
SHOTS = BUILD / "shots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HERE = {"127.0.0.1", "localhost", "::1", "", None}


class OpenPage(Protocol):
    def __call__(
        self, size: Size = DESKTOP, *, language: str = "zh-CN", **more: object
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found.program,
            args=list(found.flags),
            env=dict(found.environment),
        )
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages in a context of their own: other cookies, other size, other language.

    `more` goes to Playwright's `new_context` (color_scheme, geolocation, offline…).
    """
    contexts = []
    faults: list[str] = []

    def open_one(
        size: Size = DESKTOP, *, language: str = "zh-CN", **more: object
    ) -> Page:
        touch = size["width"] < 600
        settings: dict[str, Any] = {
            "viewport": size,
            "locale": language,
            "has_touch": touch,
            **more,
        }
        settings.setdefault("timezone_id", "Asia/Shanghai")
        settings.setdefault("reduced_motion", "reduce")
        context = browser.new_context(**settings)
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.on("request", lambda request: _note_outside(request.url, faults))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"thrown: {error}"))
        page.on("console", lambda said: _note_error(said.type, said.text, faults))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


def _note_outside(url: str, faults: list[str]) -> None:
    """Asking outside is a fault; the browser itself is started to find nobody there."""
    if urlsplit(url).hostname not in HERE and not url.startswith("blob:"):
        faults.append(f"asked outside: {url}")


# A refused form answers 4xx on purpose, and a story may cut the network, at any byte;
# Chromium calls all of it an error.
EXPECTED = (
    "the server responded with a status of 4",
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_CONNECTION_",
    "net::ERR_EMPTY_RESPONSE",
    "net::ERR_SOCKET_NOT_CONNECTED",
    "net::ERR_CONTENT_LENGTH_MISMATCH",
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
)


def _note_error(kind: str, text: str, faults: list[str]) -> None:
    if kind == "error" and not any(part in text for part in EXPECTED):
        faults.append(f"console: {text}")


@pytest.fixture
def browser_page(open_page: OpenPage) -> Page:
    """A page at desktop size, in Chinese."""
    return open_page(DESKTOP)


@pytest.fixture
def phone_page(open_page: OpenPage) -> Page:
    """A page at phone size, in Chinese, touched and not clicked."""
    return open_page(PHONE)


@pytest.fixture
def live(transactional_db: None, live_server: LiveServer) -> str:
    """The address of the program, serving the rows that the test has laid."""
    return str(live_server.url)


@pytest.fixture
def shot() -> Callable[..., Path]:
    """Keep a picture of the page in build/shots, for a person to look at."""

    def keep(page: Page, name: str, *, full: bool = False) -> Path:
        SHOTS.mkdir(parents=True, exist_ok=True)
        kept = SHOTS / f"{name}.png"
        _draw(page, kept, full=full)
        return kept

    return keep


def _draw(page: Page, kept: Path, *, full: bool) -> None:
    """Take the picture; a browser on a busy machine cannot always draw at once."""
    for tries_left in (2, 1, 0):
        try:
            page.screenshot(path=kept, full_page=full)
        except PlaywrightError as fault:
            if not tries_left or "Unable to capture" not in str(fault):
                raise
            page.wait_for_timeout(500)
        else:
            return


@pytest.fixture
def faultless() -> Callable[..., None]:
    """Fail on any serious or critical finding of axe-core, each with its place.

    With `rules` only these are tried.
    """

    def look(page: Page, *rules: str) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text())
        asked = {"resultTypes": ["violations"]}
        if rules:
            asked["runOnly"] = list(rules)
        found = page.evaluate("asked => axe.run(document, asked)", asked)
        grave = [
            {"rule": fault["id"], "help": fault["help"], "at": node["target"]}
            for fault in found["violations"]
            if fault["impact"] in {"serious", "critical"}
            for node in fault["nodes"]
        ]
        assert grave == [], json.dumps(grave, ensure_ascii=False, indent=1)

    return look
