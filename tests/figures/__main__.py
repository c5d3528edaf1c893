"""`python -m tests.figures`: the rows of docs/benchmarks.md that need a browser.

The town of the demo, served as it is served to people, in a real Chromium: how soon
the largest thing of a page is drawn, how soon the field app stands without a network,
what a telephone takes along first, how a queue of a hundred thousand cases scrolls.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from quincunx.bench import stand, web
from quincunx.bench.stand import Stand
from tests.browser.chromium import Chromium, chromium
from tests.browser.fixtures import DESKTOP, PHONE, Size

TIMES = 5
WALKS = "member-wisteria-1-1"  # a grid worker
OPEN = 300_000  # a third of them overdue, so in one lane
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000}
SLOW |= {"uploadThroughput": 50_000}  # bytes a second: 400 kbit/s both ways
COMPOSED = "--disable-gpu-compositing"  # swapping an emulated card is not our work
LARGEST = """() => new Promise((told) => {
  let last = 0;
  const seen = new PerformanceObserver((list) => {
    for (const each of list.getEntries()) last = each.startTime;
  });
  seen.observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => told(last), 1500);
})"""
FRAMES = """(seconds) => new Promise((told) => {
  const panel = document.querySelector("[data-list]");
  const far = panel.scrollHeight - panel.clientHeight, took = [];
  const begun = performance.now();
  let last = begun;
  const turn = (now) => {
    took.push(now - last);
    last = now;
    const gone = (now - begun) / (seconds * 1000);
    if (gone >= 1) return told(took.slice(1));
    // A slow hand through the first screens, then a throw to the end and back.
    panel.scrollTop = gone < 0.5 ? gone * 40000 : far * Math.abs(Math.sin(gone * 12));
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
})"""


def row(what: str, found: str, how: str) -> None:
    print(f"| {what} | {found} | {how} |", flush=True)  # noqa: T201


@contextmanager
def demo() -> Iterator[tuple[Stand, dict[str, str]]]:
    """Found the demo's town; return it with the links of its cast by their logins.

    Also of a few reports, by how they stand.
    """
    with tempfile.TemporaryDirectory(prefix="quincunx-figures-") as folder:
        home = Path(folder)
        laid = Stand("demo", home, f"sqlite:///{home / 'quincunx.db'}")
        told = subprocess.run(
            [sys.executable, "-m", "quincunx", "demo", "--no-serve", "--json"],
            env={**laid.environment, "QUINCUNX_LANGUAGE": "en"},
            stdout=subprocess.PIPE,
            check=True,
        )
        said = json.loads(told.stdout)
        links = {each["login"]: each["link"] for each in said["cast"]}
        links |= said["reports"]
        yield laid, {key: urlsplit(link).path for key, link in links.items()}


@contextmanager
def opened(
    browser: Browser, size: Size, *, language: str = "zh-CN", **more: Any
) -> Iterator[Page]:
    context = browser.new_context(viewport=size, locale=language, **more)
    context.set_default_timeout(60_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def slowed(page: Page, *, network: bool = True, processor: int = 1) -> None:
    session = page.context.new_cdp_session(page)
    if network:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
    if processor > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": processor})


def largest(
    browser: Browser,
    address: str,
    size: Size,
    *,
    kept: Any = None,
    ready: Callable[[Page], None] = lambda _: None,
) -> list[float]:
    """Open a page again and again with nothing kept; seconds to its largest part."""
    found = []
    for _ in range(TIMES):
        with opened(browser, size, storage_state=kept) as page:
            ready(page)
            page.goto(address, wait_until="load")
            found.append(page.evaluate(LARGEST) / 1000)
    return found


def seconds(found: list[float]) -> str:
    return f"median {statistics.median(found):.2f} s, longest {max(found):.2f} s"


def signed_in(browser: Browser, link: str) -> Any:
    """Sign in by a link; return what the browser keeps."""
    with opened(browser, DESKTOP) as page:
        page.goto(link)
        page.locator("form .btn.go").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page.context.storage_state()


def pages(browser: Browser, base: str, links: dict[str, str]) -> None:
    desk = next(k for k in links if k.startswith("dispatcher-"))
    kept = signed_in(browser, base + links[desk])
    how = f"{TIMES} times, nothing kept, 1440×900"
    for path in ("/desk", "/desk/queue"):
        found = largest(browser, base + path, DESKTOP, kept=kept)
        row(f"largest part of `{path}` drawn", seconds(found), how)
    how = f"{TIMES} times, nothing kept, 390×844, 400 kbit/s and 400 ms"
    for path in ("/", "/report"):
        found = largest(browser, base + path, PHONE, ready=slowed)
        row(f"largest part of `{path}` drawn", seconds(found), how)
    kept = signed_in(browser, base + links["leader-wisteria-1"])
    found = largest(browser, f"{base}/field", PHONE, kept=kept, ready=slowed)
    row("largest part of `/field` drawn, first time", seconds(found), how)


def field(browser: Browser, base: str, links: dict[str, str], homes: int) -> None:
    kept = signed_in(browser, base + links[WALKS])
    with opened(browser, PHONE, storage_state=kept) as page:
        taken: list[int] = []
        page.goto(f"{base}/field")
        go = page.locator("button.btn.go")
        go.wait_for()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.loadingFinished", lambda e: taken.append(e["encodedDataLength"])
        )
        begun = page.evaluate("performance.now()")
        go.click()
        page.locator("#ways:not([hidden])").wait_for()
        took = (page.evaluate("performance.now()") - begun) / 1000
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        row(
            f"first sync of a telephone, {homes} households",
            f"{took:.2f} s, {sum(taken) / 1000:.0f} kB on the wire",
            "from the tap to the list of tasks, loopback",
        )
        found = []
        page.context.set_offline(True)
        slowed(page, network=False, processor=4)
        for _ in range(TIMES):
            page.reload(wait_until="commit")
            page.locator("#ways:not([hidden])").wait_for()
            found.append(page.evaluate("performance.now()") / 1000)
        how = f"{TIMES} times, no network, processor slowed four times"
        row("field app stands again, warm", seconds(found), how)


COUNT = """
import django; django.setup()
from quincunx.registers.models import Room
from quincunx.staff.models import Appointment
held = Appointment.objects.filter(person__login="{}", area__level=4).first()
print(Room.objects.filter(building__path__startswith=held.area.path).count())
"""


def households(laid: Stand, login: str) -> int:
    """Return how many rooms stand in the grid that somebody walks."""
    asked = [sys.executable, "-c", COUNT.format(login)]
    env = laid.environment
    told = subprocess.run(asked, env=env, stdout=subprocess.PIPE, check=True)
    return int(told.stdout)


def queue(browser: Browser) -> None:
    """A hundred thousand overdue cases in one lane of one desk."""
    with stand.postgresql() as laid:
        laid.run("lay")
        laid.run("multiply", OPEN, 1.0)
        session = laid.run("sessions", 1)[0]
        with web.served(laid) as port, opened(browser, DESKTOP) as page:
            base = f"http://127.0.0.1:{port}"
            cookie = {"name": "sessionid", "value": session, "url": base}
            page.context.add_cookies([cookie])  # type: ignore[list-item]
            page.goto(f"{base}/desk/queue?lane=overdue")
            drawn = page.evaluate(LARGEST) / 1000
            rows = page.locator("[data-lane][aria-current] b").inner_text()
            took = sorted(page.evaluate(FRAMES, 10))
    at95 = took[int(len(took) * 0.95)]
    row(
        f"queue of {rows} overdue cases among {OPEN:,} open ones",
        f"page drawn in {drawn:.2f} s; frames p50 {statistics.median(took):.0f} ms, "
        f"p95 {at95:.0f} ms, longest {took[-1]:.0f} ms",
        "scrolled for 10 s, by hand's width and end to end; composed by the processor",
    )


def launched(playwright: Playwright, found: Chromium, *flags: str) -> Browser:
    return playwright.chromium.launch(
        executable_path=found.program,
        args=[*found.flags, *flags],
        env=dict(found.environment),
    )


def main(*parts: str) -> None:
    """Measure the parts told (`pages`, `queue`), or all."""
    found = chromium()
    os.environ.setdefault("QUINCUNX_LANGUAGE", "en")
    print("| what | measured | how |\n|---|---|---|")  # noqa: T201
    with sync_playwright() as playwright:
        browser = launched(playwright, found)
        if "pages" in (parts or ["pages"]):
            with demo() as (laid, links), web.served(laid) as port:
                base = f"http://127.0.0.1:{port}"
                pages(browser, base, links)
                field(browser, base, links, households(laid, WALKS))
        browser.close()
        if "queue" in (parts or ["queue"]):
            browser = launched(playwright, found, COMPOSED)
            queue(browser)
            browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
