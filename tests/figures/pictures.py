"""`python -m tests.figures.pictures [NAME…]`: the pictures of the guides.

Taken from the town of the demo, anew when a screen has changed.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from quincunx.bench import web
from tests.browser.chromium import ROOT, chromium
from tests.browser.fixtures import DESKTOP, Size
from tests.figures.__main__ import demo, opened, signed_in

PICTURES = ROOT / "docs" / "pictures"
PHONE: Size = {"width": 360, "height": 640}
OFFLINE = "field-outbox"
Does = Callable[[Page], None]


@dataclass(frozen=True)
class Shot:
    """What is opened by whom, and what they do before the picture is taken."""

    who: str
    path: str
    size: Size = field(default_factory=lambda: DESKTOP)
    does: Does = lambda _: None


def presses(*looked_for: str) -> Does:
    """Press one thing after the other, and wait for what comes."""

    def does(page: Page) -> None:
        for each in looked_for:
            page.locator(each).first.click()
            page.wait_for_load_state("networkidle")

    return does


def carries(then: Does = lambda _: None) -> Does:
    """Bring the grid onto the telephone, then go on."""

    def does(page: Page) -> None:
        page.locator("button.btn.go").click()
        page.locator("#ways:not([hidden])").wait_for()
        then(page)

    return does


def goes(place: str) -> Does:
    return lambda page: page.evaluate("(to) => { location.hash = to; }", place)


def photo() -> FilePayload:
    """Draw a street with a dark lamp."""
    image, kept = Image.new("RGB", (800, 600), (186, 196, 204)), BytesIO()
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 430, 800, 600), fill=(120, 118, 112))
    pen.rectangle((390, 150, 402, 520), fill=(50, 50, 54))
    pen.rectangle((390, 150, 500, 160), fill=(50, 50, 54))
    image.save(kept, "JPEG")
    return {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def reports(page: Page) -> None:
    goes("#/report")(page)
    page.locator("input[type=file]").first.set_input_files(photo())
    page.locator(".fd-tiles button").first.click()
    page.locator("#found").wait_for()


def keeps(page: Page) -> None:
    """Report without a network, and look at what waits."""
    page.context.set_offline(True)
    reports(page)
    page.locator("#submit").click()
    goes("#/outbox")(page)


WALKER, LEADER = "member-wisteria-1-1", "leader-wisteria-1"
SHOTS = {
    "field-tasks": Shot(LEADER, "/field", PHONE, carries()),
    "field-task": Shot(
        LEADER, "/field", PHONE, carries(presses("a.case[href*='#/task/']"))
    ),
    "field-report": Shot(WALKER, "/field", PHONE, carries(reports)),
    OFFLINE: Shot(WALKER, "/field", PHONE, carries(keeps)),
    "house-grid": Shot(LEADER, "/desk", PHONE),
    "inbox": Shot("officer-city-management", "/desk/inbox", PHONE),
    "finish": Shot("officer-city-management", "/desk/inbox"),
    "verify": Shot("verifier-1", "/desk/queue?lane=verify", DESKTOP),
    "overview": Shot("supervisor-1", "/desk/overview"),
    "system": Shot("administrator", "/system"),
    "borders": Shot("administrator", "/areas/drafts"),
    "channels": Shot("administrator", "/channels"),
}


def main(*names: str) -> None:
    found = chromium()
    with (
        sync_playwright() as playwright,
        demo() as (laid, links),
        web.served(laid) as port,
    ):
        browser = playwright.chromium.launch(
            executable_path=found.program,
            args=list(found.flags),
            env=dict(found.environment),
        )
        base = f"http://127.0.0.1:{port}"
        kept = cache(lambda who: signed_in(browser, base + links[who]))
        for name in names or SHOTS:
            take(browser, base, SHOTS[name], PICTURES / f"{name}.png", kept)


def take(
    browser: Browser, base: str, shot: Shot, to: Path, kept: Callable[[str], Any]
) -> None:
    with opened(
        browser,
        shot.size,
        language="en",
        storage_state=kept(shot.who),
        has_touch=shot.size is PHONE,
    ) as page:
        page.goto(base + shot.path)
        page.wait_for_load_state("networkidle")
        shot.does(page)
        page.wait_for_timeout(1500)
        page.screenshot(path=to)


if __name__ == "__main__":
    main(*sys.argv[1:])
