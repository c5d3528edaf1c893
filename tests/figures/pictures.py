"""`python -m tests.figures.pictures [NAME…]`: the pictures of the guides.

Taken from the town of the demo, anew when a screen has changed.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
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
COLOURS = 128  # as many as a screen needs; a third of the size
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


def names(words: str) -> Does:
    """Show a page whose first field of this name holds something."""
    return lambda page: page.locator("main form [name=name]").first.fill(words)


def sends(page: Page) -> None:
    page.locator("main .btn.go").last.click()
    page.wait_for_load_state("networkidle")


def chooses(page: Page, name: str, typed: str) -> None:
    """Type a part of a name, and take the first that is offered."""
    page.locator(f"#id_{name}_typed").fill(typed)
    page.get_by_role("option", name=typed).first.click()


def makes_a_key(page: Page) -> None:
    """Make an access key, and go back to the list of them."""
    page.locator("#id_name").fill("Hotline, new system")
    chooses(page, "person", HOLDS)
    for scope in ("read", "report"):
        page.locator(f"[name=scopes][value={scope}]").check()
    sends(page)
    presses("main a.btn")(page)


def listens(page: Page) -> None:
    """Fill in what lets a system listen; its address is called only when sent."""
    page.locator("#id_name").fill("Mirror of the archive")
    page.locator("#id_url").fill("https://mirror.example.org/hook")
    chooses(page, "owner", HOLDS)
    chooses(page, "area", DISTRICT)


def begins_a_draft(page: Page) -> None:
    """Begin a draft of the catalogue, and shorten the limit of a matter."""
    page.locator("#id_title").fill("Lamps sooner in winter")
    page.locator("#id_reason").fill("It is dark by five.")
    page.locator("#id_on").fill((date.today() + timedelta(days=9)).isoformat())  # noqa: DTZ011
    sends(page)
    page.locator("main a[href$='/matters/street-lamp']").first.click()


def answers(pages: int) -> Does:
    """Answer so many of the five questions; the next one is shown."""
    told = {"words": "South gate, by the bicycles", "text": "The lamp is dark."}

    def does(page: Page) -> None:
        for _ in range(pages):
            for name, words in told.items():
                asked = page.locator(f"main [name={name}]:visible")
                if asked.count():
                    asked.fill(words)
            page.locator(".stick .btn.go").click()
            page.wait_for_load_state("networkidle")

    return does


WALKER, LEADER = "member-wisteria-1-1", "leader-wisteria-1"
HOLDS, DISTRICT = "林家豪", "梧桐区"  # whose key it is, and where
ANYBODY, FOLLOWED = "", "handling"  # a report in hand, by its code
OFFICER, ADMINISTRATOR = "officer-city-management", "administrator"
FIRST = "[data-list] a.case"
SHOTS = {
    "field-start": Shot(WALKER, "/field", PHONE),
    "field-tasks": Shot(LEADER, "/field", PHONE, carries()),
    "field-task": Shot(
        LEADER, "/field", PHONE, carries(presses("a.case[href*='#/task/']"))
    ),
    "field-report": Shot(WALKER, "/field", PHONE, carries(reports)),
    "field-outbox": Shot(WALKER, "/field", PHONE, carries(keeps)),
    "house-grid": Shot(LEADER, "/desk", PHONE),
    "inbox": Shot(OFFICER, "/desk/inbox", PHONE),
    "finish": Shot(
        OFFICER,
        "/desk/inbox",
        does=presses("main a[href*='/cases/']", "main a[href$='/finish']"),
    ),
    "verify": Shot("verifier-1", "/desk/queue?lane=verify", does=presses(FIRST)),
    "overview": Shot("supervisor-1", "/desk/overview"),
    "roster": Shot("dispatcher-2", "/staff/roster/service-centre-west"),
    "system": Shot(ADMINISTRATOR, "/system"),
    "organisation": Shot(ADMINISTRATOR, "/staff/units/city-management"),
    "borders": Shot(ADMINISTRATOR, "/areas/drafts/1"),
    "catalogue": Shot(ADMINISTRATOR, "/matters/drafts/new", does=begins_a_draft),
    "walls": Shot(ADMINISTRATOR, "/walls/screens", does=names("Hall, ground floor")),
    "keys": Shot(ADMINISTRATOR, "/staff/keys", does=makes_a_key),
    "webhook": Shot(ADMINISTRATOR, "/webhooks/new", does=listens),
    "channels": Shot(ADMINISTRATOR, "/channels"),
    "resident-photo": Shot(ANYBODY, "/report", PHONE),
    "resident-place": Shot(ANYBODY, "/report", PHONE, answers(1)),
    "resident-contact": Shot(ANYBODY, "/report", PHONE, answers(3)),
    "resident-check": Shot(ANYBODY, "/report", PHONE, answers(4)),
    "resident-follow": Shot(ANYBODY, FOLLOWED, PHONE),
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
        kept = cache(lambda who: signed_in(browser, base + links[who]) if who else None)
        for name in names or SHOTS:
            shot = SHOTS[name]
            shot = replace(shot, path=links.get(shot.path, shot.path))
            take(browser, base, shot, PICTURES / f"{name}.png", kept)


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
        drawn = Image.open(BytesIO(page.screenshot())).convert("RGB")
        drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
